package push

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"pignon.coop/internal/fail"
)

const (
	scope      = "https://www.googleapis.com/auth/firebase.messaging"
	publicBase = "https://fcm.googleapis.com"
	answerSize = 64 << 10
)

// Account is the service account that Firebase hands out as a JSON file.
type Account struct {
	ProjectID   string `json:"project_id"`
	ClientEmail string `json:"client_email"`
	PrivateKey  string `json:"private_key"`
	TokenURI    string `json:"token_uri"`
}

// ParseAccount reads that file.
func ParseAccount(file []byte) (Account, error) {
	var a Account
	if err := json.Unmarshal(file, &a); err != nil {
		return a, fail.Wrap(err, fail.Invalid, "push.account.malformed")
	}
	if a.ProjectID == "" || a.ClientEmail == "" || a.PrivateKey == "" || a.TokenURI == "" {
		return a, fail.New(fail.Invalid, "push.account.incomplete")
	}
	return a, nil
}

// FCMIn is what NewFCM needs. The client must carry a timeout; BaseURL empty means Google's.
type FCMIn struct {
	Account Account
	BaseURL string
	Client  *http.Client
	Now     func() time.Time
}

// FCM sends through Firebase Cloud Messaging's HTTP v1 interface. It may be used from many goroutines.
type FCM struct {
	in  FCMIn
	key any

	mu      sync.Mutex
	token   string
	expires time.Time
}

// NewFCM checks the account's key without connecting.
func NewFCM(in FCMIn) (*FCM, error) {
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(in.Account.PrivateKey))
	if err != nil {
		return nil, fail.Wrap(err, fail.Invalid, "push.account.malformed")
	}
	if in.BaseURL == "" {
		in.BaseURL = publicBase
	}
	return &FCM{in: in, key: key}, nil
}

// Send implements Sender. Android's two messages are sent one after the other; the first error ends it, and a retry sends both
// again (the tag makes the second notice replace the first).
func (f *FCM) Send(ctx context.Context, n Notice) error {
	if err := n.check(); err != nil {
		return err
	}
	messages, err := n.messages()
	if err != nil {
		return err
	}
	for _, m := range messages {
		if err := f.post(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (f *FCM) post(ctx context.Context, m message) error {
	token, err := f.bearer(ctx)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]message{"message": m})
	if err != nil {
		return fail.Wrap(err, fail.Internal, "push.notice.unwritable")
	}
	address := f.in.BaseURL + "/v1/projects/" + url.PathEscape(f.in.Account.ProjectID) + "/messages:send"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return fail.Wrap(err, fail.Internal, "push.account.malformed")
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	status, answer, err := f.do(request)
	if err != nil {
		return err
	}
	return f.judge(status, answer)
}

// judge reads FCM's answer. 401 forgets the access token, so that the next try asks for a new one.
func (f *FCM) judge(status int, answer []byte) error {
	switch {
	case status == http.StatusOK:
		return nil
	case status == http.StatusNotFound || bytes.Contains(answer, []byte(`"UNREGISTERED"`)):
		return fail.New(fail.NotFound, "push.token.gone")
	case status == http.StatusBadRequest:
		return fail.New(fail.Invalid, "push.notice.refused", "answer", excerpt(answer))
	case status == http.StatusUnauthorized:
		f.forget()
		return fail.New(fail.Unavailable, "push.send.failed", "status", status)
	case status == http.StatusForbidden:
		return fail.New(fail.Internal, "push.account.refused", "answer", excerpt(answer))
	default:
		return fail.New(fail.Unavailable, "push.send.failed", "status", status)
	}
}

// bearer gives an access token, a new one a minute before the old one ends.
func (f *FCM) bearer(ctx context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.in.Now()
	if f.token != "" && now.Before(f.expires.Add(-time.Minute)) {
		return f.token, nil
	}
	request, err := f.tokenRequest(ctx, now)
	if err != nil {
		return "", err
	}
	status, body, err := f.do(request)
	if err != nil {
		return "", err
	}
	var answer struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int64  `json:"expires_in"`
	}
	if status >= 500 || status == http.StatusTooManyRequests {
		return "", fail.New(fail.Unavailable, "push.send.failed", "status", status)
	}
	if err := json.Unmarshal(body, &answer); status != http.StatusOK || err != nil || answer.AccessToken == "" {
		return "", fail.New(fail.Internal, "push.account.refused", "answer", excerpt(body))
	}
	f.token, f.expires = answer.AccessToken, now.Add(time.Duration(answer.ExpiresIn)*time.Second)
	return f.token, nil
}

func (f *FCM) tokenRequest(ctx context.Context, now time.Time) (*http.Request, error) {
	claims := jwt.MapClaims{"iss": f.in.Account.ClientEmail, "scope": scope, "aud": f.in.Account.TokenURI,
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	assertion, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(f.key)
	if err != nil {
		return nil, fail.Wrap(err, fail.Internal, "push.account.malformed")
	}
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {assertion}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, f.in.Account.TokenURI, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fail.Wrap(err, fail.Internal, "push.account.malformed")
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return request, nil
}

func (f *FCM) do(request *http.Request) (int, []byte, error) {
	answer, err := f.in.Client.Do(request)
	if err != nil {
		return 0, nil, fail.Wrap(err, fail.Unavailable, "push.send.failed", "status", 0)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, answerSize))
	if err != nil {
		return 0, nil, fail.Wrap(err, fail.Unavailable, "push.send.failed", "status", answer.StatusCode)
	}
	return answer.StatusCode, body, nil
}

func (f *FCM) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.token = ""
}

func excerpt(answer []byte) string { return string(answer[:min(len(answer), 300)]) }
