package site

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/notify"
	"pignon.coop/internal/web"
)

// deliveryPage follows a delivery from one door to another. Whoever has the link sees it, so it tells of no person and no address.
type deliveryPage struct {
	frame
	flow.FollowedDelivery
	Steps     []step
	CoopPhone string
	CourierAt string // for the live map, as JSON
	DropoffAt string // never told: whoever has the link knows where they live
	Channel   string
	Token     string
}

func (*deliveryPage) template() string { return "delivery" }

// Heading says in words how far the delivery is.
func (p *deliveryPage) Heading() string { return "site.delivery.title." + string(p.Leg) }

// deliveryIn shows the page in the language of its address, unless the visitor asks for another.
func (f *face) deliveryIn(language string) func(*web.Call) error {
	return func(c *web.Call) error {
		if c.Query("lang") == "" {
			query := c.R.URL.Query()
			query.Set("lang", language)
			c.R.URL.RawQuery = query.Encode()
		}
		return f.followDelivery(c)
	}
}

func (f *face) followDelivery(c *web.Call) error {
	id, ok := delivery.OfPublicID(f.house.Settings().PublicIDSalt, c.Path("id"))
	if !ok {
		return fail.New(fail.NotFound, "row.not_found")
	}
	p := &deliveryPage{frame: f.frame(c)}
	err := f.house.DB.Read(c.R.Context(), authz.System(), func(tx *db.Tx) (err error) {
		p.FollowedDelivery, err = flow.FollowDelivery(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	p.NoIndex, p.Narrow, p.CoopPhone = true, true, p.Coop.PhoneNumber
	p.Steps = p.steps()
	if !p.Over() {
		p.Reload = 30
		if p.Place != nil {
			p.CourierAt = spot(*p.Place)
		}
		if p.Channel, p.Token, err = f.line(notify.FollowedDelivery(p.ID)); err != nil {
			return err
		}
	}
	c.W.Header().Set("X-Robots-Tag", "noindex, nofollow")
	c.W.Header().Set("Referrer-Policy", "no-referrer")
	return f.show(c, 200, p)
}

// steps tells a delivery's life in its three stages; one that failed or was cancelled ends there.
func (p *deliveryPage) steps() []step {
	picked := pickedBy(p.Courier, p.Picked, !p.Picked.IsZero())
	steps := []step{{Key: "site.delivery.planned", Done: true}}
	switch p.Leg {
	case flow.CalledOff:
		return append(steps, step{Key: "site.track.cancelled", Failed: true})
	case flow.NotHandedIn:
		if picked.Done {
			steps = append(steps, picked)
		}
		return append(steps, step{Key: "site.delivery.failed", At: p.Dropped, Failed: true})
	}
	steps = append(steps, picked, step{Key: "site.track.delivered", At: p.Dropped, Done: p.Leg == flow.Delivered})
	if !p.Over() {
		standAt(steps)
	}
	return steps
}
