package live

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/centrifugal/centrifuge"
)

func TestEncodeLegacy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, out string }{
		"connect": {
			`{"id":1,"connect":{"client":"c","version":"1","expires":true,"ttl":60,"ping":25,"pong":true,"session":"s"}}`,
			`{"id":1,"result":{"client":"c","version":"1","expires":true,"ttl":60}}`,
		},
		"subscribe, recovered": {
			`{"id":2,"subscribe":{"recoverable":true,"epoch":"e","publications":[{"data":{"n":1},"offset":3,"time":9}],` +
				`"recovered":true,"offset":3,"positioned":true,"was_recovering":true}}`,
			`{"id":2,"result":{"recoverable":true,"epoch":"e","offset":3,"recovered":true,"positioned":true,` +
				`"publications":[{"data":{"n":1},"offset":3}]}}`,
		},
		"subscribe, plain": {`{"id":2,"subscribe":{}}`, `{"id":2,"result":{}}`},
		"unsubscribe":      {`{"id":3,"unsubscribe":{}}`, `{"id":3,"result":{}}`},
		"refresh": {
			`{"id":5,"refresh":{"expires":true,"ttl":60}}`, `{"id":5,"result":{"client":"me","expires":true,"ttl":60}}`,
		},
		"sub refresh": {`{"id":6,"sub_refresh":{"expires":true,"ttl":6}}`, `{"id":6,"result":{"expires":true,"ttl":6}}`},
		"error": {
			`{"id":7,"error":{"code":100,"message":"internal server error","temporary":true}}`,
			`{"id":7,"error":{"code":100,"message":"internal server error"}}`,
		},
		"ping": {`{}`, ``},
		"publication": {
			`{"push":{"channel":"a","pub":{"data":[1],"offset":4,"tags":{"x":"y"}}}}`,
			`{"result":{"channel":"a","data":{"data":[1],"offset":4}}}`,
		},
		"taken back": {
			`{"push":{"channel":"a","unsubscribe":{"code":2000,"reason":"server unsubscribe"}}}`,
			`{"result":{"type":3,"channel":"a","data":{}}}`,
		},
		"try again": {
			`{"push":{"channel":"a","unsubscribe":{"code":2500}}}`, `{"result":{"type":3,"channel":"a","data":{"resubscribe":true}}}`,
		},
		"unknown push": {`{"push":{"channel":"a","join":{}}}`, ``},
	} {
		out, err := (&legacy{memo: &memo{}}).encode("me", []byte(c.in))
		if err != nil || string(out) != c.out {
			t.Errorf("%s:\n got %s, %v\nwant %s", name, out, err, c.out)
		}
	}
}

func TestFarewells(t *testing.T) {
	t.Parallel()
	for code, reconnect := range map[uint32]bool{3000: true, 3012: true, 3499: true, 3500: false, 3999: false, 4000: true, 4501: false} {
		want := fmt.Sprintf(`{"reason":"why","reconnect":%v}`, reconnect)
		if got := (&legacy{}).farewell(centrifuge.Disconnect{Code: code, Reason: "why"}); got != want {
			t.Errorf("%d: %s, want %s", code, got, want)
		}
	}
}

func TestMemo(t *testing.T) {
	t.Parallel()
	var m memo
	calls := 0
	twice := func(in []byte) ([]byte, error) {
		calls++
		return bytes.Repeat(in, 2), nil
	}
	for range 3 {
		for n := range memoSize {
			in := fmt.Appendf(nil, "%d;", n)
			if out, err := m.translate(in, twice); err != nil || string(out) != string(in)+string(in) {
				t.Fatalf("%s -> %s, %v", in, out, err)
			}
		}
	}
	if calls != memoSize {
		t.Errorf("%d translations, want %d", calls, memoSize)
	}
	if _, err := m.translate([]byte("new"), twice); err != nil || len(m.known) != memoSize {
		t.Errorf("keeps %d, %v", len(m.known), err)
	}
	fails := errors.New("fails")
	if _, err := m.translate([]byte("bad"), func([]byte) ([]byte, error) { return nil, fails }); !errors.Is(err, fails) {
		t.Errorf("error %v", err)
	}
}

func FuzzLegacyCommands(f *testing.F) {
	for _, seed := range []string{
		`{"params":{"token":"t","name":"js"},"id":1}`,
		`{"method":1,"params":{"channel":"a","recover":true,"offset":7,"epoch":"e"},"id":2}` + "\n" + `{"method":7,"id":3}`,
		`{"method":11,"params":null,"id":4}`, `{"id":1}{`, `[]`, ``, "\n", `{"method":-1,"id":1}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		speaksToday(frame)
		commands, err := decodeLegacy(frame)
		if err == nil && len(commands) == 0 {
			t.Fatal("neither commands nor an error")
		}
		for _, command := range commands {
			translated, err := command.translate()
			if command.ID == 0 || translated != nil && (err != nil || translated.Id != command.ID) {
				t.Fatalf("%+v became %+v, %v", command, translated, err)
			}
		}
	})
}

func BenchmarkPush(b *testing.B) {
	reply := []byte(`{"push":{"channel":"coop_events#ada","pub":{"data":{"event":{"name":"task:done","data":"` +
		string(bytes.Repeat([]byte("x"), 4<<10)) + `"}},"offset":4}}}`)
	b.Run("translated", func(b *testing.B) {
		for b.Loop() {
			if _, err := encodePush(reply); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("remembered", func(b *testing.B) {
		l := &legacy{memo: &memo{}}
		for b.Loop() {
			if _, err := l.encode("", reply); err != nil {
				b.Fatal(err)
			}
		}
	})
}
