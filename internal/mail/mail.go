// Package mail sends e-mails through the co-op's SMTP server. It knows no template: it gets finished texts.
package mail

import (
	"context"
	"net/mail"
	"strings"
	"unicode"

	"pignon.coop/internal/fail"
)

// Mail is one finished message. Text is always wanted, HTML is an alternative to it. Names, subject and header values may come from
// people: line ends and other control characters in them become spaces, so that nobody can add a header or a recipient.
type Mail struct {
	Name    string // what it is about, for programs that look at what was sent; no part of the mail
	ID      string // same for every try of the same message; becomes its Message-ID. Empty: a random one
	To      []string
	ReplyTo string // empty: none
	Subject string
	Text    string
	HTML    string // empty: plain text only
	Headers map[string]string
	Files   []File // attached
}

// File is a file that goes with a mail.
type File struct {
	Name    string // "C-2026-000001.pdf"
	Type    string // "application/pdf"
	Content []byte
}

// Sender makes one try of a mail. Errors are Invalid (never retry: mail.address.malformed, mail.recipient.missing,
// mail.header.malformed, mail.send.refused) or Unavailable (mail.send.failed: try again later).
type Sender interface {
	Send(ctx context.Context, m Mail) error
}

// Address writes a name and an address as one recipient: `"Ada" <ada@example.org>`.
func Address(name, address string) string {
	return (&mail.Address{Name: oneLine(name), Address: address}).String()
}

// clean returns the mail with every address checked and every line made one line.
func clean(m Mail) (Mail, error) {
	if len(m.To) == 0 {
		return m, fail.New(fail.Invalid, "mail.recipient.missing")
	}
	to := make([]string, 0, len(m.To))
	for _, address := range m.To {
		checked, err := checkedAddress(address)
		if err != nil {
			return m, err
		}
		to = append(to, checked)
	}
	m.To, m.Subject = to, oneLine(m.Subject)
	if m.ReplyTo != "" {
		checked, err := checkedAddress(m.ReplyTo)
		if err != nil {
			return m, err
		}
		m.ReplyTo = checked
	}
	headers, err := cleanHeaders(m.Headers)
	m.Headers = headers
	return m, err
}

func checkedAddress(raw string) (string, error) {
	parsed, err := mail.ParseAddress(raw)
	if err != nil || strings.ContainsFunc(raw, breaksLine) {
		return "", fail.New(fail.Invalid, "mail.address.malformed", "address", raw)
	}
	if parsed.Name == "" {
		return parsed.Address, nil
	}
	return parsed.String(), nil
}

func cleanHeaders(headers map[string]string) (map[string]string, error) {
	cleaned := make(map[string]string, len(headers))
	for name, value := range headers {
		if !isHeaderName(name) {
			return nil, fail.New(fail.Invalid, "mail.header.malformed", "header", name)
		}
		cleaned[name] = oneLine(value)
	}
	return cleaned, nil
}

// isHeaderName refuses the names that carry addresses or structure, which have fields of their own.
func isHeaderName(name string) bool {
	switch strings.ToLower(name) {
	case "", "to", "cc", "bcc", "from", "sender", "reply-to", "subject", "date", "message-id", "mime-version", "content-type",
		"content-transfer-encoding", "return-path":
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ':' })
}

// oneLine turns each run of line ends and other control characters into one space.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(s, breaksLine), " "))
}

func breaksLine(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
