package elevation

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"io/fs"
	"path"
	"strings"
)

const (
	largest      = 2 * 3601 * 3601 // bytes of an SRTM file
	largestFile  = 64 << 20        // as it lies in the folder
	largestPixel = 1024            // on a side of a Terrarium tile
)

// sideOf tells how many points an SRTM file of so many bytes has on each side, 0 for none.
func sideOf(size int64) int {
	for _, side := range []int{1201, 3601} {
		if size == int64(2*side*side) {
			return side
		}
	}
	return 0
}

func errSize(size int64) error {
	return fmt.Errorf("the file is damaged or no SRTM: heights of %d bytes, not %d (three arc-seconds) or %d (one)",
		size, 2*1201*1201, largest)
}

func errDamaged(err error) error { return fmt.Errorf("the file is damaged: %w", err) }

// readHGT reads an SRTM file, plain or packed.
func readHGT(files fs.FS, name string) (grid, error) {
	raw, err := readFile(files, name)
	if err != nil {
		return grid{}, err
	}
	data, err := unpack(raw, name)
	if err != nil {
		return grid{}, err
	}
	side := sideOf(int64(len(data)))
	if side == 0 {
		return grid{}, errSize(int64(len(data)))
	}
	return grid{rows: side, columns: side, data: data, coding: srtm}, nil
}

func readFile(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, largestFile+1))
	if err == nil && len(data) > largestFile {
		err = fmt.Errorf("the file is larger than %d MB: no file of heights is", largestFile>>20)
	}
	return data, err
}

func unpack(raw []byte, name string) ([]byte, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".gz":
		r, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, errDamaged(err)
		}
		return readHeights(r)
	case ".zip":
		return unzip(raw)
	}
	return raw, nil
}

// unzip takes the one file of heights out of an archive.
func unzip(raw []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, errDamaged(err)
	}
	for _, f := range archive.File {
		if !strings.EqualFold(path.Ext(f.Name), ".hgt") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, errDamaged(err)
		}
		defer r.Close()
		return readHeights(r)
	}
	return nil, errors.New("the archive holds no .hgt file")
}

// readHeights reads no more than a file of heights has, whatever a packed file pretends.
func readHeights(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, largest+1))
	if err != nil {
		return nil, errDamaged(err)
	}
	return data, nil
}

// readTerrarium reads a tile.
func readTerrarium(files fs.FS, name string) (grid, error) {
	raw, err := readFile(files, name)
	if err != nil {
		return grid{}, err
	}
	config, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return grid{}, errDamaged(err)
	}
	if config.Width != config.Height || config.Width < 1 || config.Width > largestPixel {
		return grid{}, fmt.Errorf("the tile has %d by %d points; it must be a square of at most %d",
			config.Width, config.Height, largestPixel)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return grid{}, errDamaged(err)
	}
	plain, ok := picture.(*image.NRGBA)
	if !ok {
		plain = image.NewNRGBA(picture.Bounds())
		draw.Draw(plain, plain.Bounds(), picture, picture.Bounds().Min, draw.Src)
	}
	return grid{rows: config.Height, columns: config.Width, data: plain.Pix, coding: terrarium}, nil
}
