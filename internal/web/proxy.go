package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// WithClientAddress gives requests that come through a web server in front the address of who sent them: the nearest one in X-Forwarded-For that
// is not itself one of the trusted networks. Requests from anywhere else keep the address they came from, whatever they claim.
func WithClientAddress(trusted []netip.Prefix, next http.Handler) http.Handler {
	if len(trusted) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && among(trusted, peer.Addr()) {
			if client, ok := forwarded(trusted, r.Header.Values("X-Forwarded-For")); ok {
				r = r.Clone(r.Context())
				r.RemoteAddr = net.JoinHostPort(client.String(), "0")
			}
		}
		next.ServeHTTP(w, r)
	})
}

func forwarded(trusted []netip.Prefix, headers []string) (netip.Addr, bool) {
	hops := strings.Split(strings.Join(headers, ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		addr, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return netip.Addr{}, false
		}
		if !among(trusted, addr) {
			return addr, true
		}
	}
	return netip.Addr{}, false
}

func among(networks []netip.Prefix, addr netip.Addr) bool {
	for _, n := range networks {
		if n.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}
