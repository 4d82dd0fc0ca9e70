package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"pignon.coop/internal/fail"
)

// Security says how the connection to the server is protected.
type Security string

// The ways to protect it: TLS from the first byte (port 465), TLS asked for after the greeting and required (port 587), none at
// all (a server on this machine or in the same private network).
const (
	TLS      Security = "tls"
	STARTTLS Security = "starttls"
	Plain    Security = "plain"
)

// Server is the co-op's SMTP server and the address that mails come from.
type Server struct {
	Host     string
	Port     int // 0: the usual port of the security
	Security Security
	User     string // empty: no login
	Password string
	From     string         // `Les Pignons <contact@example.org>`
	HELO     string         // empty: this machine's name
	Timeout  time.Duration  // of one connection; 0: 15 s
	RootCAs  *x509.CertPool // nil: the system's
}

// SMTP sends by a new connection for each mail.
type SMTP struct {
	server Server
	from   *mail.Address
	now    func() time.Time
}

// NewSMTP checks the configuration without connecting. A password is never sent over an unprotected connection: a login with
// Plain is refused.
func NewSMTP(server Server, now func() time.Time) (*SMTP, error) {
	from, err := mail.ParseAddress(server.From)
	if err != nil {
		return nil, fail.Wrap(err, fail.Invalid, "mail.address.malformed", "address", server.From)
	}
	if server.Host == "" {
		return nil, fail.New(fail.Invalid, "mail.server.missing")
	}
	if server.Security == Plain && server.User != "" {
		return nil, fail.New(fail.Invalid, "mail.server.login_unprotected")
	}
	s := &SMTP{server: server, from: from, now: now}
	_, err = s.client()
	return s, err
}

// Send implements Sender.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	m, err := clean(m)
	if err != nil {
		return err
	}
	message, err := s.message(m)
	if err != nil {
		return fail.Wrap(err, fail.Invalid, "mail.address.malformed", "address", strings.Join(m.To, ", "))
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	return judge(client.DialAndSendWithContext(ctx, message))
}

func (s *SMTP) message(m Mail) (*gomail.Msg, error) {
	message := gomail.NewMsg()
	message.FromMailAddress(s.from)
	if err := message.To(m.To...); err != nil {
		return nil, err
	}
	if m.ReplyTo != "" {
		if err := message.ReplyTo(m.ReplyTo); err != nil {
			return nil, err
		}
	}
	message.Subject(m.Subject)
	message.SetDateWithValue(s.now())
	if id := messageID(m.ID, s.from.Address); id != "" {
		message.SetMessageIDWithValue(id)
	}
	for name, value := range m.Headers {
		message.SetGenHeader(gomail.Header(name), value)
	}
	message.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		message.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, f := range m.Files {
		if err := message.AttachReader(oneLine(f.Name), bytes.NewReader(f.Content), gomail.WithFileContentType(gomail.ContentType(f.Type))); err != nil {
			return nil, err
		}
	}
	return message, nil
}

func messageID(id, from string) string {
	if id == "" {
		return ""
	}
	safe := strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune("<>@()[]\\,;:\"", r) {
			return r
		}
		return '-'
	}, id)
	return safe + from[strings.LastIndex(from, "@"):]
}

func (s *SMTP) client() (*gomail.Client, error) {
	timeout := s.server.Timeout
	if timeout == 0 {
		timeout = 15 * time.Second
	}
	options := []gomail.Option{gomail.WithTimeout(timeout)}
	options = append(options, s.security()...)
	if s.server.Port != 0 {
		options = append(options, gomail.WithPort(s.server.Port))
	}
	if s.server.HELO != "" {
		options = append(options, gomail.WithHELO(s.server.HELO))
	}
	if s.server.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.server.User),
			gomail.WithPassword(s.server.Password))
	}
	client, err := gomail.NewClient(s.server.Host, options...)
	if err != nil {
		return nil, fail.Wrap(err, fail.Invalid, "mail.server.malformed", "why", err.Error())
	}
	return client, nil
}

func (s *SMTP) security() []gomail.Option {
	config := gomail.WithTLSConfig(&tls.Config{ServerName: s.server.Host, MinVersion: tls.VersionTLS12, RootCAs: s.server.RootCAs})
	switch s.server.Security {
	case Plain:
		return []gomail.Option{gomail.WithTLSPortPolicy(gomail.NoTLS)}
	case TLS:
		return []gomail.Option{gomail.WithSSLPort(false), config}
	default:
		return []gomail.Option{gomail.WithTLSPortPolicy(gomail.TLSMandatory), config}
	}
}

// judge tells a lasting refusal (an answer of 500 or more about the message or its recipients) from everything that may pass.
func judge(err error) error {
	if err == nil {
		return nil
	}
	var refused *gomail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() >= 500 && !refused.IsTemp() {
		return fail.Wrap(err, fail.Invalid, "mail.send.refused", "status", refused.ErrorCode())
	}
	return fail.Wrap(err, fail.Unavailable, "mail.send.failed")
}
