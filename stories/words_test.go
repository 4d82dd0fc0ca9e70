package stories

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"pignon.coop/internal/pay/fakestripe"
)

var words = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"coop": coop, "seed": seed, "as": as, "call": call, "key": key, "status": status, "json": jsonIs, "nojson": noJSON, "both": both, "drain": drain,
	"clock": clock, "kill": kill, "provider": provider, "keep": keep, "check": check,
}

func of(ts *testscript.TestScript) *world {
	w, ok := ts.Value(worldKey{}).(*world)
	if !ok {
		ts.Fatalf("no world")
	}
	return w
}

// coop starts the program.
func coop(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(of(ts).start()) }

// seed FILE resets the co-op to a seed document.
func seed(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	document := ts.ReadFile(args[0])
	if w.providerServer != nil {
		document = strings.ReplaceAll(document, "PROVIDER_URL", w.providerServer.URL)
	}
	ts.Check(w.dev("POST", "/_dev/reset", document))
	w.token = map[string]string{}
}

// as NAME makes the seeded user of that name speak; `as cart:NAME` the guest who holds that cart, `as nobody` a stranger, `as token VALUE` whoever holds it.
func as(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	if args[0] == "token" {
		w.token["token"] = ts.Getenv(args[1])
	} else {
		_, err := w.tokenOf(args[0])
		ts.Check(err)
	}
	w.who = args[0]
}

// call METHOD PATH [BODY] makes a request; BODY is JSON or the name of a file.
func call(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	method, path, body := request(ts, args)
	token, err := w.tokenOf(w.who)
	ts.Check(err)
	ts.Check(w.take(w.send(method, path, body, token)))
	ts.Logf("%d %s", w.status, short(w.raw))
}

func request(ts *testscript.TestScript, args []string) (method, path, body string) {
	if len(args) < 2 {
		ts.Fatalf("call METHOD PATH [BODY]")
	}
	if len(args) > 2 {
		body = args[2]
		if !strings.HasPrefix(body, "{") && !strings.HasPrefix(body, "[") {
			body = ts.ReadFile(body)
		}
	}
	return args[0], args[1], body
}

// key NAME sends the following calls under that Idempotency-Key; key alone sends none.
func key(ts *testscript.TestScript, _ bool, args []string) { of(ts).key = strings.Join(args, " ") }

// status N [N …] asserts the last answer's status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	w := of(ts)
	if slices.Contains(args, strconv.Itoa(w.status)) == neg {
		ts.Fatalf("status is %d: %s", w.status, w.raw)
	}
}

// json PATH VALUE asserts a value in the last answer; `! json` that it is another one. VALUE may end in * for any rest.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("json PATH VALUE")
	}
	w := of(ts)
	v, ok := at(w.answer, args[0])
	got := text(v)
	same := ok && got == args[1]
	if prefix, open := strings.CutSuffix(args[1], "*"); open {
		same = ok && strings.HasPrefix(got, prefix)
	}
	if same == neg {
		ts.Fatalf("%s is %s (there: %v), want %s\n%s", args[0], got, ok, args[1], w.raw)
	}
}

// nojson PATH asserts that the last answer has no such value, or null there.
func noJSON(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	if v, ok := at(w.answer, args[0]); ok && v != nil {
		ts.Fatalf("%s is %s", args[0], text(v))
	}
}

// keep NAME PATH stores a value of the last answer in the environment.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	v, ok := at(of(ts).answer, args[1])
	if !ok {
		ts.Fatalf("no %s in %s", args[1], of(ts).raw)
	}
	ts.Setenv(args[0], text(v))
}

// both STATUSES NAME METHOD PATH BODY -- NAME METHOD PATH BODY … makes several people act at the same moment and asserts their statuses,
// in any order: `both 200,409 …`. The last answer is that of the smallest status.
func both(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	var calls []func() reply
	for _, part := range split(args[1:]) {
		method, path, body := request(ts, part[1:])
		token, err := w.tokenOf(part[0])
		ts.Check(err)
		calls = append(calls, func() reply { return w.send(method, path, body, token) })
	}
	replies := together(calls)
	sort.Slice(replies, func(i, j int) bool { return replies[i].status < replies[j].status })
	var got []string
	for _, r := range replies {
		ts.Check(r.err)
		got = append(got, strconv.Itoa(r.status))
	}
	if strings.Join(got, ",") != args[0] {
		ts.Fatalf("statuses %s, want %s\n%s", strings.Join(got, ","), args[0], replies[len(replies)-1].body)
	}
	ts.Check(w.take(replies[0]))
}

func split(args []string) (parts [][]string) {
	for {
		i := slices.Index(args, "--")
		if i < 0 {
			return append(parts, args)
		}
		parts = append(parts, args[:i])
		args = args[i+1:]
	}
}

// drain waits until relay and jobs have nothing to do, after the provider sent its webhooks.
func drain(ts *testscript.TestScript, _ bool, _ []string) {
	w := of(ts)
	if w.provider != nil {
		ts.Logf("webhooks: %d taken, %d wait", w.provider.Pump(context.Background()), w.provider.Pending())
	}
	ts.Check(w.dev("POST", "/_dev/drain", ""))
	ts.Logf("drained: %s", w.raw)
}

// clock INSTANT freezes the co-op's clock, `clock +2m` so much later than the real one, `clock run` lets it run.
func clock(ts *testscript.TestScript, _ bool, args []string) {
	body := fmt.Sprintf(`{"now":%q}`, args[0])
	if later, err := time.ParseDuration(args[0]); err == nil {
		body = fmt.Sprintf(`{"now":%q}`, time.Now().Add(later).Format(time.RFC3339))
	}
	if args[0] == "run" {
		body = `{"now":null}`
	}
	ts.Check(of(ts).dev("PUT", "/_dev/clock", body))
}

// kill ends the program as a power cut would and starts it again.
func kill(ts *testscript.TestScript, _ bool, _ []string) {
	w := of(ts)
	w.kill()
	ts.Check(w.start())
}

// check runs `pignon check` beside the running co-op.
func check(ts *testscript.TestScript, _ bool, _ []string) {
	w := of(ts)
	args := []string{"check", "--data", w.data}
	if w.database != "" {
		args = append(args, "--database-url", w.database, "--unsafe-database")
	}
	ts.Check(ts.Exec(w.program, args...))
}

// provider starts a payment provider, whose address stands for PROVIDER_URL in seed files; `provider lose-answers N` makes it act and not
// answer N times, `provider down N` not act either; `provider webhooks` sends events to the co-op from now on; `provider count KIND N` asserts how
// many entries of a kind its ledger has.
func provider(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	if w.provider == nil {
		w.provider = fakestripe.New(fakestripe.Config{Now: time.Now, Seed: 1})
		w.providerServer = httptest.NewServer(w.provider)
	}
	if len(args) == 0 {
		return
	}
	switch args[0] {
	case "webhooks":
		w.provider.SetWebhook(fakestripe.Webhook{URL: w.url + "/stripe/webhook", Secret: "whsec_story", Client: w.providerServer.Client()})
	case "lose-answers", "down":
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		fault := map[string]fakestripe.Fault{"lose-answers": fakestripe.LoseAnswer, "down": fakestripe.Down}[args[0]]
		w.provider.FailNext(slices.Repeat([]fakestripe.Fault{fault}, n)...)
	case "count":
		n := 0
		for _, e := range w.provider.Ledger() {
			if string(e.Kind) == args[1] {
				n++
			}
		}
		if strconv.Itoa(n) != args[2] {
			ts.Fatalf("the provider's ledger has %d × %s, want %s: %+v", n, args[1], args[2], w.provider.Ledger())
		}
	default:
		ts.Fatalf("provider %s?", args[0])
	}
}

func short(s string) string {
	if len(s) > 400 {
		return s[:400] + " …"
	}
	return s
}
