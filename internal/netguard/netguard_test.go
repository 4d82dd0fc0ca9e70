package netguard_test

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pignon.coop/internal/netguard"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"93.184.215.14": true, "8.8.8.8": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "127.8.9.1": false, "::1": false, "0.0.0.0": false, "::": false, "0.1.2.3": false,
		"10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "192.0.0.8": false, "192.0.2.1": false, "198.18.0.1": false, "198.51.100.7": false,
		"203.0.113.9": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:169.254.169.254": false, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001::1": false, "fc00::1": false, "fd12::1": false,
		"fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "ff02::1": false, "2001:db8::1": false,
	} {
		if got := netguard.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %t, want %t", address, got, want)
		}
	}
}

func TestCheckURL(t *testing.T) {
	t.Parallel()
	dev := netguard.Policy{AllowLoopback: true}
	rows := []struct {
		url         string
		strict, dev bool
	}{
		{"https://example.org/hook?x=1", true, true},
		{"https://example.org:443/", true, true},
		{"https://93.184.215.14/", true, true},
		{"http://example.org/", false, false},
		{"https://example.org:8443/", false, false},
		{"https://example.org:99999/", false, false},
		{"https://127.0.0.1/", false, true},
		{"http://127.0.0.1:8080/", false, true},
		{"http://localhost:8080/", false, true},
		{"https://[::1]/", false, true},
		{"https://[::ffff:127.0.0.1]/", false, true},
		{"https://169.254.169.254/latest/meta-data", false, false},
		{"https://10.0.0.1/", false, false},
		{"https://user:secret@example.org/", false, false},
		{"file:///etc/passwd", false, false},
		{"gopher://example.org:70/", false, false},
		{"unix:/run/docker.sock", false, false},
		{"https:example.org", false, false},
		{"https://", false, false},
		{"//example.org/", false, false},
		{"https://exa mple.org/", false, false},
		{"", false, false},
	}
	for _, row := range rows {
		if err := (netguard.Policy{}).CheckURL(row.url); (err == nil) != row.strict {
			t.Errorf("%q: %v, allowed wanted: %t", row.url, err, row.strict)
		}
		if err := dev.CheckURL(row.url); (err == nil) != row.dev {
			t.Errorf("%q in development: %v, allowed wanted: %t", row.url, err, row.dev)
		}
	}
	if (netguard.Policy{Ports: []uint16{8443}}).CheckURL("https://example.org:8443/") != nil {
		t.Error("a port of the policy is allowed")
	}
}

func TestClientRefusesInsideAddressesAtConnectTime(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	inside := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inside.Close()
	port := inside.Listener.Addr().(*net.TCPAddr).AddrPort().Port()
	policy := netguard.Policy{Ports: []uint16{port}, Resolver: rebinding(t)}
	// Numeric tricks and names alike end at the resolver, which answers 127.0.0.1 as a rebinding one would.
	for _, host := range []string{"rebind.example.org", "0x7f.1", "2130706433", "017700000001", "localhost.example.org"} {
		_, err := policy.Client(10 * time.Second).Get("https://" + host + ":" + portText(inside) + "/")
		if !errors.Is(err, netguard.ErrRefused) && !isLookup(err) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if reached.Load() != 0 {
		t.Error("the inside server was reached")
	}
}

func TestRebindingNameIsRefusedByAddress(t *testing.T) {
	t.Parallel()
	policy := netguard.Policy{Resolver: rebinding(t)}
	_, err := policy.Client(10 * time.Second).Get("https://rebind.example.org/")
	if !errors.Is(err, netguard.ErrRefused) {
		t.Errorf("got %v, want a refusal by address", err)
	}
}

func TestClientFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.RedirectHandler("http://169.254.169.254/", http.StatusFound))
	defer server.Close()
	answer, err := netguard.Policy{AllowLoopback: true}.Client(10 * time.Second).Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusFound {
		t.Errorf("status %d, want the redirect itself", answer.StatusCode)
	}
}

func TestClientRefusesPlainHTTPWithoutLooking(t *testing.T) {
	t.Parallel()
	_, err := netguard.Policy{}.Client(time.Second).Get("http://example.org/")
	if !errors.Is(err, netguard.ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func isLookup(err error) bool {
	var lookup *net.DNSError
	return errors.As(err, &lookup)
}

func portText(s *httptest.Server) string { return s.URL[strings.LastIndex(s.URL, ":")+1:] }

// rebinding is a resolver whose name server, a local one, answers 127.0.0.1 to every question for an IPv4 address.
func rebinding(t *testing.T) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	go answerLoopback(server)
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

func answerLoopback(server net.PacketConn) {
	buffer := make([]byte, 1500)
	for {
		n, from, err := server.ReadFrom(buffer)
		if err != nil {
			return
		}
		server.WriteTo(loopbackAnswer(buffer[:n]), from)
	}
}

// loopbackAnswer turns a question into its answer: header, the question as asked, and one A record where A was asked.
func loopbackAnswer(question []byte) []byte {
	end := 12
	for question[end] != 0 {
		end += int(question[end]) + 1
	}
	end += 5
	answer := append([]byte{}, question[:end]...)
	binary.BigEndian.PutUint16(answer[2:], 0x8180)
	clear(answer[6:12])
	if binary.BigEndian.Uint16(question[end-4:]) != 1 {
		return answer
	}
	binary.BigEndian.PutUint16(answer[6:], 1)
	return append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1)
}
