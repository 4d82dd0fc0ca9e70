package citymap

// Summary is what `pignon map info` shows.
type Summary struct {
	Meta     Meta
	Version  int
	Bytes    int64
	Sections []SectionSummary
}

// SectionSummary is one part of a map with its size.
type SectionSummary struct {
	Name  string
	Bytes int64
}

// Info opens a map, verifies every checksum and describes it.
func Info(path string) (Summary, error) {
	f, err := Open(path)
	if err != nil {
		return Summary{}, err
	}
	defer f.Close()
	if err := f.Verify(); err != nil {
		return Summary{}, err
	}
	s := Summary{Meta: f.meta, Version: Version, Bytes: int64(len(f.data))}
	for _, part := range f.sections {
		s.Sections = append(s.Sections, SectionSummary{Name: part.name, Bytes: int64(part.length)})
	}
	return s, nil
}
