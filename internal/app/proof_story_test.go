package app_test

import (
	"archive/zip"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// photo sends a photo to where one is attached.
func (h *house) photo(token, path, to string) {
	h.t.Helper()
	body, kind := photoForm("")
	r, err := http.NewRequest(http.MethodPost, h.server.URL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	for name, value := range map[string]string{"Content-Type": kind, "X-Attach-To": to, "Authorization": "Bearer " + token} {
		r.Header.Set(name, value)
	}
	answer, err := h.server.Client().Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated {
		text, _ := io.ReadAll(answer.Body)
		h.t.Fatalf("%s: %d %s", path, answer.StatusCode, text)
	}
}

func TestStoresTakeTheirProofsAlong(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	for range 2 {
		h.sent(who["sue"], `"before":"2026-11-25 13:00"`) // drop-offs are tasks 1 and 3
	}
	h.call(who["dan"], "PUT", "/api/tasks/2/done", json.RawMessage(`{}`), 200)
	h.photo(who["dan"], "/api/task_images", "/api/tasks/1")
	h.photo(who["dan"], "/api/task_images", "/api/tasks/4") // a pick-up's photo proves nothing
	h.call(who["dan"], "PUT", "/api/tasks/1/done", json.RawMessage(`{"notes":"=chez la voisine","contactName":"Ida <b>"}`), 200)
	h.call(who["dan"], "POST", "/api/incidents", json.RawMessage(`{"task":"/api/tasks/1","title":"Carton ouvert","failureReasonCode":"DAMAGED","description":"un coin"}`), 201)
	h.photo(who["dan"], "/api/incident_images", "/api/incidents/1")

	const export, week = "/api/stores/1/pod_export", "?from=2026-11-20&to=2026-11-24"
	if n := h.call(who["sue"], "GET", export+"/count"+week, nil, 200); row(n) != "map[deliveries:1]" {
		t.Errorf("count: %v", n)
	}
	for query, want := range map[string]string{
		"": "Missing required parameters: from, to", "?from=2026-11-20": "Missing required parameters: from, to", "?from=2026-11-24&to=2026-11-20": "La fin est avant le début.",
		"?from=2026-11-01&to=2026-11-24": "Au plus 7 jours à la fois.", "?from=nie&to=2026-11-24": "",
	} {
		for _, ask := range []string{"GET " + export + "/count", "POST " + export} {
			method, path, _ := strings.Cut(ask, " ")
			if wrong := h.call(who["sue"], method, path+query, nil, 400); want != "" && wrong["hydra:description"] != want {
				t.Errorf("%s%s: %v", ask, query, wrong)
			}
		}
	}
	if got := h.status(who["sue"], "POST", export+"?from=2026-11-10&to=2026-11-12", ""); got != 404 {
		t.Errorf("nothing to take along: %d", got)
	}
	for name, want := range map[string]int{"ada": 200, "sue": 200, "dan": 403, "cal": 403, "zoe": 403, "till": 401, "": 401} {
		for _, ask := range []string{"GET " + export + "/count", "POST " + export} {
			method, path, _ := strings.Cut(ask, " ")
			if got := h.status(who[name], method, path+week, ""); got != want {
				t.Errorf("%s by %s: %d, want %d", ask, name, got, want)
			}
		}
	}
	if got := h.status(who["ada"], "GET", "/api/stores/9/pod_export/count"+week, ""); got != 404 {
		t.Errorf("of no store: %d", got)
	}
	h.wantsProofs(h.file(who["sue"], "POST", export, "application/json", `{"from":"2026-11-20","to":"2026-11-24 23:00"}`, 200))
}

func (h *house) wantsProofs(archive string) {
	h.t.Helper()
	z, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		h.t.Fatal(err)
	}
	files := map[string]string{}
	var names []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			h.t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			h.t.Fatal(err)
		}
		files[f.Name] = string(text)
		names = append(names, f.Name)
	}
	starts := []string{"delivery_1/task_1/pod_", "delivery_1/task_1/incident_1/incident_image_", "delivery_1/task_1/incident_1/infos.txt", "report.csv", "report.html"}
	if !slices.EqualFunc(names, starts, strings.HasPrefix) || len(files[names[0]]) == 0 {
		h.t.Fatalf("files %v", names)
	}
	if text := files[starts[2]]; !strings.Contains(text, "Carton ouvert\n") || !strings.Contains(text, "un coin") || !strings.Contains(text, "DAMAGED") {
		h.t.Errorf("infos: %s", text)
	}
	lines, err := csv.NewReader(strings.NewReader(files["report.csv"])).ReadAll()
	if err != nil || len(lines) != 2 || strings.Join(lines[0], ",") != "delivery,order_number,recipient,status,comment,pods,incidents" ||
		strings.Join(lines[1], "|") != "1|1|Ida <b>|DONE|'=chez la voisine|"+names[0]+"|1" {
		h.t.Errorf("report: %v (%v)", lines, err)
	}
	if page := files["report.html"]; !strings.Contains(page, "Ida &lt;b&gt;") || !strings.Contains(page, `src="`+names[0]+`"`) {
		h.t.Errorf("page: %s", page)
	}
}
