// Package app is the plug board: it joins the parts of a co-op and nothing else. A process may hold several co-ops side by side, each with its
// own database, settings, clock, map and live hub.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"pignon.coop/internal/account"
	"pignon.coop/internal/api"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dev"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/job"
	"pignon.coop/internal/live"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/netguard"
	"pignon.coop/internal/notify"
	"pignon.coop/internal/org"
	"pignon.coop/internal/outbox"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/push"
	"pignon.coop/internal/relay"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/social"
	"pignon.coop/internal/web"
	"pignon.coop/locales"
	"pignon.coop/road"
)

// Coop is one running co-op.
type Coop struct {
	config    Config
	log       *slog.Logger
	clock     *dev.Clock
	db        *db.DB
	city      *City
	box       *outbox.Recorder
	blobs     blob.Store
	photos    *delivery.Photos
	pictures  *shop.Pictures
	positions *dispatch.Positions
	hub       *live.Hub
	door      *account.Door
	caller    func(*http.Request) (authz.Actor, error) // who calls /v1
	sender    mail.Sender
	pusher    push.Sender
	checkout  *flow.Checkout
	announcer *notify.Announcer
	queue     *job.Queue
	relay     *relay.Relay
	words     *locale.Set
	loader    *seed.Loader
	metrics   *metrics
	repeats   *web.Repeats
	outside   *http.Client
	others    *social.Others
	provider  *fakestripe.Engine // of the demo
	now       atomic.Pointer[inForce]
	seeding   atomic.Pointer[locale.Printer] // words of the document that is being read
	lock      *os.File
}

// inForce is what follows from the settings and the closed streets, replaced whole when they change.
type inForce struct {
	settings org.Settings
	zone     *time.Location
	printers map[string]*locale.Printer
	closures []dispatch.StreetClosure
	planner  *routing.Planner
}

// Open opens a co-op's database, bringing its schema up to date, its map and its folders. Close it after use.
func Open(ctx context.Context, config Config, log *slog.Logger) (*Coop, error) {
	return open(ctx, config, log, (*Coop).takeOver)
}

// OpenBeside opens a co-op that another program may be serving, to look at it. It refuses one that is not of this program's version.
func OpenBeside(ctx context.Context, config Config, log *slog.Logger) (*Coop, error) {
	return open(ctx, config, log, (*Coop).standBeside)
}

func open(ctx context.Context, config Config, log *slog.Logger, enter func(*Coop, context.Context) error) (*Coop, error) {
	if err := config.Check(); err != nil {
		return nil, err
	}
	c := &Coop{config: config, log: log, clock: dev.NewClock(time.Now), outside: &http.Client{Timeout: 30 * time.Second}}
	c.others = social.New(netguard.Policy{AllowLoopback: config.Dev}.Client(10 * time.Second))
	if err := c.open(ctx, enter); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// takeOver keeps other servers away and brings the schema up to date.
func (c *Coop) takeOver(ctx context.Context) (err error) {
	if err := os.MkdirAll(c.config.Data, 0o750); err != nil {
		return fmt.Errorf("cannot make the data folder: %w", err)
	}
	if c.lock, err = lockFolder(c.config.Data); err != nil {
		return err
	}
	if err := c.openDatabase(ctx); err != nil {
		return err
	}
	return c.db.Migrate(ctx)
}

// standBeside makes nothing that is not there.
func (c *Coop) standBeside(ctx context.Context) error {
	if _, err := os.Stat(c.config.Database()); err != nil && c.config.DatabaseURL == "" {
		return fmt.Errorf("there is no co-op in the folder %s", c.config.Data)
	}
	if err := c.openDatabase(ctx); err != nil {
		return err
	}
	have, known, err := c.db.Versions(ctx)
	if err == nil && have != known {
		err = fmt.Errorf("the database has schema %d, this program knows %d: use the program that serves it", have, known)
	}
	return err
}

func (c *Coop) openDatabase(ctx context.Context) (err error) {
	c.db, err = db.Open(ctx, db.Config{URL: c.config.Database(), Clock: c.clock.Now, Reactions: c.reactions(), Unsafe: c.config.UnsafeDatabase})
	return err
}

func (c *Coop) open(ctx context.Context, enter func(*Coop, context.Context) error) (err error) {
	if err := enter(c, ctx); err != nil {
		return err
	}
	if c.words, err = locale.Load(locales.Files, "en"); err != nil {
		return err
	}
	if c.city, err = OpenCity(c.config.MapFile()); err != nil {
		return err
	}
	if c.blobs, err = blob.OpenDir(filepath.Join(c.config.Data, "blobs"), 32<<20); err != nil {
		return err
	}
	c.box = outbox.NewRecorder(c.clock.Now, 10_000)
	c.metrics = newMetrics(c)
	if err := c.refresh(ctx); err != nil {
		return err
	}
	return c.assemble(ctx)
}

// assemble makes the parts that stand on the database.
func (c *Coop) assemble(ctx context.Context) (err error) {
	if c.door, err = c.newDoor(ctx); err != nil {
		return err
	}
	if c.caller, err = api.Authenticator(c.door, c.config.TrustedOrigins()...); err != nil {
		return fmt.Errorf("--public-url: %w", err)
	}
	c.repeats = web.NewRepeats(c.db)
	c.loader = seed.NewLoader(dev.AllKinds(c.door, c.seedWords), c.applySettings)
	if c.hub, err = c.newHub(); err != nil {
		return err
	}
	c.checkout = c.newCheckout()
	c.announcer = c.newAnnouncer()
	if c.sender, err = c.newSender(); err != nil {
		return err
	}
	if c.pusher, err = c.newPusher(); err != nil {
		return err
	}
	c.newCouriers()
	c.pictures = shop.NewPictures(c.db, c.blobs)
	c.queue = job.New(c.db, c.log, c.jobHandlers(), c.timetable())
	c.relay = relay.New(c.db, c.log, "notify", c.announce)
	return nil
}

// refresh reads the settings again and replaces what follows from them.
func (c *Coop) refresh(ctx context.Context) error {
	f := &inForce{}
	err := c.db.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		if f.settings, err = org.LoadSettings(tx); err != nil {
			return err
		}
		f.closures, err = dispatch.StreetClosures(tx)
		return err
	})
	if err != nil {
		return err
	}
	if f.zone, err = time.LoadLocation(f.settings.Timezone); err != nil {
		return fmt.Errorf("the setting timezone: %w", err)
	}
	f.printers = map[string]*locale.Printer{}
	for _, language := range c.words.Languages() {
		f.printers[language] = c.printer(language, f.settings, f.zone)
	}
	if f.planner, err = c.plannerWith(ctx, f.settings.RoutingURL, f.closures); err != nil {
		return err
	}
	c.now.Store(f)
	return nil
}

func (c *Coop) printer(language string, s org.Settings, zone *time.Location) *locale.Printer {
	return c.words.Printer(locale.PrinterIn{
		Language: language, Zone: zone, Currency: strings.ToUpper(s.CurrencyCode),
		Missing: func(lang, key string) { c.log.Warn("words are missing", "language", lang, "key", key) },
	})
}

// plannerFor gives the planner for a routing_url: the one in force with all that it remembers, or a new one.
func (c *Coop) plannerFor(routingURL string) *routing.Planner {
	if f := c.now.Load(); f != nil && f.settings.RoutingURL == routingURL {
		return f.planner
	}
	return c.newPlanner(routingURL, c.city.Router)
}

// plannerWith is the planner for a routing_url that keeps away from closed streets: the one in force, if they are the same.
func (c *Coop) plannerWith(ctx context.Context, routingURL string, closures []dispatch.StreetClosure) (*routing.Planner, error) {
	if f := c.now.Load(); f != nil && f.settings.RoutingURL == routingURL && slices.Equal(f.closures, closures) {
		return f.planner, nil
	}
	streets, err := c.city.around(ctx, closures)
	if err != nil {
		return nil, fmt.Errorf("close streets: %w", err)
	}
	return c.newPlanner(routingURL, streets), nil
}

func (c *Coop) newPlanner(routingURL string, streets *road.Router) *routing.Planner {
	return routing.NewPlanner(routing.PlannerIn{Router: routerOf(routingURL, streets), Log: c.log, Memo: memoOf(routingURL)})
}

// memoOf: what an outside server says may change, so that it is asked again.
func memoOf(routingURL string) int {
	if routingURL != "" {
		return 0
	}
	return 50_000
}

func routerOf(routingURL string, streets *road.Router) routing.Router {
	switch {
	case routingURL != "":
		return routing.OSRM(routing.OSRMIn{URL: routingURL, Client: &http.Client{Timeout: 3 * time.Second}})
	case streets != nil:
		return routing.Streets(streets)
	}
	return routing.Straight()
}

// Settings are the co-op's settings in force.
func (c *Coop) Settings() org.Settings { return c.now.Load().settings }

// Planner answers questions about ways.
func (c *Coop) Planner() *routing.Planner { return c.now.Load().planner }

// Words prints in the co-op's own language.
func (c *Coop) Words() *locale.Printer {
	return c.WordsIn("")
}

// WordsIn prints in a language that somebody is known to read, else in the co-op's own.
func (c *Coop) WordsIn(language string) *locale.Printer {
	f := c.now.Load()
	return f.printers[c.words.Match(language, f.settings.Locale)]
}

// seedWords prints in the language of the document that is being read, whose settings are not in force yet.
func (c *Coop) seedWords() *locale.Printer {
	if words := c.seeding.Load(); words != nil {
		return words
	}
	return c.Words()
}

// WordsFor prints in the language that a request wishes: ?lang, the cookie "lang", Accept-Language, else the co-op's own.
func (c *Coop) WordsFor(r *http.Request) *locale.Printer {
	wishes := []string{r.URL.Query().Get("lang")}
	if cookie, err := r.Cookie("lang"); err == nil {
		wishes = append(wishes, cookie.Value)
	}
	f := c.now.Load()
	return f.printers[c.words.Match(append(wishes, r.Header.Get("Accept-Language"), f.settings.Locale)...)]
}

// DB is the co-op's database, for commands.
func (c *Coop) DB() *db.DB { return c.db }

// Outbox holds what would have left the house, in development mode and in the demo.
func (c *Coop) Outbox() *outbox.Recorder { return c.box }

// City is the co-op's map.
func (c *Coop) City() *City { return c.city }

// Close releases everything.
func (c *Coop) Close() error {
	var errs []error
	if c.db != nil {
		errs = append(errs, c.db.Close())
	}
	if c.city != nil {
		errs = append(errs, c.city.Close())
	}
	if c.lock != nil {
		errs = append(errs, c.lock.Close())
	}
	return errors.Join(errs...)
}

// Run works until the context ends: background parts first, then, given a listener, the server; it stops in the reverse order.
func (c *Coop) Run(ctx context.Context, serve func(context.Context) error) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var parts errgroup.Group
	parts.Go(func() error { return c.hub.Run(background) })
	parts.Go(func() error { return c.relay.Run(background) })
	parts.Go(func() error { return c.queue.Run(background) })
	parts.Go(func() error { c.wakeUps(background); return nil })
	for _, run := range c.companions() {
		parts.Go(func() error { return run(background) })
	}
	<-c.hub.Ready()
	err := serve(ctx)
	stop()
	return errors.Join(err, parts.Wait())
}

// wakeUps tells relay and jobs of each commit.
func (c *Coop) wakeUps(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.db.Changed():
			c.relay.Wake()
			c.queue.Wake()
		}
	}
}

// Drain runs relay and jobs until nothing is due any more.
func (c *Coop) Drain(ctx context.Context) (events, jobs int, err error) {
	defer c.stand()()
	for {
		e, err := c.relay.Drain(ctx)
		if err != nil {
			return events, jobs, err
		}
		j, err := c.queue.Drain(ctx)
		events, jobs = events+e, jobs+j
		if err != nil || e+j == 0 {
			return events, jobs, err
		}
	}
}

// stand stops relay and jobs, once they have finished what they have in hand, until it is resumed.
func (c *Coop) stand() (resume func()) {
	relay, queue := c.relay.Hold(), c.queue.Hold()
	return func() {
		queue()
		relay()
	}
}

// newSecret makes a key for tokens that need not outlive the process.
func newSecret() []byte {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return b
}
