package vroom

import "math"

// tables are what a profile's travel takes, between places by their numbers; distances and costs are nil where they are not known.
type tables struct {
	places                      int
	durations, distances, costs []int32
}

// readTables parses the matrices of all profiles that vehicles have, and tells their size.
func (r *request) readTables() (map[string]*tables, int, error) {
	out, size := map[string]*tables{}, 0
	for _, v := range r.vehicles {
		name := v.profile()
		if out[name] != nil {
			continue
		}
		in, given := r.matrices[name]
		if !given || in.Durations == nil {
			return nil, 0, wrong("vehicle %s has the profile %q, for which there is no matrix of durations", number(v.ID), name)
		}
		t, err := in.tables("matrices." + name)
		if err != nil {
			return nil, 0, err
		}
		if size == 0 {
			size = t.places
		}
		if t.places != size {
			return nil, 0, wrong("matrices.%s has %d places, that of another profile %d", name, t.places, size)
		}
		out[name] = t
	}
	return out, size, nil
}

// tables parses the matrices of one profile.
func (m *matricesIn) tables(name string) (*tables, error) {
	t := &tables{}
	for _, part := range []struct {
		key string
		raw []byte
		to  *[]int32
	}{{"durations", m.Durations, &t.durations}, {"distances", m.Distances, &t.distances}, {"costs", m.Costs, &t.costs}} {
		if part.raw == nil || string(part.raw) == "null" {
			continue
		}
		values, size, err := table(name+"."+part.key, part.raw)
		if err != nil {
			return nil, err
		}
		if t.places == 0 {
			t.places = size
		}
		if size != t.places {
			return nil, wrong("%s.%s has %d places, durations has %d", name, part.key, size, t.places)
		}
		*part.to = values
	}
	return t, nil
}

// table reads a square matrix of whole numbers. name says whose it is.
func table(name string, raw []byte) ([]int32, int, error) {
	s := &scan{text: raw}
	rows, columns := 0, 0
	var out []int32
	if !s.skip('[') {
		return nil, 0, wrong("%s is no array of arrays", name)
	}
	for !s.skip(']') {
		before := len(out)
		if rows > 0 && !s.skip(',') || !s.skip('[') {
			return nil, 0, wrong("%s: row %d is no array of numbers", name, rows)
		}
		for first := true; !s.skip(']'); first = false {
			if !first && !s.skip(',') {
				return nil, 0, wrong("%s: row %d is no array of numbers", name, rows)
			}
			v, ok := s.number()
			if !ok {
				return nil, 0, wrong("%s[%d][%d] is not a whole number from 0 to %d", name, rows, len(out)-before, math.MaxInt32)
			}
			out = append(out, v)
		}
		if rows++; rows == 1 {
			columns = len(out)
			out = append(make([]int32, 0, min(columns*columns, len(raw)/2+1)), out...)
		}
		if len(out)-before != columns {
			return nil, 0, wrong("%s: row %d has %d entries, row 0 has %d", name, rows-1, len(out)-before, columns)
		}
	}
	if rows != columns || rows == 0 {
		return nil, 0, wrong("%s has %d rows and %d columns: a square is needed", name, rows, columns)
	}
	return out, rows, nil
}

// scan reads sound JSON that has only arrays and numbers in it.
type scan struct {
	text []byte
	at   int
}

// skip goes past a character and the white space before it, if it is there.
func (s *scan) skip(c byte) bool {
	s.space()
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scan) space() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\n' || s.text[s.at] == '\t' || s.text[s.at] == '\r') {
		s.at++
	}
}

// number reads a whole number; decimals that are all zero do no harm.
func (s *scan) number() (int32, bool) {
	s.space()
	start, v := s.at, int64(0)
	for ; s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' && v <= math.MaxInt32; s.at++ {
		v = v*10 + int64(s.text[s.at]-'0')
	}
	if s.at == start || v > math.MaxInt32 {
		return 0, false
	}
	if s.at < len(s.text) && s.text[s.at] == '.' {
		for s.at++; s.at < len(s.text) && s.text[s.at] == '0'; s.at++ {
		}
	}
	return int32(v), s.at == len(s.text) || s.text[s.at] == ',' || s.text[s.at] == ']' || s.text[s.at] <= ' '
}
