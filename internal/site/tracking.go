package site

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/ledger"
	"pignon.coop/internal/live"
	"pignon.coop/internal/notify"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Live lets the browser of somebody who follows an order hear of it.
type Live interface {
	ConnectionToken(who live.Subject, expires time.Time) (string, error)
	Channel(stem, name string) string
}

const (
	macSize  = 16 // 128 bits: nobody guesses a link
	liveLife = 6 * time.Hour
)

// TrackingPath is the path of the page that follows an order, for whoever gets it. The secret is the co-op's own (the setting
// public_id_salt); another secret makes every earlier link worthless.
func TrackingPath(secret string, orderID int64) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(orderID))
	return "/order/" + base64.RawURLEncoding.EncodeToString(append(raw, macOf(secret, raw)...))
}

func macOf(secret string, raw []byte) []byte {
	mac := hmac.New(sha256.New, []byte("follow an order\x00"+secret))
	mac.Write(raw)
	return mac.Sum(nil)[:macSize]
}

// orderOf reads the order of a tracking link; ok is false when the link was not made by us.
func orderOf(secret, token string) (id int64, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != 8+macSize || secret == "" {
		return 0, false
	}
	if !hmac.Equal(raw[8:], macOf(secret, raw[:8])) {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(raw)), true
}

// trackingPage follows an order from the kitchen to the door. Whoever has the link sees it, so it tells no name, address or telephone of the
// customer; where it goes is on the map of whoever ordered alone.
type trackingPage struct {
	frame
	flow.Following
	Own       bool // the visitor ordered it, or handles it
	Steps     []step
	Expected  span.Range
	Lines     []line
	Extras    []extra
	Split     []slice
	Over      bool
	Failed    bool // refused or cancelled
	Reason    string
	Collected bool // the customer fetches it
	ShopName  string
	ShopPhone string
	CoopPhone string
	Message   string
	// For the live map, as JSON
	CourierAt, PickupAt, DropoffAt string
	Channel, Token                 string
}

func (*trackingPage) template() string { return "tracking" }

// step is one stage of an order's life.
type step struct {
	Key     string // of its words
	Name    string // value in them
	At      span.Instant
	Done    bool
	Current bool
	Failed  bool
}

// HasTime tells whether it is known when the step was done.
func (s step) HasTime() bool { return !s.At.IsZero() }

func (f *face) track(c *web.Call) error {
	id, ok := orderOf(f.house.Settings().PublicIDSalt, c.Path("token"))
	if !ok {
		return fail.New(fail.NotFound, "row.not_found")
	}
	p := &trackingPage{frame: f.frame(c)}
	err := f.house.DB.Read(c.R.Context(), authz.System(), func(tx *db.Tx) (err error) {
		if p.Following, err = flow.FollowOrder(tx, id); err != nil {
			return err
		}
		p.Own = order.MayView(tx.As(c.Who), p.Order) == nil
		split, err := ledger.ViewSplit(tx, id)
		p.Split = slicesOf(split)
		return err
	})
	if err != nil {
		return err
	}
	if err := f.describeOrder(p); err != nil {
		return err
	}
	c.W.Header().Set("X-Robots-Tag", "noindex, nofollow")
	c.W.Header().Set("Referrer-Policy", "no-referrer")
	return f.show(c, 200, p)
}

func (f *face) describeOrder(p *trackingPage) error {
	p.NoIndex, p.Narrow = true, true
	p.Collected = p.Method == shop.Collection
	p.Failed = p.State == order.IsRefused || p.State == order.IsCancelled
	p.Over = p.State.Ended() || !p.Dropped.IsZero()
	p.Steps = stepsOf(p.Following)
	p.Expected = p.Window()
	p.CoopPhone, p.Message = p.Coop.PhoneNumber, p.Coop.OrderConfirmMessage
	switch {
	case p.Shop != nil:
		p.ShopName, p.ShopPhone = p.Shop.Name, string(p.Shop.Telephone)
	case p.Hub != nil:
		p.ShopName = p.Hub.Name
	}
	for _, item := range p.Items {
		p.Lines = append(p.Lines, lineOf(item, nil))
	}
	p.Extras = extrasOf(p.Cart, p.frame)
	if p.Over {
		return nil
	}
	p.Reload = 30
	if p.Place != nil {
		p.CourierAt = spot(*p.Place)
		if p.Own && p.Address != nil {
			p.DropoffAt = spot(p.Address.Point())
		}
	}
	var err error
	p.Channel, p.Token, err = f.line(notify.FollowedOrder(p.ID))
	return err
}

// line is what the browser of somebody who follows something needs to hear of it.
func (f *face) line(followed string) (channel, token string, err error) {
	token, err = f.house.Live.ConnectionToken(live.Subject{Kind: "follower", Name: followed}, time.Now().Add(liveLife))
	return f.house.Live.Channel("follow", followed), token, err
}

func spot(p geo.Point) string {
	lat, lng := p.Degrees()
	b, err := json.Marshal(map[string]float64{"lat": lat, "lng": lng})
	if err != nil {
		return ""
	}
	return string(b)
}

// stepsOf tells an order's life in the few stages that matter to who waits for it.
func stepsOf(f flow.Following) (steps []step) {
	for _, s := range f.Steps() {
		switch s.Name {
		case "preparing": // the kitchen's affair
			continue
		case "picked":
			steps = append(steps, pickedBy(f.Courier, s.At, s.Done))
		default:
			failed := s.Name == string(order.IsRefused) || s.Name == string(order.IsCancelled)
			steps = append(steps, step{Key: "site.track." + s.Name, At: s.At, Done: s.Done, Failed: failed})
		}
	}
	if !steps[len(steps)-1].Done {
		standAt(steps)
	}
	return steps
}

func pickedBy(courier string, at span.Instant, done bool) step {
	if courier == "" {
		return step{Key: "site.track.pickedBySomebody", At: at, Done: done}
	}
	return step{Key: "site.track.picked", Name: courier, At: at, Done: done}
}

// standAt makes the last stage that is done the one that goes on.
func standAt(steps []step) {
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].Done {
			steps[i].Current, steps[i].Done = true, false
			return
		}
	}
}

// Heading says in words where the order is.
func (p *trackingPage) Heading() string {
	switch {
	case !p.Picked.IsZero():
		return "site.track.title"
	case p.State == order.IsNew:
		return "site.track.title.new"
	case p.State == order.IsReady:
		return "site.track.title.ready"
	}
	return "site.track.title.kitchen"
}
