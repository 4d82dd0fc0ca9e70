// Package front carries the built browser screens inside the binary. `npm run build` in this folder fills dist; before the first build
// it holds a placeholder only, and Built tells so.
package front

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// The pages and entries of a build.
const (
	AppPage       = "app.html"            // staff screens: serve it for every path under /app
	CourierPage   = "courier.html"        // courier screens: serve it for every path under /courier
	CourierWorker = "courier/sw.js"       // the courier's service worker: serve it at /courier/sw.js, never cached
	SiteEntry     = "src/entries/site.ts" // script and styles of the server-rendered pages
	AssetPrefix   = "/front/"             // where the pages expect the files of Dist
)

// Dist gives the built files. Those under assets/ carry a hash of their content in the name and may be cached for ever.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist
	}
	return sub
}

// Built tells whether the front end was built before the binary was.
func Built() bool {
	_, err := fs.Stat(Dist(), AppPage)
	return err == nil
}

// Entry is what a page must load: paths from the root of the site, styles before the script.
type Entry struct {
	Script string
	Styles []string
}

// EntryOf finds the script and styles of an entry in the build's manifest; the error says to build the front end when there is none.
func EntryOf(files fs.FS, name string) (Entry, error) {
	src, err := fs.ReadFile(files, ".vite/manifest.json")
	if err != nil {
		return Entry{}, fmt.Errorf("the front end is not built: run `npm ci && npm run build` in front/: %w", err)
	}
	var chunks map[string]struct {
		File string   `json:"file"`
		CSS  []string `json:"css"`
	}
	if err := json.Unmarshal(src, &chunks); err != nil {
		return Entry{}, fmt.Errorf("the front end's manifest cannot be read; build it again: %w", err)
	}
	chunk, ok := chunks[name]
	if !ok {
		return Entry{}, fmt.Errorf("the front end's build has no entry %s; build it again", name)
	}
	entry := Entry{Script: AssetPrefix + chunk.File}
	for _, style := range chunk.CSS {
		entry.Styles = append(entry.Styles, AssetPrefix+style)
	}
	return entry, nil
}
