package mail_test

import (
	"context"
	"testing"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/outbox"
)

func TestRecordingKeepsTheMail(t *testing.T) {
	t.Parallel()
	box := outbox.NewRecorder(noon, 10)
	err := mail.NewRecording(box).Send(context.Background(), mail.Mail{To: []string{"ada@example.org"}, ReplyTo: "b@example.org",
		Subject: "Hi\r\nthere", Text: "line 1\nline 2", HTML: "<p>x</p>"})
	if err != nil {
		t.Fatal(err)
	}
	m := box.List(outbox.Mail)[0]
	if m.Subject != "Hi there" || m.Body != "line 1\nline 2" || m.Headers["html"] != "<p>x</p>" || m.Headers["Reply-To"] != "b@example.org" {
		t.Errorf("got %+v", m)
	}
}

func TestSendRefusesMalformedMails(t *testing.T) {
	t.Parallel()
	to := []string{"ada@example.org"}
	rows := []struct {
		name, code string
		mail       mail.Mail
	}{
		{"nobody", "mail.recipient.missing", mail.Mail{}},
		{"no domain", "mail.address.malformed", mail.Mail{To: []string{"ada"}}},
		{"two in one", "mail.address.malformed", mail.Mail{To: []string{"ada@example.org, bob@example.org"}}},
		{"line end in address", "mail.address.malformed", mail.Mail{To: []string{"ada@example.org\r\nbob@example.org"}}},
		{"longer domain", "mail.address.malformed", mail.Mail{To: []string{"ada@example.org\r\n.evil.example"}}},
		{"reply", "mail.address.malformed", mail.Mail{To: to, ReplyTo: "<>"}},
		{"header with colon", "mail.header.malformed", mail.Mail{To: to, Headers: map[string]string{"X: y": "z"}}},
		{"header with line end", "mail.header.malformed", mail.Mail{To: to, Headers: map[string]string{"X\r\nBcc": "z"}}},
		{"recipient by header", "mail.header.malformed", mail.Mail{To: to, Headers: map[string]string{"bCc": "spy@example.org"}}},
	}
	for _, row := range rows {
		box := outbox.NewRecorder(noon, 1)
		if err := mail.NewRecording(box).Send(context.Background(), row.mail); !fail.Has(err, row.code) || len(box.List("")) > 0 {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}
