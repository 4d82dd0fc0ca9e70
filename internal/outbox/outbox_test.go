package outbox_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pignon.coop/internal/outbox"
)

func noon() time.Time { return time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC) }

func TestRecorderKeepsOrderAndFilters(t *testing.T) {
	t.Parallel()
	r := outbox.NewRecorder(noon, 10)
	r.Record(outbox.Message{Channel: outbox.Mail, To: []string{"ada@example.org"}, Subject: "Hello"})
	r.Record(outbox.Message{Channel: outbox.SMS, To: []string{"+33612345678"}})
	r.Record(outbox.Message{Channel: outbox.Mail, To: []string{"bob@example.org"}})

	if got := ids(r.List("")); !cmp.Equal(got, []int{1, 2, 3}) {
		t.Errorf("all: %v", got)
	}
	if got := ids(r.List(outbox.Mail)); !cmp.Equal(got, []int{1, 3}) {
		t.Errorf("mail: %v", got)
	}
	r.Clear(outbox.Mail)
	if got := ids(r.List("")); !cmp.Equal(got, []int{2}) {
		t.Errorf("after clearing mail: %v", got)
	}
	r.Reset()
	if r.Record(outbox.Message{Channel: outbox.Live}).ID != 1 {
		t.Error("a reset starts the ids again")
	}
}

func TestRecorderIsBoundedAndCopies(t *testing.T) {
	t.Parallel()
	r := outbox.NewRecorder(noon, 2)
	to := []string{"a"}
	for range 3 {
		r.Record(outbox.Message{Channel: outbox.Push, To: to})
	}
	to[0] = "changed"
	r.List("")[0].To[0] = "changed too"
	got := r.List("")
	if !cmp.Equal(ids(got), []int{2, 3}) || got[0].To[0] != "a" {
		t.Errorf("got %+v", got)
	}
}

func TestRecorderUnderConcurrency(t *testing.T) {
	t.Parallel()
	r := outbox.NewRecorder(noon, 1000)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			for range 20 {
				r.Record(outbox.Message{Channel: outbox.Webhook, Name: fmt.Sprint(i)})
				r.List(outbox.Webhook)
			}
		})
	}
	all.Wait()
	if n := len(r.List("")); n != 400 {
		t.Errorf("kept %d of 400", n)
	}
}

func TestMessageJSON(t *testing.T) {
	t.Parallel()
	r := outbox.NewRecorder(noon, 1)
	got, err := json.Marshal(r.Record(outbox.Message{Channel: outbox.SMS, To: []string{"+336"}, Body: "hi"}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":1,"channel":"sms","at":"2031-05-06T12:00:00Z","to":["+336"],"body":"hi"}`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func ids(messages []outbox.Message) []int {
	out := []int{}
	for _, m := range messages {
		out = append(out, m.ID)
	}
	return out
}
