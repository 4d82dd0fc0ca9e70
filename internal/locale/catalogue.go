// Package locale turns keys, amounts and instants into words: it reads the message catalogues (package locales), chooses a language,
// and prints messages, money, times, distances and durations for one language, time zone and currency.
//
// Messages are a subset of ICU MessageFormat that the browser's intl-messageformat reads in the same way: {name}, {name, number},
// {name, plural, =0 {…} one {# order} other {# orders}} and {name, select, a {…} other {…}}. Instants and amounts are printed by the
// Printer and given to a message as ready strings.
package locale

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"golang.org/x/text/language"
)

// Catalogue holds the parsed messages of one language. It is immutable and safe for concurrent use.
type Catalogue struct {
	language string
	tag      language.Tag
	messages map[string][]part
}

// Parse reads one language's catalogue, a flat JSON object from key to message. The error names every wrong message.
func Parse(lang string, src []byte) (*Catalogue, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("catalogue %q: not a language tag: %w", lang, err)
	}
	var texts map[string]string
	if err := json.Unmarshal(src, &texts); err != nil {
		return nil, fmt.Errorf("catalogue %s: it must be a flat JSON object of texts: %w", lang, err)
	}
	c := &Catalogue{language: lang, tag: tag, messages: make(map[string][]part, len(texts))}
	var wrong []error
	for key, text := range texts {
		parts, err := parseMessage(text)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("catalogue %s, message %s: %w", lang, key, err))
		}
		c.messages[key] = parts
	}
	sort.Slice(wrong, func(i, j int) bool { return wrong[i].Error() < wrong[j].Error() })
	return c, errors.Join(wrong...)
}

// Language gives the catalogue's language tag, such as "fr".
func (c *Catalogue) Language() string { return c.language }

// Keys lists the catalogue's keys in order.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.messages))
	for key := range c.messages {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Placeholders lists, in order, the names of the values that a message wants.
func (c *Catalogue) Placeholders(key string) []string {
	seen := map[string]bool{}
	collect(c.messages[key], seen)
	out := make([]string, 0, len(seen))
	for name := range seen {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

func collect(parts []part, seen map[string]bool) {
	for _, p := range parts {
		if p.name != "" {
			seen[p.name] = true
		}
		for _, body := range p.cases {
			collect(body, seen)
		}
	}
}

// Set is the catalogues of every language, one of which answers when no other fits.
type Set struct {
	byLanguage map[string]*Catalogue
	languages  []string // the fallback first
	matcher    language.Matcher
}

// Load reads every `<language>.json` at the root of files; fallback names the language of those who ask for none that we speak.
func Load(files fs.FS, fallback string) (*Set, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, err
	}
	set := &Set{byLanguage: map[string]*Catalogue{}}
	for _, name := range names {
		src, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		lang := strings.TrimSuffix(name, ".json")
		if set.byLanguage[lang], err = Parse(lang, src); err != nil {
			return nil, err
		}
	}
	return set, set.order(fallback)
}

func (s *Set) order(fallback string) error {
	if s.byLanguage[fallback] == nil {
		return fmt.Errorf("no catalogue %s.json for the fallback language", fallback)
	}
	s.languages = []string{fallback}
	for lang := range s.byLanguage {
		if lang != fallback {
			s.languages = append(s.languages, lang)
		}
	}
	sort.Strings(s.languages[1:])
	tags := make([]language.Tag, len(s.languages))
	for i, lang := range s.languages {
		tags[i] = s.byLanguage[lang].tag
	}
	s.matcher = language.NewMatcher(tags)
	return nil
}

// Languages lists the languages that we speak, the fallback first.
func (s *Set) Languages() []string { return append([]string(nil), s.languages...) }

// Catalogue gives the catalogue of a language, nil when we do not speak it.
func (s *Set) Catalogue(lang string) *Catalogue { return s.byLanguage[lang] }

// Wished is the first language of an Accept-Language header, as two or three letters; "" when it names none.
func Wished(header string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return ""
	}
	base, _ := tags[0].Base()
	return base.String()
}

// Match chooses the language for a person: the first wish that fits one of ours. A wish is a language tag or a whole Accept-Language
// header; unreadable wishes are skipped, and the fallback answers when none fits.
func (s *Set) Match(wishes ...string) string {
	for _, wish := range wishes {
		tags, _, err := language.ParseAcceptLanguage(wish)
		if err != nil || len(tags) == 0 {
			continue
		}
		if _, i, confidence := s.matcher.Match(tags...); confidence >= language.High {
			return s.languages[i]
		}
	}
	return s.languages[0]
}
