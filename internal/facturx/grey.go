package facturx

import "encoding/binary"

// greyProfile is the smallest ICC profile that says what grey means: the pages have no other colour. Gamma 2.2, white as D50.
func greyProfile() []byte {
	name := "Grey gamma 2.2"
	tags := []struct {
		sign string
		data []byte
	}{
		{"desc", description(name)}, {"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright\x00"...)},
		{"wtpt", whitePoint()}, {"kTRC", append([]byte("curv\x00\x00\x00\x00"), 0, 0, 0, 1, 2, 51, 0, 0)}, // one number: 2 + 51/256
	}
	const header = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	start := header + 4 + 12*len(tags)
	for _, t := range tags {
		table = append(table, t.sign...)
		table = binary.BigEndian.AppendUint32(table, uint32(start+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		data = append(data, t.data...)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
	}
	head := make([]byte, header)
	binary.BigEndian.PutUint32(head, uint32(start+len(data)))
	copy(head[8:], []byte{2, 0x10, 0, 0}) // version 2.1
	copy(head[12:], "mntrGRAYXYZ ")
	binary.BigEndian.PutUint16(head[24:], 2026) // made on 1 January
	head[27], head[29] = 1, 1
	copy(head[36:], "acsp")
	copy(head[68:], whitePoint()[8:])
	return append(append(head, table...), data...)
}

// whitePoint is D50 in numbers of 16 bits before and behind the point.
func whitePoint() []byte {
	data := []byte("XYZ \x00\x00\x00\x00")
	for _, n := range []uint32{0xf6d6, 0x10000, 0xd32d} {
		data = binary.BigEndian.AppendUint32(data, n)
	}
	return data
}

func description(name string) []byte {
	data := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(name)+1))
	data = append(append(data, name...), 0)
	return append(data, make([]byte, 4+4+2+1+67)...) // no name in other scripts
}
