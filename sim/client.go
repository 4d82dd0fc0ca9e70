package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// client speaks for one simulated person.
type client struct {
	url, username, token string
	http                 *http.Client
}

func (c *client) get(ctx context.Context, path string, out any) error {
	return c.call(ctx, http.MethodGet, path, nil, out)
}

func (c *client) post(ctx context.Context, path string, in, out any) error {
	return c.call(ctx, http.MethodPost, path, in, out)
}

func (c *client) put(ctx context.Context, path string, in, out any) error {
	return c.call(ctx, http.MethodPut, path, in, out)
}

// call makes a request as the person, signing in when the token is missing or was refused.
func (c *client) call(ctx context.Context, method, path string, in, out any) error {
	if c.token == "" {
		if err := c.signIn(ctx); err != nil {
			return err
		}
	}
	status, body, err := c.send(ctx, method, path, in)
	if err == nil && status == http.StatusUnauthorized {
		if err := c.signIn(ctx); err != nil {
			return err
		}
		status, body, err = c.send(ctx, method, path, in)
	}
	if err != nil {
		return err
	}
	if status >= 300 {
		return fmt.Errorf("%s %s: %d %.300s", method, path, status, body)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(body, out)
}

func (c *client) signIn(ctx context.Context) error {
	form := url.Values{"_username": {c.username}, "_password": {Password}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/api/login_check", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status, body, err := c.do(r)
	if err != nil {
		return err
	}
	var out struct{ Token string }
	if err := json.Unmarshal(body, &out); err != nil || out.Token == "" {
		return fmt.Errorf("%s cannot sign in: %d %.200s", c.username, status, body)
	}
	c.token = out.Token
	return nil
}

func (c *client) send(ctx context.Context, method, path string, in any) (int, []byte, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return 0, nil, err
	}
	if in == nil {
		body = nil
	}
	r, err := http.NewRequestWithContext(ctx, method, c.url+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.token)
	return c.do(r)
}

func (c *client) do(r *http.Request) (int, []byte, error) {
	res, err := c.http.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 16<<20))
	return res.StatusCode, body, err
}
