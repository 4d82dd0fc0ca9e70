package sim

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// City plays simulated customers, kitchens and couriers against a running co-op.
type City struct {
	URL  string // of the co-op
	Town Town
	Seed uint64
	Log  *slog.Logger
	// Every is the mean time between two orders. Speed is how much faster than a person simulated couriers ride and kitchens cook.
	Every time.Duration
	Speed float64
}

// Run plays until the context ends. What fails is logged and tried again later: a city goes on.
func (c City) Run(ctx context.Context) error {
	var people sync.WaitGroup
	for i, name := range simulatedCouriers {
		people.Go(func() { newCourier(c, name, c.Seed+uint64(i)).ride(ctx) })
	}
	people.Go(func() { c.order(ctx) })
	people.Wait()
	return nil
}

func (c City) client(username string) *client {
	return &client{url: c.URL, username: username, http: &http.Client{Timeout: 20 * time.Second}}
}

// order lets customers order, kitchens accept and a dispatcher hand out, one order after the other.
func (c City) order(ctx context.Context) {
	random := rand.New(rand.NewPCG(c.Seed, 7))
	kitchen, dispatcher := c.client("ada"), c.client("dani")
	for pause(ctx, c.spread(random)) {
		customer := c.client(pick(random, simulatedCustomers))
		order, err := customer.placeOrder(ctx, random, c.Town)
		if err != nil {
			c.Log.Debug("simulated order", "error", err)
			continue
		}
		courier := pick(random, simulatedCouriers)
		if !pause(ctx, c.scaled(20*time.Second)) {
			return
		}
		if err := kitchen.put(ctx, order+"/accept", map[string]any{}, nil); err != nil {
			c.Log.Debug("simulated kitchen", "error", err)
			continue
		}
		if err := dispatcher.assignOrder(ctx, order, courier); err != nil {
			c.Log.Debug("simulated dispatcher", "error", err)
		}
	}
}

// spread varies the time between orders between half and one and a half of its mean.
func (c City) spread(r *rand.Rand) time.Duration {
	return time.Duration(float64(c.Every) * (0.5 + r.Float64()))
}

func (c City) scaled(d time.Duration) time.Duration { return time.Duration(float64(d) / c.Speed) }

// placeOrder fills a cart at some shop and pays in cash; it gives the order's path.
func (c *client) placeOrder(ctx context.Context, r *rand.Rand, town Town) (string, error) {
	shop := r.IntN(len(shops))
	var session struct {
		Cart struct {
			ID string `json:"@id"`
		} `json:"cart"`
	}
	err := c.post(ctx, "/api/carts/session", map[string]any{
		"restaurant": fmt.Sprintf("/api/restaurants/%d", shop+1), "shippingAddress": addressOf(pick(r, town.Houses)),
	}, &session)
	if err != nil {
		return "", err
	}
	order := session.Cart.ID
	for range 1 + r.IntN(3) {
		section := r.IntN(len(shops[shop].sections))
		product := r.IntN(len(shops[shop].sections[section].products))
		item := map[string]any{"product": fmt.Sprintf("shop%d-%d-%d", shop+1, section+1, product+1), "quantity": 1 + r.IntN(2), "options": optionsOf(shop, shops[shop].sections[section].products[product])}
		if err := c.post(ctx, order+"/items", item, nil); err != nil {
			return "", err
		}
	}
	if err := c.put(ctx, order, map[string]any{"notes": ""}, nil); err != nil {
		return "", err
	}
	return order, c.put(ctx, order+"/pay", map[string]any{"cashOnDelivery": true}, nil)
}

// optionsOf chooses the first value of each option that must be chosen.
func optionsOf(shop int, p productIdea) []string {
	codes := []string{}
	for _, wanted := range p.options {
		for _, o := range shops[shop].options {
			if o.code == wanted && !o.several {
				codes = append(codes, fmt.Sprintf("shop%d-%s-1", shop+1, o.code))
			}
		}
	}
	return codes
}

// assignOrder gives the tasks of an order to a courier.
func (c *client) assignOrder(ctx context.Context, order, courier string) error {
	var tasks struct {
		Members []struct {
			ID         string  `json:"@id"`
			AssignedTo *string `json:"assignedTo"`
			Metadata   struct {
				OrderID int64 `json:"order_id"`
			} `json:"metadata"`
		} `json:"hydra:member"`
	}
	if err := c.get(ctx, "/api/tasks?date="+time.Now().Format(time.DateOnly), &tasks); err != nil {
		return err
	}
	for _, t := range tasks.Members {
		if fmt.Sprintf("/api/orders/%d", t.Metadata.OrderID) == order && t.AssignedTo == nil {
			return c.put(ctx, t.ID+"/assign", map[string]any{"username": courier}, nil)
		}
	}
	return fmt.Errorf("no free task of %s", order)
}

// pause waits and tells whether life goes on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
