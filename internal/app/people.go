package app

import (
	"context"
	"encoding/json"
	"fmt"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/live"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/notify"
	"pignon.coop/internal/org"
)

// newSender is how mails leave: by the configured server. In development mode, and without a server, they are kept in the outbox.
func (c *Coop) newSender() (mail.Sender, error) {
	if c.config.Dev || c.config.SMTPHost == "" {
		return mail.NewRecording(c.box), nil
	}
	sender, err := mail.NewSMTP(mail.Server{
		Host: c.config.SMTPHost, Port: c.config.SMTPPort, Security: mail.Security(c.config.SMTPSecurity),
		User: c.config.SMTPUser, Password: c.config.SMTPPassword, From: c.config.MailFrom,
	}, c.clock.Now)
	if err != nil {
		return nil, fmt.Errorf("the mail server of the configuration cannot be used: %w", err)
	}
	return sender, nil
}

// announcePeople plans mails about accounts, closes the live connections of those whose sessions ended, and takes new settings into force.
func (c *Coop) announcePeople(tx *db.Tx, e db.Entry) (func(), error) {
	switch e.Name {
	case account.SessionsEnded{}.EventName(), account.PasswordChanged{}.EventName():
		var ended account.SessionsEnded // both carry the user name
		if err := json.Unmarshal([]byte(e.Body), &ended); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Name, err)
		}
		return func() { c.disconnect(ended.Username) }, nil
	case org.SettingsChanged{}.EventName():
		return func() {
			if err := c.refresh(context.Background()); err != nil {
				c.log.Error("the new settings are not in force", "error", err)
			}
		}, nil
	}
	return nil, notify.PlanAccountMail(tx, e)
}

func (c *Coop) disconnect(username string) {
	if err := c.hub.Disconnect(live.Subject{Kind: "user", Name: username}); err != nil {
		c.log.Error("a live connection stays open", "user", username, "error", err)
	}
}

// Door is where people prove who they are, for commands.
func (c *Coop) Door() *account.Door { return c.door }
