package stories

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"pignon.coop/internal/pay/fakestripe"
)

type worldKey struct{}

// world is what one story plays in: a running program and who speaks.
type world struct {
	program, data, database string
	process                 *exec.Cmd
	exited                  chan struct{}
	url                     string
	who, key                string
	token                   map[string]string
	status                  int
	answer                  any
	raw                     string
	provider                *fakestripe.Engine
	providerServer          *httptest.Server
}

var serving = regexp.MustCompile(`serving.*url=(http://\S+)`)

// start runs the program and waits until it serves.
func (w *world) start() error {
	args := []string{"serve", "--dev", "--addr", "127.0.0.1:0", "--data", w.data}
	if w.database != "" {
		args = append(args, "--database-url", w.database)
	}
	w.process = exec.Command(w.program, args...)
	if w.database != "" {
		w.process.Env = append(w.process.Environ(), "PIGNON_UNSAFE_DATABASE=1") // the tests' own server does not flush
	}
	stderr, err := w.process.StderrPipe()
	if err != nil {
		return err
	}
	if err := w.process.Start(); err != nil {
		return err
	}
	w.exited = make(chan struct{})
	found := make(chan string, 1)
	go w.listen(stderr, found)
	select {
	case w.url = <-found:
		return nil
	case <-w.exited:
		return errors.New("the program stopped before it served")
	case <-time.After(time.Minute):
		return errors.New("the program does not serve after a minute")
	}
}

// listen reads the program's log to its end: the address that it serves, and the lines for when a story fails.
func (w *world) listen(stderr io.Reader, found chan<- string) {
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if m := serving.FindStringSubmatch(lines.Text()); m != nil {
			found <- m[1]
		}
	}
	_ = w.process.Wait()
	close(w.exited)
}

// kill ends the program without a chance to tidy up.
func (w *world) kill() {
	if w.process == nil {
		return
	}
	_ = w.process.Process.Signal(syscall.SIGKILL)
	<-w.exited
	w.process = nil
}

func (w *world) stop() {
	w.kill()
	if w.providerServer != nil {
		w.providerServer.Close()
	}
}

type reply struct {
	status int
	body   string
	err    error
}

// send makes one request as somebody; token "" sends none.
func (w *world) send(method, path, body, token string) reply {
	r, err := http.NewRequest(method, w.url+path, strings.NewReader(body))
	if err != nil {
		return reply{err: err}
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if w.key != "" {
		r.Header.Set("Idempotency-Key", w.key)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return reply{err: err}
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, string(text), err}
}

// take keeps a reply for the assertions that follow.
func (w *world) take(r reply) error {
	if r.err != nil {
		return r.err
	}
	w.status, w.raw, w.answer = r.status, r.body, nil
	_ = json.Unmarshal([]byte(r.body), &w.answer) // what is not JSON is asserted as text
	return nil
}

// dev calls a development endpoint and fails unless it answers 2xx.
func (w *world) dev(method, path, body string) error {
	r := w.send(method, path, body, "")
	if r.err == nil && r.status >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, r.status, r.body)
	}
	return errors.Join(r.err, w.take(r))
}

// tokenOf gives the token of a named user, asking for it once.
func (w *world) tokenOf(name string) (string, error) {
	if name == "" || name == "nobody" {
		return "", nil
	}
	if t, ok := w.token[name]; ok {
		return t, nil
	}
	kind := "user"
	ref := name
	if cart, ok := strings.CutPrefix(name, "cart:"); ok {
		kind, ref = "cart", cart
	}
	body, err := json.Marshal(map[string]string{kind: "@" + ref})
	if err != nil {
		return "", err
	}
	r := w.send("POST", "/_dev/token", string(body), "")
	var out struct{ Token string }
	if r.err != nil || json.Unmarshal([]byte(r.body), &out) != nil || out.Token == "" {
		return "", fmt.Errorf("no token for %s: %d %s %v", name, r.status, r.body, r.err)
	}
	w.token[name] = out.Token
	return out.Token, nil
}

// together makes requests at the same moment.
func together(calls []func() reply) []reply {
	replies := make([]reply, len(calls))
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i, call := range calls {
		done.Go(func() { ready.Wait(); replies[i] = call() })
	}
	ready.Done()
	done.Wait()
	return replies
}

// at follows a path such as `items.0.name` into a JSON document. "size" is the length of a list.
func at(v any, path string) (any, bool) {
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[step]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			if step == "size" {
				v = float64(len(x))
				continue
			}
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return strings.TrimSpace(b.String())
}
