package dialect

import (
	"strings"

	"pignon.coop/internal/web"
)

// absolute makes a full URL of a path, on the host that the caller used.
func absolute(c *web.Call, path string) string {
	scheme := "http"
	if c.R.TLS != nil || strings.EqualFold(c.R.Header.Get("X-Forwarded-Proto"), "https") {
		scheme = "https"
	}
	return scheme + "://" + c.R.Host + path
}

// shopImage is the URL of a picture of a shop, or of the placeholder when it has none.
func shopImage(c *web.Call, blob string) string {
	switch {
	case blob == "":
		return absolute(c, "/media/placeholder/shop.svg")
	case strings.HasPrefix(blob, "http://"), strings.HasPrefix(blob, "https://"):
		return blob
	}
	return absolute(c, "/media/"+blob)
}
