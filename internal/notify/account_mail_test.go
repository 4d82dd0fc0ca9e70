package notify_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/notify"
	"pignon.coop/internal/org"
	"pignon.coop/internal/outbox"
	"pignon.coop/internal/relay"
	"pignon.coop/locales"
)

func TestAccountMails(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		signer, err := account.LoadSigner(ctx, w.DB, w.Clock.Now)
		if err != nil {
			t.Fatal(err)
		}
		door := account.NewDoor(account.DoorIn{DB: w.DB, Signer: signer, Passwords: account.NewPasswords(account.LowestCost()), Confirm: true})
		set, err := locale.Load(locales.Files, "en")
		if err != nil {
			t.Fatal(err)
		}
		words := func(language string) *locale.Printer {
			return set.Printer(locale.PrinterIn{Language: set.Match(language), Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
		}
		box := outbox.NewRecorder(w.Clock.Now, 100)
		mails := notify.Mails{DB: w.DB, Sender: mail.NewRecording(box), Words: words,
			Settings: func() org.Settings { return org.Settings{BrandName: "Les Pignons"} }, Origin: "https://pignons.example"}
		queue := job.New(w.DB, slog.New(slog.DiscardHandler), mails.Handlers(), nil)
		reader := relay.New(w.DB, slog.New(slog.DiscardHandler), "test", func(tx *db.Tx, e db.Entry) (func(), error) { return nil, notify.PlanAccountMail(tx, e) })
		drain := func() []outbox.Message {
			if _, err := reader.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			if _, err := queue.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			sent := box.List(outbox.Mail)
			box.Clear(outbox.Mail)
			return sent
		}
		got, err := door.Register(ctx, account.RegisterIn{Email: "ada@example.org", Username: "ada", Password: "x", AnyPassword: true, FullName: "Ada <b>\r\nBcc: x@example.org"})
		if err != nil {
			t.Fatal(err)
		}
		token := string(got.User.ConfirmationToken)
		sent := drain()
		if len(sent) != 1 || sent[0].Subject != "Confirm your address for Les Pignons" || !strings.Contains(sent[0].Body, "https://pignons.example/register/confirm/"+token) ||
			sent[0].To[0] != "ada@example.org" {
			t.Fatalf("sent %+v", sent)
		}
		if html := sent[0].Headers["html"]; strings.Contains(html, "<b>") || !strings.Contains(html, `href="https://pignons.example/register/confirm/`) {
			t.Errorf("html %s", html)
		}
		if _, err := door.Confirm(ctx, token); err != nil {
			t.Fatal(err)
		}
		err = w.Write(ctx, authz.Actor{}, func(tx *db.Tx) error { return account.AskReset(tx, "ada") })
		if err != nil {
			t.Fatal(err)
		}
		sent = drain()
		if len(sent) != 1 || !strings.Contains(sent[0].Body, "https://pignons.example/resetting/reset/") || !strings.Contains(sent[0].Body, "25 November 2026") {
			t.Fatalf("sent %+v", sent)
		}
		// who came in French is written to in French from then on, whatever the co-op speaks
		if _, err := door.LogIn(ctx, account.LoginIn{Login: "ada", Password: "x", Language: "fr"}); err != nil {
			t.Fatal(err)
		}
		w.Clock.Step(3 * time.Hour)
		if err := w.Write(ctx, authz.Actor{}, func(tx *db.Tx) error { return account.AskReset(tx, "ada") }); err != nil {
			t.Fatal(err)
		}
		if sent = drain(); len(sent) != 1 || !strings.Contains(sent[0].Body, "25 novembre 2026") || !strings.Contains(sent[0].Headers["html"], `lang="fr"`) {
			t.Fatalf("sent %+v", sent)
		}
		noTokens(t, w, token)
	})
}

// Whoever reads the journal must not be able to open an account.
func noTokens(t *testing.T, w *dbtest.World, token string) {
	t.Helper()
	err := w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
		entries, err := db.EntriesAfter(tx, 0, 100)
		text, err2 := json.Marshal(entries)
		if err2 != nil || strings.Contains(string(text), token) {
			t.Errorf("the journal holds a token: %s", text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
