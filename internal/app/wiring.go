package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/api"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dev"
	"pignon.coop/internal/dialect"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/live"
	"pignon.coop/internal/org"
	"pignon.coop/internal/outbox"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/place"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/webhook"
	"pignon.coop/internal/zelty"
)

// newDoor makes where people prove who they are. In development mode passwords are hashed at the lowest cost.
func (c *Coop) newDoor(ctx context.Context) (*account.Door, error) {
	signer, err := account.LoadSigner(ctx, c.db, c.clock.Tokens)
	if err != nil {
		return nil, err
	}
	cost := account.UsualCost()
	if c.config.Dev {
		cost = account.LowestCost()
	}
	return account.NewDoor(account.DoorIn{DB: c.db, Signer: signer, Passwords: account.NewPasswords(cost), Confirm: c.config.RegistrationConfirmation,
		Origin: c.config.Origin(), Strong: func() []authz.Role { return c.Settings().StrongRoles() }}), nil
}

// userToken gives the token that a login would give.
func (c *Coop) userToken(ctx context.Context, id int64) (token string, err error) {
	err = c.db.Read(ctx, authz.System(), func(tx *db.Tx) error {
		u, err := account.LoadUser(tx, id)
		if err != nil {
			return err
		}
		if !u.Enabled {
			return fail.New(fail.Invalid, "session.login.disabled")
		}
		token, err = c.door.UserToken(u, time.Hour)
		return err
	})
	return token, err
}

func (c *Coop) cartToken(orderID int64, expires time.Time) (string, error) {
	return c.door.CartToken(fmt.Sprintf("%s/api/orders/%d", c.config.Origin(), orderID), expires)
}

// geocoder is the co-op's own index, or the outside service that it prefers.
func (c *Coop) geocoder() place.Geocoder {
	if url := c.Settings().GeocoderURL; url != "" {
		return place.Service{Dialect: place.Dialect(c.config.GeocoderKind), URL: url, Client: c.outside}
	}
	return place.Local{Index: c.city.Places}
}

func (c *Coop) dialectHouse() dialect.House {
	return dialect.House{
		DB: c.db, Log: c.log, Authenticate: dialect.Authenticator(c.door, c.Settings), Words: c.Words, WordsFor: c.WordsFor, RealNow: time.Now, Observe: c.metrics.observe,
		Door: c.door, Settings: c.Settings, Geocoder: c.geocoder, LiveTokens: c.hub, Checkout: c.checkout, Others: c.others, Fiscal: c.fiscalHouse(),
		Planner: c.Planner, Pace: c.pace, Photos: c.photos, Positions: c.positions, Repeats: c.repeats, Dev: c.config.Dev, Till: c.till(),
	}
}

func (c *Coop) apiHouse() api.House {
	return api.House{
		DB: c.db, Log: c.log, Authenticate: c.caller, WordsFor: c.WordsFor, Words: c.Words, Observe: c.metrics.observe,
		Door: c.door, Settings: c.Settings, Secure: c.config.HTTPS(), Checkout: c.checkout, Fiscal: c.fiscalHouse(),
		LiveTokens: c.hub, RealNow: time.Now, Zone: c.zone, Pictures: c.pictures,
		Planner: c.Planner, Avoids: c.avoids, Geocoder: c.geocoder, Pace: c.pace, Photos: c.photos, Positions: c.positions, Repeats: c.repeats,
	}
}

func (c *Coop) zone() *time.Location { return c.now.Load().zone }

// avoids tells whether ways keep away from closed streets: they do where our own map finds them.
func (c *Coop) avoids() bool { return c.city.Router != nil && c.Settings().RoutingURL == "" }

func (c *Coop) devHouse() dev.House {
	return dev.House{
		DB: c.db, Loader: c.loader, Clock: c.clock, Outbox: c.box, Drain: c.Drain, Refresh: c.refresh,
		UserToken: c.userToken, CartToken: c.cartToken, Words: c.Words,
		Pause: c.stand, Planner: c.plannerFor, RoutingURL: func() string { return c.Settings().RoutingURL },
	}
}

// jobHandlers lists every kind of job.
func (c *Coop) jobHandlers() []job.Handler {
	return slices.Concat(c.flowHandlers(), c.dispatchHandlers(), c.newsHandlers(), c.shopHandlers(), c.repeatHandlers())
}

// timetable lists the jobs that come round by the clock.
func (c *Coop) timetable() []job.Periodic {
	return slices.Concat(c.flowTimetable(), dispatchTimetable(), c.shopTimetable(), repeatTimetable(), webhook.Timetable(), partner.Timetable(), zelty.Timetable())
}

// companions are long-running parts besides relay, jobs and hub.
func (c *Coop) companions() (parts []func(context.Context) error) {
	parts = append(parts, c.positions.Run)
	if c.provider != nil {
		parts = append(parts, func(ctx context.Context) error { c.provider.Run(ctx); return nil })
	}
	return parts
}

// announce is told of each journal entry: it plans what must reach people later and gives what goes out live.
func (c *Coop) announce(tx *db.Tx, e db.Entry) (func(), error) { return c.announceAll(tx, e) }

// applySettings writes the settings of a seed document and tells what its values depend on.
func (c *Coop) applySettings(tx *db.Tx, settings map[string]json.RawMessage) (seed.Env, error) {
	values := map[string]any{}
	for name, raw := range settings {
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			return seed.Env{}, err
		}
		values[name] = v
	}
	if err := org.SeedSettings(tx.As(authz.System()), values); err != nil {
		return seed.Env{}, err
	}
	s, err := org.LoadSettings(tx)
	if err != nil {
		return seed.Env{}, err
	}
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return seed.Env{}, &seed.Refusal{Message: fmt.Sprintf("%q is not known", s.Timezone), Row: -1, Field: "timezone"}
	}
	c.seeding.Store(c.printer(c.words.Match(s.Locale), s, zone))
	return seed.Env{Now: tx.Now().Time, Zone: zone, Country: s.Country}, nil
}

func (c *Coop) newHub() (*live.Hub, error) {
	return live.New(live.Config{
		Now: time.Now, Log: c.log, Secret: newSecret(), HistorySize: 1000,
		Namespace: func() string { return c.Settings().Namespace },
		Owned:     map[string]live.Kind{"events": "user", "follow": "follower"},
		Authorise: c.mayListen,
		Record: func(channel string, data json.RawMessage) {
			if c.config.Dev {
				c.box.Record(outbox.Message{Channel: outbox.Live, To: []string{channel}, Name: live.NameOf(data), Body: string(data)})
			}
		},
	})
}
