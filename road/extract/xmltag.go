package extract

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// tagScanner walks over the tags of an XML document in UTF-8. OpenStreetMap's files have all their data in attributes, so that text
// between tags is skipped. It knows what such files use of XML: elements, attributes, comments, the five entities and characters by
// number.
type tagScanner struct {
	r     *bufio.Reader
	tag   []byte // the current tag without its brackets; what follows points into it
	name  []byte
	attrs []byte // not yet read
	open  int    // elements that have begun and not ended
	ends  bool   // the current tag ends an element
	err   error
}

// longestTag is how many bytes a tag may have. Values have 255 characters at most, and comments are no tags.
const longestTag = 64 << 10

// next goes on to the next tag, false at the end or at an error.
func (s *tagScanner) next() bool {
	if s.err != nil {
		return false
	}
	if s.ends = bytes.HasSuffix(s.tag, []byte("/")); s.ends { // <a/> begins and ends an element
		s.tag = s.tag[:0]
		s.open--
		return true
	}
	for {
		if s.err = s.read(); s.err != nil {
			if errors.Is(s.err, io.EOF) && s.open > 0 {
				s.err = io.ErrUnexpectedEOF
			}
			return false
		}
		switch {
		case len(s.tag) == 0:
			s.err = errors.New("a tag without a name")
			return false
		case s.tag[0] == '?' || s.tag[0] == '!':
			continue
		case s.tag[0] == '/':
			s.name, s.attrs, s.ends = bytes.TrimSpace(s.tag[1:]), nil, true
			s.tag = s.tag[:0]
			if s.open--; s.open < 0 {
				s.err = errors.New("an element ends that has not begun")
			}
			return s.err == nil
		}
		s.begin()
		return true
	}
}

func (s *tagScanner) begin() {
	s.open++
	s.name = bytes.TrimSuffix(s.tag, []byte("/"))
	if i := bytes.IndexAny(s.name, " \t\r\n"); i >= 0 {
		s.name, s.attrs = s.name[:i], s.name[i:]
		return
	}
	s.attrs = nil
}

// read takes in the next tag, whatever its kind.
func (s *tagScanner) read() error {
	if err := s.skipText(); err != nil {
		return err
	}
	s.tag = s.tag[:0]
	for {
		part, err := s.r.ReadSlice('>')
		s.tag = append(s.tag, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull) && len(s.tag) <= longestTag:
			continue
		case errors.Is(err, io.EOF):
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		case s.whole():
			s.tag = s.tag[:len(s.tag)-1]
			return s.checkEncoding()
		case len(s.tag) > longestTag:
			return errors.New("a tag is too long")
		}
	}
}

func (s *tagScanner) skipText() error {
	for {
		_, err := s.r.ReadSlice('<')
		if err == nil || !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// whole tells whether the ">" at the end of what has been read ends the tag, and does not lie in a value or a comment.
func (s *tagScanner) whole() bool {
	if bytes.HasPrefix(s.tag, []byte("!--")) {
		return len(s.tag) > 5 && bytes.HasSuffix(s.tag, []byte("-->"))
	}
	if s.tag[0] == '!' || s.tag[0] == '?' {
		return true
	}
	rest := s.tag
	for {
		i := bytes.IndexAny(rest, `"'`)
		if i < 0 {
			return true
		}
		end := bytes.IndexByte(rest[i+1:], rest[i])
		if end < 0 {
			return false
		}
		rest = rest[i+end+2:]
	}
}

// checkEncoding refuses documents that say they are not in UTF-8.
func (s *tagScanner) checkEncoding() error {
	if !bytes.HasPrefix(s.tag, []byte("?xml ")) {
		return nil
	}
	_, said, ok := bytes.Cut(bytes.ToLower(s.tag), []byte("encoding="))
	if !ok || len(said) < 7 || bytes.HasPrefix(said[1:], []byte("utf-8")) || bytes.HasPrefix(said[1:], []byte("us-ascii")) {
		return nil
	}
	return errors.New("its encoding is not UTF-8; convert it first")
}

// attr takes the next attribute off the current tag; ok is false when there is none. The value points into the tag.
func (s *tagScanner) attr() (key, value []byte, ok bool) {
	s.attrs = bytes.TrimLeft(s.attrs, " \t\r\n")
	if len(s.attrs) == 0 || s.err != nil {
		return nil, nil, false
	}
	key, rest, found := bytes.Cut(s.attrs, []byte("="))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if !found || len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
		s.err = fmt.Errorf("an attribute of %s makes no sense", s.name)
		return nil, nil, false
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		s.err = fmt.Errorf("an attribute of %s has no end", s.name)
		return nil, nil, false
	}
	value, s.attrs = rest[1:1+end], rest[end+2:]
	if bytes.IndexByte(value, '&') >= 0 {
		value, s.err = unescape(value)
	}
	return bytes.TrimSpace(key), value, s.err == nil
}

// unescape puts the characters in the place of entities, which are never shorter.
func unescape(value []byte) ([]byte, error) {
	out := value[:0]
	for len(value) > 0 {
		if value[0] != '&' {
			out = append(out, value[0])
			value = value[1:]
			continue
		}
		end := bytes.IndexByte(value[:min(len(value), 12)], ';')
		if end < 0 {
			return nil, errors.New(`a "&" stands alone`)
		}
		c, ok := entity(string(value[1:end]))
		if !ok {
			return nil, fmt.Errorf("the entity %q is unknown", value[:end+1])
		}
		value = value[end+1:]
		out = utf8.AppendRune(out, c)
	}
	return out, nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n > 0 && n <= utf8.MaxRune
}
