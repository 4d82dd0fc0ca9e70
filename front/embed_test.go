package front_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"pignon.coop/front"
)

func TestEntryOf(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{".vite/manifest.json": {Data: []byte(`{"src/entries/site.ts":{"file":"assets/site-1.js","css":["assets/site-2.css"]}}`)}}
	got, err := front.EntryOf(files, front.SiteEntry)
	want := front.Entry{Script: "/front/assets/site-1.js", Styles: []string{"/front/assets/site-2.css"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v, difference:\n%s", err, diff)
	}
}

func TestEntryOfSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"not built":  {fstest.MapFS{}, "npm run build"},
		"broken":     {fstest.MapFS{".vite/manifest.json": {Data: []byte(`[`)}}, "cannot be read"},
		"other site": {fstest.MapFS{".vite/manifest.json": {Data: []byte(`{}`)}}, "has no entry"},
	} {
		if _, err := front.EntryOf(c.files, front.SiteEntry); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error that says %q", name, err, c.want)
		}
	}
}

func TestABuildHoldsEveryEntry(t *testing.T) {
	t.Parallel()
	if !front.Built() {
		if os.Getenv("PIGNON_DATA_REQUIRED") == "1" {
			t.Fatal("the front end is not built: make build")
		}
		t.Skip("the front end is not built: make build")
	}
	if _, err := front.EntryOf(front.Dist(), front.SiteEntry); err != nil {
		t.Error(err)
	}
	for _, name := range []string{front.CourierPage, front.CourierWorker} {
		if _, err := front.Dist().Open(name); err != nil {
			t.Error(err)
		}
	}
}
