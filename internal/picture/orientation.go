package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation is the mark by which cameras say how a picture was held: 1 to 8 in EXIF.
type orientation uint16

// The marks. "Turned" is what must be done to see the picture upright.
const (
	asIs           orientation = 1
	mirrored       orientation = 2
	turnedHalf     orientation = 3
	mirroredHalf   orientation = 4
	transposed     orientation = 5
	turnedRight    orientation = 6
	transversed    orientation = 7
	turnedLeft     orientation = 8
	orientationTag             = 0x0112
)

func (o orientation) swapsSides() bool { return o >= transposed }

// source tells which pixel of the stored picture, of the given size, shows at x, y of the upright one.
func (o orientation) source(x, y int, stored image.Point) (int, int) {
	right, bottom := stored.X-1, stored.Y-1
	switch o {
	case mirrored:
		return right - x, y
	case turnedHalf:
		return right - x, bottom - y
	case mirroredHalf:
		return x, bottom - y
	case transposed:
		return y, x
	case turnedRight:
		return y, bottom - x
	case transversed:
		return right - y, bottom - x
	case turnedLeft:
		return right - y, x
	default:
		return x, y
	}
}

// orientationOf reads the mark of a JPEG file; asIs when there is none or it cannot be read.
func orientationOf(file []byte) orientation {
	if !bytes.HasPrefix(file, []byte{0xff, 0xd8}) {
		return asIs
	}
	for rest := file[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != 0xda; {
		length := int(binary.BigEndian.Uint16(rest[2:])) + 2
		if length < 4 || length > len(rest) {
			return asIs
		}
		if tiff, isExif := bytes.CutPrefix(rest[4:length], []byte("Exif\x00\x00")); isExif && rest[1] == 0xe1 {
			return orientationIn(tiff)
		}
		rest = rest[length:]
	}
	return asIs
}

// orientationIn reads the mark from the first directory of EXIF's TIFF block.
func orientationIn(tiff []byte) orientation {
	order := byteOrderOf(tiff)
	if order == nil || len(tiff) < 8 {
		return asIs
	}
	start := uint64(order.Uint32(tiff[4:]))
	if start+2 > uint64(len(tiff)) {
		return asIs
	}
	entries := tiff[start+2:]
	for range order.Uint16(tiff[start:]) {
		if len(entries) < 12 {
			return asIs
		}
		if order.Uint16(entries) == orientationTag {
			return known(orientation(order.Uint16(entries[8:])))
		}
		entries = entries[12:]
	}
	return asIs
}

func byteOrderOf(tiff []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		return binary.LittleEndian
	case bytes.HasPrefix(tiff, []byte("MM\x00*")):
		return binary.BigEndian
	}
	return nil
}

func known(o orientation) orientation {
	if o < asIs || o > turnedLeft {
		return asIs
	}
	return o
}
