// Package netguard makes HTTP clients for addresses that other people wrote (webhooks, calendar feeds, picture imports): they
// reach public hosts over https and nothing inside the house. The check is made on the resolved address at the moment of
// connecting, so that a name that answers differently the second time gains nothing.
package netguard

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"syscall"
	"time"

	"pignon.coop/internal/fail"
)

// ErrRefused is in the chain of every error that this package makes because an address may not be reached.
var ErrRefused = errors.New("address not allowed")

// Policy says what may be reached. The zero value allows https on port 443 of public addresses.
type Policy struct {
	Ports         []uint16      // allowed ports; none means 443 only
	AllowLoopback bool          // development: also http, and any port, on loopback addresses
	Resolver      *net.Resolver // nil means the system's
}

// Client returns a client for addresses that other people wrote. It ignores proxy settings, follows no redirect (the caller
// sees the 3xx answer) and gives up after timeout. It keeps no idle connection open.
func (p Policy) Client(timeout time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, Resolver: p.Resolver, ControlContext: p.control}
	return &http.Client{
		Timeout: timeout,
		Transport: guarded{policy: p, next: &http.Transport{
			DialContext:            dialer.DialContext,
			DisableKeepAlives:      true,
			TLSHandshakeTimeout:    timeout,
			ResponseHeaderTimeout:  timeout,
			MaxResponseHeaderBytes: 64 << 10,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// CheckURL tells early, for a form, whether an address can be allowed at all: https, a host, no user name, an allowed port, and
// no literal address inside the house. A name that resolves to one is refused only when connecting.
func (p Policy) CheckURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil {
		return refuse("the address cannot be read")
	}
	return p.check(u)
}

func (p Policy) check(u *url.URL) error {
	if u.Hostname() == "" || u.Opaque != "" || u.User != nil {
		return refuse("an address has a host name and no user name: https://example.org/path")
	}
	address, err := netip.ParseAddr(u.Hostname())
	local := p.AllowLoopback && (u.Hostname() == "localhost" || err == nil && address.Unmap().IsLoopback())
	if u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return refuse("only https addresses are allowed")
	}
	if err == nil {
		return p.MayDial(netip.AddrPortFrom(address, portOf(u)))
	}
	if !local && !p.mayPort(portOf(u)) {
		return refuse("port not allowed")
	}
	return nil
}

// MayDial tells whether a resolved address and port may be connected to; the error says why not.
func (p Policy) MayDial(to netip.AddrPort) error {
	address := to.Addr().Unmap()
	if p.AllowLoopback && address.IsLoopback() {
		return nil
	}
	if !Public(address) {
		return refuse(address.String() + " is not a public address")
	}
	if !p.mayPort(to.Port()) {
		return refuse("port " + strconv.Itoa(int(to.Port())) + " is not allowed")
	}
	return nil
}

func (p Policy) mayPort(port uint16) bool {
	if len(p.Ports) == 0 {
		return port == 443
	}
	return slices.Contains(p.Ports, port)
}

func (p Policy) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return refuse("network " + network + " is not allowed")
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return refuse(address + " is not an address")
	}
	return p.MayDial(to)
}

// guarded checks the URL of every request before its host is even looked up.
type guarded struct {
	policy Policy
	next   http.RoundTripper
}

func (g guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := g.policy.check(r.URL); err != nil {
		return nil, err
	}
	return g.next.RoundTrip(r)
}

func refuse(why string) error {
	return fail.Wrap(fmt.Errorf("%w: %s", ErrRefused, why), fail.Invalid, "url.address.refused", "why", why)
}

func portOf(u *url.URL) uint16 {
	if u.Port() == "" && u.Scheme == "http" {
		return 80
	}
	if u.Port() == "" {
		return 443
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		return 0
	}
	return uint16(port)
}
