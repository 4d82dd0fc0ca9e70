package web

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
)

// Call is one request on its way through a face, with who asks.
type Call struct {
	W   http.ResponseWriter
	R   *http.Request
	Who authz.Actor
}

// ID reads a path value that is an id.
func (c *Call) ID(name string) (int64, error) { return ParseID(c.R.PathValue(name)) }

// Path reads a path value.
func (c *Call) Path(name string) string { return c.R.PathValue(name) }

// Query reads a query parameter.
func (c *Call) Query(name string) string { return c.R.URL.Query().Get(name) }

// Decode reads the body as JSON. Unknown fields are ignored; a body that is not JSON or has a wrong type is Invalid.
func (c *Call) Decode(into any) error {
	body, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fail.Wrap(err, fail.Invalid, "request.not_json")
	}
	return nil
}

// JSON answers with a value as JSON under a content type.
func (c *Call) JSON(status int, contentType string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", contentType)
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body) // an error means that the caller went away
	return nil
}

// Address is the network address that limits count by: the /64 of an IPv6 address.
func (c *Call) Address() string {
	host, _, err := net.SplitHostPort(c.R.RemoteAddr)
	if err != nil {
		host = c.R.RemoteAddr
	}
	ip := net.ParseIP(host)
	if ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String() + "/64"
	}
	return host
}

// Bearer gives the token of the Authorization header, "" when there is none.
func Bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
