//go:build !linux && !darwin

package citymap

import (
	"io"
	"os"
)

// mapFile reads the file, where memory mapping has not been tried out.
func mapFile(file *os.File, _ int64) (data []byte, unmap func() error, err error) {
	data, err = io.ReadAll(file)
	return data, func() error { return nil }, err
}
