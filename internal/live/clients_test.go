package live_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/live"
)

// TestClients plays the scenarios of front/livetest: the two real clients, both at once, against one hub.
func TestClients(t *testing.T) {
	t.Parallel()
	dir := clients(t)
	w := newWorld(t, time.Now)
	levers := httptest.NewServer(w.levers())
	t.Cleanup(levers.Close)
	run := exec.CommandContext(t.Context(), "node", "run.mjs", w.url, levers.URL)
	run.Dir = dir
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, want := strings.Count(string(out), "ok "), 23; got != want {
		t.Errorf("%d scenarios passed, want %d:\n%s", got, want, out)
	}
}

// clients returns the folder of the real clients, installed.
func clients(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../front/livetest")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing(t, "the real-time clients need node on the PATH")
	}
	if installed(dir) {
		return dir
	}
	install := exec.CommandContext(t.Context(), "npm", "ci")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		missing(t, "npm ci in front/livetest: "+err.Error()+"\n"+string(out))
	}
	return dir
}

// installed says whether the folder's packages are those of its lock file.
func installed(dir string) bool {
	lock, err := os.Stat(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		return false
	}
	done, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json"))
	return err == nil && !done.ModTime().Before(lock.ModTime())
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("PIGNON_DATA_REQUIRED") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// order is what the scenarios ask of the levers; each lever uses its own fields.
type order struct {
	Kind     live.Kind       `json:"kind"`
	Name     string          `json:"name"`
	Seconds  int             `json:"seconds"`
	Channel  string          `json:"channel"`
	Data     json.RawMessage `json:"data"`
	Client   string          `json:"client"`
	Channels []string        `json:"channels"`
}

func (o order) subject() live.Subject { return live.Subject{Kind: o.Kind, Name: o.Name} }

// levers is what the scenarios pull to make things happen on the server.
func (w *world) levers() http.Handler {
	mux := http.NewServeMux()
	handle := func(name string, pull func(order) (any, error)) {
		mux.HandleFunc("POST /"+name, func(rw http.ResponseWriter, r *http.Request) {
			var o order
			if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
				http.Error(rw, err.Error(), http.StatusBadRequest)
				return
			}
			answer, err := pull(o)
			if err != nil {
				http.Error(rw, err.Error(), http.StatusInternalServerError)
				return
			}
			_ = json.NewEncoder(rw).Encode(answer)
		})
	}
	handle("token", func(o order) (any, error) {
		token, err := w.hub.ConnectionToken(o.subject(), w.now().Add(time.Duration(o.Seconds)*time.Second))
		return map[string]string{"token": token}, err
	})
	handle("publish", func(o order) (any, error) { return struct{}{}, w.hub.Publish(o.Channel, o.Data) })
	handle("disconnect", func(o order) (any, error) { return struct{}{}, w.hub.Disconnect(o.subject()) })
	handle("grant", w.grant)
	handle("bar", func(o order) (any, error) {
		w.barred.Store(o.subject(), true)
		w.hub.Recheck(o.subject())
		return struct{}{}, nil
	})
	handle("dismiss", func(o order) (any, error) {
		w.dismissed.Store(o.subject(), true)
		w.hub.Recheck(o.subject())
		return struct{}{}, nil
	})
	return mux
}

func (w *world) grant(o order) (any, error) {
	type grant struct {
		Channel string `json:"channel"`
		Token   string `json:"token"`
	}
	var grants []grant
	for _, channel := range o.Channels {
		token, err := w.hub.SubscribeToken(channel, o.Client, w.now().Add(time.Hour))
		if err != nil {
			return nil, err
		}
		grants = append(grants, grant{channel, token})
	}
	return map[string][]grant{"channels": grants}, nil
}

// published collects what a hub recorded.
type published struct {
	mu   sync.Mutex
	list []string
}

func (p *published) record(channel string, data json.RawMessage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, channel+" "+string(data))
}
