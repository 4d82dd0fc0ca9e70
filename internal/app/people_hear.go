package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dialect"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/job"
	"pignon.coop/internal/live"
	"pignon.coop/internal/netguard"
	"pignon.coop/internal/notify"
	"pignon.coop/internal/order"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/push"
	"pignon.coop/internal/site"
	"pignon.coop/internal/sms"
	"pignon.coop/internal/webhook"
	"pignon.coop/internal/zelty"
)

// newAnnouncer joins the journal with those who must hear of it.
func (c *Coop) newAnnouncer() *notify.Announcer {
	bodies := dialect.Payloads{Origin: c.config.Origin(), Words: c.Words, Settings: c.Settings}
	return &notify.Announcer{Hub: c.hub, Log: c.log, Bodies: notify.Bodies{
		Order: func(tx *db.Tx, n notify.OrderNews) (json.RawMessage, error) {
			return bodies.Order(tx, dialect.OrderMessage(n))
		},
		Task: bodies.Task, List: bodies.List, LegacyList: bodies.LegacyList, Tour: bodies.Tour,
	}}
}

// newsHandlers are the jobs that write to people and wake their telephones.
func (c *Coop) newsHandlers() []job.Handler {
	mails := notify.Mails{
		Fiscal: c.fiscalHouse(),
		DB:     c.db, Sender: c.sender, Words: c.WordsIn, Settings: c.Settings, Origin: c.config.Origin(),
		Follow: func(id int64) string { return c.config.Origin() + site.TrackingPath(c.Settings().PublicIDSalt, id) },
	}
	pushes := notify.Pushes{DB: c.db, Sender: c.pusher, Words: c.WordsIn}
	partners := partner.Caller{DB: c.db, Door: c.partnerDoor, Words: partner.Wording{Settings: c.Settings, Follow: c.followPage, Photos: c.photos}}
	texts := notify.Texts{DB: c.db, Sender: c.texter, Words: c.WordsIn}
	return slices.Concat(webhook.Caller{DB: c.db, Sender: c.newHooks()}.Handlers(), partners.Handlers(), c.till().Handlers(), mails.Handlers(), []job.Handler{pushes.Handler(), texts.Handler()})
}

// texter is how text messages are sent: by the gateway of the settings, not at all without one. In development mode they are kept in the outbox.
func (c *Coop) texter() sms.Sender {
	s := c.Settings()
	switch {
	case c.config.Dev:
		return sms.NewRecording(c.box)
	case s.SMSGatewayURL == "":
		return nil
	}
	return sms.NewHTTP(c.outside, sms.Gateway{URL: s.SMSGatewayURL, Token: s.SMSGatewayToken, From: cmp.Or(s.SMSSender, s.BrandName)})
}

// newPusher is how telephones are woken. In development mode, and without an account, notices are kept in the outbox.
func (c *Coop) newPusher() (push.Sender, error) {
	if c.config.Dev || c.config.PushAccount == "" {
		return push.NewRecording(c.box), nil
	}
	file, err := os.ReadFile(c.config.PushAccount)
	if err != nil {
		return nil, fmt.Errorf("--push-account: %w", err)
	}
	parsed, err := push.ParseAccount(file)
	if err != nil {
		return nil, fmt.Errorf("--push-account %s: %w", c.config.PushAccount, err)
	}
	return push.NewFCM(push.FCMIn{Account: parsed, Client: c.outside, Now: time.Now})
}

// newHooks is how integrations are called. In development mode calls are kept in the outbox.
func (c *Coop) newHooks() hook.Sender {
	if c.config.Dev {
		return hook.NewRecording(c.box, time.Now)
	}
	return hook.NewHTTP(netguard.Policy{}, time.Now)
}

// followPage is the page on which anybody who has its address follows a delivery.
func (c *Coop) followPage(id int64) (string, error) {
	public, err := delivery.PublicID(c.Settings().PublicIDSalt, id)
	return c.config.Origin() + "/" + c.Words().Language() + "/pub/d/" + public, err
}

// partnerDoor is how a partner is reached: at the address of the settings, or else of Urbantz at its public one. In development mode only what the
// settings name is called; other calls are kept in the outbox.
func (c *Coop) partnerDoor(n partner.Name) partner.Door {
	s := c.Settings()
	door := partner.Door{URL: s.WoopitAPIURL, Key: s.WoopitAPIKey, Sender: hook.NewHTTP(netguard.Policy{AllowLoopback: c.config.Dev}, time.Now)}
	vendor := "" // Woopit gives each partner an address of its own
	if n == partner.Urbantz {
		door.URL, door.Key, vendor = s.UrbantzAPIURL, s.UrbantzAPIKey, "https://api.urbantz.com/v2/"
	}
	if door.URL == "" {
		door.URL = vendor
		if c.config.Dev {
			door.Sender, door.URL = c.newHooks(), cmp.Or(vendor, "woopit:/")
		}
	}
	if door.URL != "" {
		door.URL = strings.TrimSuffix(door.URL, "/") + "/"
	}
	return door
}

// till is how restaurants' Zelty tills are reached: at the address of the settings, or else at their public one, which development mode never calls.
func (c *Coop) till() zelty.Caller {
	return zelty.Caller{DB: c.db, Client: netguard.Policy{AllowLoopback: c.config.Dev}.Client(hook.Timeout), URL: func() string {
		url := c.Settings().ZeltyAPIURL
		switch {
		case url != "":
			return strings.TrimSuffix(url, "/") + "/"
		case c.config.Dev:
			return ""
		}
		return "https://api.zelty.fr/2.7/"
	}}
}

// courierMoved tells where a courier is.
func (c *Coop) courierMoved(courier authz.Actor, f dispatch.Fix) {
	notify.Positions{DB: c.db, Announcer: c.announcer}.Tell(courier, f)
}

// mayListen decides about channels that belong to no one alone: an order's, which its customer, its restaurant and the staff may hear, and
// those that tell where couriers are, which dispatchers may hear.
func (c *Coop) mayListen(ctx context.Context, who live.Subject, channel string) bool {
	stem, name, ok := c.hub.Split(channel)
	switch {
	case !ok:
		return false
	case notify.TellsPlaces(stem, name):
		return c.mayHear(ctx, who, func(tx *db.Tx) error { return tx.Who().Must(authz.Dispatcher) })
	case stem != "order_events":
		return false
	case who.Kind == "order":
		return who.Name == name
	}
	id, err := strconv.ParseInt(name, 10, 64)
	return err == nil && c.mayHear(ctx, who, func(tx *db.Tx) error {
		o, err := order.LoadOrder(tx, id)
		if err != nil {
			return err
		}
		return order.MayView(tx, o)
	})
}

// mayHear asks a rule about an enabled user; anybody else may not.
func (c *Coop) mayHear(ctx context.Context, who live.Subject, rule func(*db.Tx) error) bool {
	if who.Kind != "user" {
		return false
	}
	return nil == c.db.Read(ctx, authz.System(), func(tx *db.Tx) error {
		u, ok, err := account.UserByName(tx, who.Name)
		if err != nil {
			return err
		}
		if !ok || !u.Enabled {
			return fail.New(fail.Forbidden, "auth.forbidden")
		}
		return rule(tx.As(u.Actor()))
	})
}

// announceAll tells each part that plans for people of a journal entry.
func (c *Coop) announceAll(tx *db.Tx, e db.Entry) (func(), error) {
	var after []func()
	for _, prepare := range []func(*db.Tx, db.Entry) (func(), error){c.announcePeople, c.announcer.Prepare, c.replan} {
		f, err := prepare(tx, e)
		if err != nil {
			return nil, err
		}
		if f != nil {
			after = append(after, f)
		}
	}
	if len(after) == 0 {
		return nil, nil
	}
	return func() {
		for f := range slices.Values(after) {
			f()
		}
	}, nil
}
