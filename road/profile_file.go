package road

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pignon.coop/road/internal/form"
)

//go:embed profiles/*.json
var profileFiles embed.FS

// ProfileNames lists the profiles that are part of the program, in alphabetical order.
func ProfileNames() []string {
	files, err := profileFiles.ReadDir("profiles")
	if err != nil {
		return nil
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(f.Name(), ".json")
	}
	return names
}

// ProfileNamed gives a profile that is part of the program; ProfileNames lists them.
func ProfileNamed(name string) (Profile, error) { return profileNamed(name, nil) }

// profileNamed also knows which profiles are being read, so that none is its own base.
func profileNamed(name string, open []string) (Profile, error) {
	if !slices.Contains(ProfileNames(), name) {
		return Profile{}, fmt.Errorf("no profile is called %q; there are %s", name, strings.Join(ProfileNames(), ", "))
	}
	if slices.Contains(open, name) {
		return Profile{}, fmt.Errorf("the profile %q is its own base", name)
	}
	file, err := profileFiles.Open("profiles/" + name + ".json")
	if err != nil {
		return Profile{}, err
	}
	defer file.Close()
	return readProfile(file, append(open, name))
}

// ReadProfileFile reads a profile from a file; errors name the file, the line and the key.
func ReadProfileFile(path string) (Profile, error) {
	file, err := os.Open(path)
	if err != nil {
		return Profile{}, fmt.Errorf("open profile: %w", err)
	}
	defer file.Close()
	p, err := ReadProfile(file)
	if err != nil {
		return Profile{}, fmt.Errorf("profile %s: %w", filepath.Base(path), err)
	}
	return p, nil
}

// ReadProfile reads a profile, as docs/profiles.md describes it. The error tells everything that is wrong, a line for each.
func ReadProfile(r io.Reader) (Profile, error) { return readProfile(r, nil) }

// maxProfile is how many bytes a profile may have: hundreds of times what is needed.
const maxProfile = 1 << 20

func readProfile(r io.Reader, open []string) (Profile, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil {
		return Profile{}, fmt.Errorf("read profile: %w", err)
	}
	if len(data) > maxProfile {
		return Profile{}, errors.New("the profile is larger than 1 MB")
	}
	root, err := form.Parse(data)
	if err != nil {
		return Profile{}, err
	}
	p := Profile{TurnBias: 1, MaxSpeed: "cap", MaxSpeedShare: 1, DriveOn: "right"}
	if base, ok := root.Field("base"); ok {
		if p, err = profileNamed(base.Text, open); err != nil {
			return Profile{}, fmt.Errorf("line %d: base: %w", base.Line, err)
		}
		p.Name, p.About = "", ""
	}
	if err := p.take(root); err != nil {
		return Profile{}, err
	}
	return p, nil
}
