package citymap

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// Writer writes a map beside its final place and moves it there when it is whole, so that a reader never sees half a map.
type Writer struct {
	path     string
	file     *os.File
	offset   uint64
	sections []section
	failed   bool
}

// Create begins a map that Close will put at path, in place of any map that is there. A writer that is not closed leaves the
// old map alone; call Abandon then.
func Create(path string) (*Writer, error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return nil, fmt.Errorf("create map: %w", err)
	}
	w := &Writer{path: path, file: file}
	if _, err := file.Write(make([]byte, headerSize)); err != nil {
		w.Abandon()
		return nil, fmt.Errorf("create map: %w", err)
	}
	w.offset = headerSize
	return w, nil
}

// Section writes one section; the function receives a buffered writer. Names are unique, 1 to 64 bytes long. After an error the
// map cannot be closed any more, only abandoned.
func (w *Writer) Section(name string, write func(io.Writer) error) error {
	if err := w.section(name, write); err != nil {
		w.failed = true
		return fmt.Errorf("map section %s: %w", name, err)
	}
	return nil
}

func (w *Writer) section(name string, write func(io.Writer) error) error {
	if name == "" || len(name) > maxName || len(w.sections) == maxSections || w.has(name) {
		return errors.New("its name is taken or unusable")
	}
	if err := w.align(); err != nil {
		return err
	}
	out := &summer{w: w.file}
	buffered := bufio.NewWriterSize(out, 1<<18)
	if err := write(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	w.sections = append(w.sections, section{name: name, offset: w.offset, length: out.length, sum: out.sum})
	w.offset += out.length
	return nil
}

func (w *Writer) has(name string) bool {
	for _, s := range w.sections {
		if s.name == name {
			return true
		}
	}
	return false
}

func (w *Writer) align() error {
	gap := (alignment - w.offset%alignment) % alignment
	if _, err := w.file.Write(make([]byte, gap)); err != nil {
		return err
	}
	w.offset += gap
	return nil
}

// Meta writes what the map says about itself. A map without it cannot be closed.
func (w *Writer) Meta(m Meta) error {
	return w.Section(metaName, func(out io.Writer) error { return json.NewEncoder(out).Encode(m) })
}

// Close completes the file and moves it to its place, durably.
func (w *Writer) Close() error {
	if w.failed || !w.has(metaName) {
		w.Abandon()
		return errors.New("close map: it is not complete")
	}
	if err := w.finish(); err != nil {
		w.Abandon()
		return fmt.Errorf("close map: %w", err)
	}
	return nil
}

func (w *Writer) finish() error {
	if err := w.align(); err != nil {
		return err
	}
	table := encodeTable(w.sections)
	if _, err := w.file.Write(table); err != nil {
		return err
	}
	h := header{
		version: Version, sections: uint32(len(w.sections)),
		tableOffset: w.offset, tableLength: uint64(len(table)), tableSum: crc32.Checksum(table, castagnoli),
	}
	if _, err := w.file.WriteAt(h.encode(), 0); err != nil {
		return err
	}
	if err := w.file.Chmod(0o644); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	if err := w.file.Close(); err != nil {
		return err
	}
	return os.Rename(w.file.Name(), w.path)
}

// Abandon removes what has been written. After Close it does nothing of consequence.
func (w *Writer) Abandon() {
	w.failed = true
	w.file.Close()
	os.Remove(w.file.Name())
}

// summer counts and sums what passes through.
type summer struct {
	w      io.Writer
	length uint64
	sum    uint32
}

func (s *summer) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.length += uint64(n)
	s.sum = crc32.Update(s.sum, castagnoli, p[:n])
	return n, err
}
