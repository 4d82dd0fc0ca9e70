package dialect

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/locale"
	"pignon.coop/internal/web"
	"pignon.coop/locales"
)

func testFace(t *testing.T) *face {
	t.Helper()
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	printer := set.Printer(locale.PrinterIn{Language: "fr", Zone: zone, Currency: "EUR"})
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, zone)
	return &face{house: House{Words: func() *locale.Printer { return printer }, RealNow: func() time.Time { return now }}}
}

func TestMoments(t *testing.T) {
	t.Parallel()
	f := testFace(t)
	for in, want := range map[string]string{
		"2031-05-06T13:45:00+04:00": "2031-05-06T11:45:00+02:00", "2031-05-06 13:45": "2031-05-06T13:45:00+02:00",
		"2031-05-06": "2031-05-06T00:00:00+02:00", "2031-05-06T13:45:00.123Z": "2031-05-06T15:45:00+02:00",
		"tomorrow 13:00": "2026-11-25T13:00:00+01:00", "today": "2026-11-24T00:00:00+01:00", "+2 hours": "2026-11-24T14:00:00+01:00",
		"next monday 10:00": "2026-11-30T10:00:00+01:00", "next tuesday": "2026-12-01T00:00:00+01:00", "tomorrow 00:00": "2026-11-25T00:00:00+01:00",
	} {
		got, err := f.moment(in)
		if err != nil || f.at(got.Time) != want {
			t.Errorf("%q is %v, want %s (%v)", in, f.at(got.Time), want, err)
		}
	}
	for _, bad := range []string{"", "soon", "2031-13-01", "99:99"} {
		if _, err := f.moment(bad); err == nil {
			t.Errorf("%q was taken for a date", bad)
		}
	}
	r, err := f.window(json.RawMessage(`"2031-05-06 13:00-14:00"`))
	if err != nil || f.at(r.To.Time) != "2031-05-06T14:00:00+02:00" {
		t.Errorf("window %v, %v", r, err)
	}
}

func TestEnvelope(t *testing.T) {
	t.Parallel()
	f := testFace(t)
	answer := func(target, accept string, l collection) string {
		r := httptest.NewRequest("GET", target, nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		if err := f.list(&web.Call{W: w, R: r}, 200, l); err != nil {
			t.Fatal(err)
		}
		return w.Body.String()
	}
	member := []*Object{Obj("@id", iri("tags", 4), "@type", "Tag", "name", "Å & <b>")}
	for _, c := range []struct{ target, accept, want string }{
		{"/api/tags", "", `{"@context":"/api/contexts/Tag","@id":"/api/tags","@type":"hydra:Collection","hydra:totalItems":1,"hydra:member":[{"@id":"/api/tags/4","@type":"Tag","name":"Å & <b>"}]}`},
		{"/api/tags", "application/json", `[{"name":"Å & <b>"}]`},
		{"/api/tags?roles[]=A", "application/json, text/plain, */*", `{"@context":"/api/contexts/Tag","@id":"/api/tags","@type":"hydra:Collection","hydra:totalItems":1,"hydra:member":[{"@id":"/api/tags/4","@type":"Tag","name":"Å & <b>"}],"hydra:view":{"@id":"/api/tags?roles%5B%5D=A","@type":"hydra:PartialCollectionView"}}`},
	} {
		if got := answer(c.target, c.accept, collection{Context: "Tag", Members: member, Total: 1}); got != c.want {
			t.Errorf("%s (%s):\n got %s\nwant %s", c.target, c.accept, got, c.want)
		}
	}
	var page2 struct {
		View map[string]string `json:"hydra:view"`
	}
	_ = json.Unmarshal([]byte(answer("/api/orders?page=2&date[after]=2023-05-01", "", collection{Context: "Order", Total: 1000, Page: page{2, 30}})), &page2)
	if page2.View["hydra:next"] != "/api/orders?date%5Bafter%5D=2023-05-01&page=3" || page2.View["hydra:last"] != "/api/orders?date%5Bafter%5D=2023-05-01&page=34" {
		t.Errorf("view %v", page2.View)
	}
}

func TestNormalisedCollapsesIndexes(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"roles[0]=B&roles[1]=A&b=x,y&page=2": "b=x%2Cy&roles%5B%5D=B&roles%5B%5D=A",
		"q=la+bonne%20pizza&":                "q=la%20bonne%20pizza",
		"q=100%":                             "q=100%25",
		"page=3":                             "",
	} {
		if got := strings.Join(normalised(query), "&"); got != want {
			t.Errorf("%s: got %s", query, got)
		}
	}
}

func TestCoordinatesAreCutToFourteenDigits(t *testing.T) {
	t.Parallel()
	for in, want := range map[float64]string{-1.55067873239715: "-1.5506787323971", 48.864577: "48.864577", 0: "0", 0.000123456789012345678: "0.00012345678901234", 2: "2"} {
		if got := degrees(in); string(got) != want {
			t.Errorf("%v is written %s, want %s", in, got, want)
		}
	}
}
