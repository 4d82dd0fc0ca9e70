package order

import (
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

func TestSteps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method shop.Method
		state  State
		events string
		want   string
	}{
		{shop.Delivery, IsNew, "created", "ordered! accepted preparing ready picked delivered"},
		{shop.Delivery, IsAccepted, "created accepted", "ordered! accepted! preparing ready picked delivered"},
		{shop.Delivery, IsAccepted, "created accepted picked", "ordered! accepted! preparing! ready! picked! delivered"},
		{shop.Delivery, IsFulfilled, "created accepted picked dropped fulfilled", "ordered! accepted! preparing! ready! picked! delivered!"},
		{shop.Collection, IsReady, "created accepted preparation_finished", "ordered! accepted! preparing! ready! collected"},
		{shop.Delivery, IsNew, "", "ordered! accepted preparing ready picked delivered"},
		{shop.Delivery, IsStarted, "created", "ordered! accepted! preparing! ready picked delivered"},
		{shop.Collection, IsFulfilled, "", "ordered! accepted! preparing! ready! collected!"},
		{shop.Delivery, IsRefused, "created refused", "ordered! refused!"},
		{shop.Delivery, IsCancelled, "created accepted cancelled", "ordered! accepted! cancelled!"},
	} {
		v := OrderView{CartView: CartView{Cart: Cart{Order: Order{Method: c.method, State: c.state}}}}
		for i, e := range strings.Fields(c.events) {
			v.Events = append(v.Events, Entry{Type: "order:" + e, CreatedAt: span.At(time.Unix(int64(i+1), 0))})
		}
		var got []string
		for _, s := range v.Steps() {
			if s.Done {
				s.Name += "!"
			}
			got = append(got, s.Name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s after %s: %v", c.method, c.events, got)
		}
	}
}
