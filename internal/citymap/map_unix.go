//go:build linux || darwin

package citymap

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// mapFile shares the file's pages with the kernel and with other processes.
func mapFile(file *os.File, size int64) (data []byte, unmap func() error, err error) {
	if int64(int(size)) != size {
		return nil, nil, fmt.Errorf("it is too large for this machine (%d bytes)", size)
	}
	data, err = unix.Mmap(int(file.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("map into memory: %w", err)
	}
	return data, func() error { return unix.Munmap(data) }, nil
}
