package citymap

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// File is an open map. It is safe for concurrent use; what Section returns is valid until Close and must not be written to.
type File struct {
	name     string
	data     []byte
	unmap    func() error
	sections []section
	meta     Meta
}

// Open maps a file into memory and checks its header, table and meta, in a time that does not depend on its size. Errors name the
// file and say what to do.
func Open(path string) (*File, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	return f, nil
}

func openFile(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNotMap
	}
	if info.Size() < headerSize {
		return nil, tooShort(file)
	}
	data, unmap, err := mapFile(file, info.Size())
	if err != nil {
		return nil, err
	}
	f := &File{name: path, data: data, unmap: unmap}
	if err := f.check(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// tooShort tells a map that was cut off from something that never was one.
func tooShort(r io.Reader) error {
	start := make([]byte, len(magic))
	if _, err := io.ReadFull(r, start); err != nil {
		return ErrNotMap
	}
	_, err := decodeHeader(start)
	return err
}

// check reads header, table and meta of the mapped bytes.
func (f *File) check() error {
	h, err := decodeHeader(f.data)
	if err != nil {
		return err
	}
	if f.sections, err = decodeTable(f.data, h); err != nil {
		return err
	}
	raw, ok := f.section(metaName)
	if !ok || crc32.Checksum(raw.bytes, castagnoli) != raw.sum {
		return ErrDamaged
	}
	if err := json.Unmarshal(raw.bytes, &f.meta); err != nil {
		return fmt.Errorf("%w (meta: %w)", ErrDamaged, err)
	}
	return nil
}

// Meta says what the map shows.
func (f *File) Meta() Meta { return f.meta }

// Section returns a section's bytes in place. They are not summed here, since that would read them all; Verify does it.
func (f *File) Section(name string) ([]byte, error) {
	s, ok := f.section(name)
	if !ok {
		return nil, fmt.Errorf("map %s: part %q: %w", f.name, name, ErrNoSection)
	}
	return s.bytes, nil
}

type part struct {
	section
	bytes []byte
}

func (f *File) section(name string) (part, bool) {
	for _, s := range f.sections {
		if s.name == name {
			return f.part(s), true
		}
	}
	return part{}, false
}

func (f *File) part(s section) part {
	return part{section: s, bytes: f.data[s.offset : s.offset+s.length : s.offset+s.length]}
}

// Verify reads the whole file and compares every section with its checksum.
func (f *File) Verify() error {
	for _, s := range f.sections {
		if p := f.part(s); crc32.Checksum(p.bytes, castagnoli) != s.sum {
			return fmt.Errorf("map %s: part %q: %w", f.name, s.name, ErrDamaged)
		}
	}
	return nil
}

// Close releases the file. Nothing that Section returned may be used afterwards. Closing twice does nothing.
func (f *File) Close() error {
	unmap := f.unmap
	f.unmap, f.data, f.sections = nil, nil, nil
	if unmap == nil {
		return nil
	}
	return unmap()
}
