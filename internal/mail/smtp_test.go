package mail_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/mail"
)

func noon() time.Time { return time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC) }

// post is a real SMTP server in the test's process: what it got, and what it refuses.
type post struct {
	user, password string
	refuse         *smtp.SMTPError // for every recipient

	mu   sync.Mutex
	to   []string
	data string
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{post: p}, nil }

type session struct {
	post *post
	open bool
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.post.user || password != s.post.password {
			return errors.New("wrong login")
		}
		s.open = true
		return nil
	}), nil
}
func (s *session) Mail(string, *smtp.MailOptions) error {
	if s.post.user != "" && !s.open {
		return smtp.ErrAuthRequired
	}
	return nil
}
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.post.refuse != nil {
		return s.post.refuse
	}
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	s.post.to = append(s.post.to, to)
	return nil
}
func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	s.post.data = string(b)
	return err
}
func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// open starts the post with the given security and returns how to reach it.
func (p *post) open(t *testing.T, security mail.Security) mail.Server {
	t.Helper()
	certificates := httptest.NewTLSServer(nil)
	t.Cleanup(certificates.Close)
	server := smtp.NewServer(p)
	server.Domain = "localhost"
	if security == mail.STARTTLS {
		server.TLSConfig = certificates.TLS
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().(*net.TCPAddr)
	if security == mail.TLS {
		listener = tls.NewListener(listener, certificates.TLS)
	}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	roots := x509.NewCertPool()
	roots.AddCert(certificates.Certificate())
	return mail.Server{Host: "127.0.0.1", Port: address.Port, Security: security, User: p.user, Password: p.password,
		From: "Les Pignons <contact@pignons.example>", HELO: "pignons.example", RootCAs: roots}
}

func send(t *testing.T, server mail.Server, m mail.Mail) error {
	t.Helper()
	sender, err := mail.NewSMTP(server, noon)
	if err != nil {
		t.Fatal(err)
	}
	return sender.Send(context.Background(), m)
}

func TestSMTPDeliversByEachSecurity(t *testing.T) {
	t.Parallel()
	for security, user := range map[mail.Security]string{mail.Plain: "", mail.TLS: "coop", mail.STARTTLS: "coop"} {
		t.Run(string(security), func(t *testing.T) {
			t.Parallel()
			p := &post{user: user, password: "p4ss"}
			err := send(t, p.open(t, security), mail.Mail{ID: "job:7", To: []string{mail.Address("Ada Ésope", "ada@example.org"), "bob@example.org"},
				ReplyTo: "shop@example.org", Subject: "Votre commande à vélo", Text: "Bonjour", HTML: "<p>Bonjour</p>",
				Headers: map[string]string{"Auto-Submitted": "auto-generated"}})
			if err != nil {
				t.Fatal(err)
			}
			expectDelivered(t, p)
		})
	}
}

func expectDelivered(t *testing.T, p *post) {
	t.Helper()
	if got := strings.Join(p.to, " "); got != "ada@example.org bob@example.org" {
		t.Errorf("recipients %s", got)
	}
	m, err := netmail.ReadMessage(strings.NewReader(p.data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Votre commande à vélo" {
		t.Errorf("subject %q, %v", subject, err)
	}
	for name, want := range map[string]string{"Message-Id": "<job-7@pignons.example>", "Auto-Submitted": "auto-generated",
		"Reply-To": "<shop@example.org>", "From": `"Les Pignons" <contact@pignons.example>`, "Date": "Tue, 06 May 2031 12:00:00 +0000"} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(m.Header.Get("Content-Type"), "multipart/alternative") || !strings.Contains(p.data, "<p>Bonjour</p>") {
		t.Errorf("body:\n%s", p.data)
	}
}

func TestSMTPInjectionAddsNoHeader(t *testing.T) {
	t.Parallel()
	p := &post{}
	err := send(t, p.open(t, mail.Plain), mail.Mail{To: []string{mail.Address("Eve\r\nBcc: spy@evil.example", "eve@example.org")},
		Subject: "Hi\r\nBcc: spy@evil.example\r\n\r\nBody of another", Text: "x",
		Headers: map[string]string{"X-Order": "7\r\nBcc: spy@evil.example"}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(strings.NewReader(p.data))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.to) != 1 || m.Header.Get("Bcc") != "" {
		t.Errorf("injected: to %v\n%s", p.to, p.data)
	}
	if got := m.Header.Get("X-Order"); got != "7 Bcc: spy@evil.example" {
		t.Errorf("X-Order %q", got)
	}
}

func TestSMTPTellsLastingFromPassing(t *testing.T) {
	t.Parallel()
	m := mail.Mail{To: []string{"ada@example.org"}, Subject: "x", Text: "x"}
	rows := []struct {
		name   string
		refuse *smtp.SMTPError
		kind   fail.Kind
	}{
		{"no such user", &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}, fail.Invalid},
		{"greylisted", &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "come back later"}, fail.Unavailable},
	}
	for _, row := range rows {
		if err := send(t, (&post{refuse: row.refuse}).open(t, mail.Plain), m); !fail.Is(err, row.kind) {
			t.Errorf("%s: %v, want %s", row.name, err, row.kind)
		}
	}
	closed := (&post{}).open(t, mail.Plain)
	closed.Port = 1
	if err := send(t, closed, m); !fail.Is(err, fail.Unavailable) {
		t.Errorf("nobody there: %v", err)
	}
	wrong := (&post{user: "coop", password: "p4ss"}).open(t, mail.TLS)
	wrong.Password = "other"
	if err := send(t, wrong, m); err == nil {
		t.Error("a wrong password was accepted")
	}
	strict := (&post{}).open(t, mail.Plain)
	strict.Security = mail.STARTTLS
	if err := send(t, strict, m); err == nil {
		t.Error("a server without STARTTLS was used in clear")
	}
	stranger := (&post{}).open(t, mail.TLS)
	stranger.RootCAs = x509.NewCertPool()
	if err := send(t, stranger, m); err == nil {
		t.Error("an unknown certificate was accepted")
	}
}

func TestNewSMTPChecksTheConfiguration(t *testing.T) {
	t.Parallel()
	rows := map[string]mail.Server{
		"mail.address.malformed":        {Host: "h", From: "nobody"},
		"mail.server.missing":           {From: "a@b.example"},
		"mail.server.login_unprotected": {Host: "h", From: "a@b.example", Security: mail.Plain, User: "u"},
		"mail.server.malformed":         {Host: "h", From: "a@b.example", Port: 70000},
	}
	for code, server := range rows {
		if _, err := mail.NewSMTP(server, noon); !fail.Has(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
}
