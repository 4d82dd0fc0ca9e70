package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"pignon.coop/internal/web"
)

func TestClientAddressBehindAProxy(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct{ peer, header, want string }{
		{"10.0.0.1:99", "203.0.113.7", "203.0.113.7"},
		{"10.0.0.1:99", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"},
		{"10.0.0.1:99", "", "10.0.0.1"},
		{"10.0.0.1:99", "rubbish", "10.0.0.1"},
		{"203.0.113.9:99", "198.51.100.1", "203.0.113.9"},
		{"10.0.0.1:99", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"},
	} {
		var got string
		h := web.WithClientAddress(trusted, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = (&web.Call{W: w, R: r}).Address()
		}))
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.header != "" {
			r.Header.Set("X-Forwarded-For", c.header)
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s for %q is %s, want %s", c.peer, c.header, got, c.want)
		}
	}
}
