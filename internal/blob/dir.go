package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"pignon.coop/internal/fail"
)

// halfDir holds blobs while they are being written. No key can lie in it.
const halfDir = ".half"

// Dir keeps blobs as files of one folder of the disk, a subfolder for each folder of the keys. It can reach nothing outside, not by a
// symbolic link either.
type Dir struct {
	root  *os.Root
	limit int64
}

// OpenDir makes the folder if needed, removes what a crash left half-written, and refuses blobs of more than limit bytes.
func OpenDir(folder string, limit int64) (*Dir, error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, failed(err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, failed(err)
	}
	if err := root.RemoveAll(halfDir); err != nil {
		return nil, failed(errors.Join(err, root.Close()))
	}
	return &Dir{root: root, limit: limit}, nil
}

// Close lets go of the folder.
func (d *Dir) Close() error { return d.root.Close() }

// Put implements Store.
func (d *Dir) Put(ctx context.Context, key Key, r io.Reader, contentType string) (Info, error) {
	if err := key.check(contentType); err != nil {
		return Info{}, err
	}
	half := halfDir + "/" + rand.Text()
	if err := d.root.MkdirAll(halfDir, 0o750); err != nil {
		return Info{}, failed(err)
	}
	if err := d.write(half, io.LimitReader(reader{ctx, r}, d.limit+1)); err != nil {
		_ = d.root.Remove(half)
		return Info{}, err
	}
	if err := d.keep(half, key); err != nil {
		_ = d.root.Remove(half)
		return Info{}, failed(err)
	}
	return d.Stat(ctx, key)
}

func (d *Dir) write(name string, r io.Reader) error {
	file, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return failed(err)
	}
	n, err := io.Copy(file, r)
	if err == nil && n > d.limit {
		err = tooLarge(d.limit)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil || fail.Is(err, fail.Invalid) {
		return err
	}
	return failed(err)
}

// keep gives a finished file its name and makes the name last.
func (d *Dir) keep(half string, key Key) error {
	folder := path.Dir(string(key))
	if err := d.root.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	if err := d.root.Rename(half, string(key)); err != nil {
		return err
	}
	return errors.Join(d.syncFolder(folder), d.syncFolder("."))
}

func (d *Dir) syncFolder(name string) error {
	folder, err := d.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open implements Store.
func (d *Dir) Open(_ context.Context, key Key) (io.ReadSeekCloser, Info, error) {
	if err := key.check(""); err != nil {
		return nil, Info{}, err
	}
	file, err := d.root.Open(string(key))
	if err != nil {
		return nil, Info{}, missing(err, key)
	}
	stat, err := file.Stat()
	if err != nil {
		return nil, Info{}, failed(errors.Join(err, file.Close()))
	}
	return file, infoOf(key, stat), nil
}

// Stat implements Store.
func (d *Dir) Stat(_ context.Context, key Key) (Info, error) {
	if err := key.check(""); err != nil {
		return Info{}, err
	}
	stat, err := d.root.Stat(string(key))
	if err != nil {
		return Info{}, missing(err, key)
	}
	return infoOf(key, stat), nil
}

// Delete implements Store.
func (d *Dir) Delete(_ context.Context, key Key) error {
	if err := key.check(""); err != nil {
		return err
	}
	if err := d.root.Remove(string(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failed(err)
	}
	return nil
}

// Each implements Store.
func (d *Dir) Each(ctx context.Context, visit func(Info) error) error {
	err := fs.WalkDir(d.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case entry.IsDir():
			if name != "." && !isPlain(name) {
				return fs.SkipDir
			}
			return nil
		}
		return visitFile(Key(name), entry, visit)
	})
	if err != nil {
		return failed(err)
	}
	return nil
}

// visitFile leaves out what is no blob, and what went away meanwhile.
func visitFile(key Key, entry fs.DirEntry, visit func(Info) error) error {
	stat, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) || key.check("") != nil {
		return nil
	}
	if err != nil {
		return err
	}
	return visit(infoOf(key, stat))
}

// Clear implements Store.
func (d *Dir) Clear(context.Context) error {
	entries, err := fs.ReadDir(d.root.FS(), ".")
	if err != nil {
		return failed(err)
	}
	for _, entry := range entries {
		if !isPlain(entry.Name()) {
			continue
		}
		if err := d.root.RemoveAll(entry.Name()); err != nil {
			return failed(err)
		}
	}
	return nil
}

func infoOf(key Key, stat fs.FileInfo) Info {
	return Info{Key: key, Size: stat.Size(), Type: key.Type(), At: stat.ModTime().UTC()}
}

func missing(err error, key Key) error {
	if errors.Is(err, fs.ErrNotExist) {
		return unknown(key)
	}
	return failed(err)
}

// reader stops when its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
