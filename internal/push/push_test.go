package push_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/outbox"
	"pignon.coop/internal/push"
)

// firebase is a stand-in server: it hands out a token for a rightly signed assertion and keeps the messages.
type firebase struct {
	*httptest.Server
	key    *rsa.PrivateKey
	status int

	mu       sync.Mutex
	now      time.Time
	tokens   int
	messages []map[string]any
}

func newFirebase(t *testing.T) *firebase {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &firebase{key: key, status: 200, now: time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", f.giveToken)
	mux.HandleFunc("POST /v1/projects/pignons/messages:send", f.take)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

func (f *firebase) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *firebase) giveToken(w http.ResponseWriter, r *http.Request) {
	_, err := jwt.Parse(r.FormValue("assertion"), func(*jwt.Token) (any, error) { return &f.key.PublicKey, nil },
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithAudience(f.URL+"/token"), jwt.WithIssuer("bot@pignons.example"),
		jwt.WithTimeFunc(f.clock))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tokens++
	json.NewEncoder(w).Encode(map[string]any{"access_token": "at", "expires_in": 3600})
}

func (f *firebase) take(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer at" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var body struct {
		Message map[string]any `json:"message"`
	}
	json.NewDecoder(r.Body).Decode(&body)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.messages = append(f.messages, body.Message)
	w.WriteHeader(f.status)
}

func (f *firebase) sender(t *testing.T) *push.FCM {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(f.key)
	if err != nil {
		t.Fatal(err)
	}
	file, err := json.Marshal(map[string]string{"project_id": "pignons", "client_email": "bot@pignons.example", "token_uri": f.URL + "/token",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))})
	if err != nil {
		t.Fatal(err)
	}
	account, err := push.ParseAccount(file)
	if err != nil {
		t.Fatal(err)
	}
	sender, err := push.NewFCM(push.FCMIn{Account: account, BaseURL: f.URL, Client: f.Client(), Now: f.clock})
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

func notice(platform push.Platform) push.Notice {
	return push.Notice{Token: "tok:1", Platform: platform, Title: "Nouvelle livraison", Body: "12:00", Event: "tasks:changed",
		Data: map[string]any{"date": "2031-05-06"}, Extra: map[string]any{"order_id": 7, "task_ids": []int{1, 2}, "date": "demain"}}
}

func TestAndroidGetsTwoMessages(t *testing.T) {
	t.Parallel()
	f := newFirebase(t)
	sender := f.sender(t)
	if err := sender.Send(context.Background(), notice(push.Android)); err != nil {
		t.Fatal(err)
	}
	data := map[string]any{"event": `{"data":{"date":"2031-05-06"},"name":"tasks:changed"}`, "order_id": "7", "task_ids": "[1,2]", "date": "demain"}
	want := []map[string]any{
		{"token": "tok:1", "data": data, "notification": map[string]any{"title": "Nouvelle livraison", "body": "12:00"},
			"android": map[string]any{"priority": "HIGH",
				"notification": map[string]any{"channel_id": "coopcycle_important", "sound": "default", "tag": "tasks:changed"}}},
		{"token": "tok:1", "data": data, "android": map[string]any{"priority": "HIGH"}},
	}
	if diff := cmp.Diff(want, f.messages); diff != "" {
		t.Error(diff)
	}
}

func TestIOSGetsOneAlertWithTheEventAsObject(t *testing.T) {
	t.Parallel()
	f := newFirebase(t)
	if err := f.sender(t).Send(context.Background(), notice(push.IOS)); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{{"token": "tok:1", "apns": map[string]any{
		"headers": map[string]any{"apns-priority": "10", "apns-push-type": "alert"},
		"payload": map[string]any{
			"aps":      map[string]any{"alert": map[string]any{"title": "Nouvelle livraison", "body": "12:00"}, "sound": "default"},
			"event":    map[string]any{"name": "tasks:changed", "data": map[string]any{"date": "2031-05-06"}},
			"order_id": 7.0, "task_ids": []any{1.0, 2.0}, "date": "demain"}}}}
	if diff := cmp.Diff(want, f.messages); diff != "" {
		t.Error(diff)
	}
}

func TestTokenIsKeptUntilAMinuteBeforeItsEnd(t *testing.T) {
	t.Parallel()
	f := newFirebase(t)
	sender := f.sender(t)
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {58 * time.Minute, 1}, {90 * time.Second, 2}} {
		f.mu.Lock()
		f.now = f.now.Add(step.after)
		f.mu.Unlock()
		if err := sender.Send(context.Background(), notice(push.IOS)); err != nil {
			t.Fatal(err)
		}
		if f.tokens != step.want {
			t.Errorf("after %s: %d tokens asked, want %d", step.after, f.tokens, step.want)
		}
	}
}

func TestSendJudgesAnswers(t *testing.T) {
	t.Parallel()
	f := newFirebase(t)
	sender := f.sender(t)
	for status, want := range map[int]struct {
		kind fail.Kind
		code string
	}{404: {fail.NotFound, "push.token.gone"}, 400: {fail.Invalid, "push.notice.refused"}, 403: {fail.Internal, "push.account.refused"},
		429: {fail.Unavailable, "push.send.failed"}, 503: {fail.Unavailable, "push.send.failed"}, 401: {fail.Unavailable, "push.send.failed"}} {
		f.status = status
		if err := sender.Send(context.Background(), notice(push.Android)); !fail.Is(err, want.kind) || !fail.Has(err, want.code) {
			t.Errorf("%d: %v", status, err)
		}
	}
	f.Close()
	if err := sender.Send(context.Background(), notice(push.IOS)); !fail.Has(err, "push.send.failed") {
		t.Errorf("nobody there: %v", err)
	}
}

func TestParseAccountAndNoticeRefusals(t *testing.T) {
	t.Parallel()
	if _, err := push.ParseAccount([]byte(`{`)); !fail.Has(err, "push.account.malformed") {
		t.Error(err)
	}
	if _, err := push.ParseAccount([]byte(`{"project_id":"x"}`)); !fail.Has(err, "push.account.incomplete") {
		t.Error(err)
	}
	if _, err := push.NewFCM(push.FCMIn{Account: push.Account{PrivateKey: "x"}}); !fail.Has(err, "push.account.malformed") {
		t.Error(err)
	}
	recording := push.NewRecording(outbox.NewRecorder(time.Now, 1))
	if err := recording.Send(context.Background(), push.Notice{Platform: push.IOS}); !fail.Has(err, "push.token.missing") {
		t.Error(err)
	}
	if err := recording.Send(context.Background(), push.Notice{Token: "x", Platform: "palm"}); !fail.Has(err, "push.platform.unknown") {
		t.Error(err)
	}
}

func TestRecordingKeepsTheNotice(t *testing.T) {
	t.Parallel()
	box := outbox.NewRecorder(time.Now, 1)
	if err := push.NewRecording(box).Send(context.Background(), push.Notice{Token: "t", Platform: push.Android, Title: "Hi", Event: "order:created"}); err != nil {
		t.Fatal(err)
	}
	m := box.List(outbox.Push)[0]
	if m.Name != "order:created" || m.Subject != "Hi" || m.Body != `{"event":"{\"name\":\"order:created\"}"}` || m.To[0] != "t" {
		t.Errorf("got %+v", m)
	}
}
