package site

import (
	"bytes"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"pignon.coop/internal/blob"
	"pignon.coop/internal/web"
)

// TestThumbnails draws a smaller picture once and serves it from then on; a width that is not offered gives the picture itself.
func TestThumbnails(t *testing.T) {
	t.Parallel()
	var full bytes.Buffer
	if err := png.Encode(&full, image.NewRGBA(image.Rect(0, 0, 800, 400))); err != nil {
		t.Fatal(err)
	}
	store := blob.NewMemory(time.Now, 1<<20)
	if _, err := store.Put(t.Context(), "product_image/soup.png", bytes.NewReader(full.Bytes()), "image/png"); err != nil {
		t.Fatal(err)
	}
	f := &face{house: House{Blobs: store}}
	mux := http.NewServeMux()
	web.Mount(mux, web.Face{Log: slog.New(slog.DiscardHandler), Authenticate: nobody, Refuse: refuseFile}, []web.Endpoint{
		{Pattern: "GET /media/{folder}/{name}", Access: web.Public, Serve: f.media},
	})
	for _, c := range []struct {
		path          string
		status, width int
	}{
		{"/media/product_image/soup.png?w=320", 200, 320},
		{"/media/product_image/soup.png?w=320", 200, 320},
		{"/media/product_image/soup.png?w=321", 200, 800},
		{"/media/product_image/soup.png", 200, 800},
		{"/media/product_image/stew.png?w=320", 404, 0},
		{"/media/task_image/soup.png", 404, 0},
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", c.path, nil))
		size, err := png.DecodeConfig(w.Body)
		if w.Code != c.status || c.width != 0 && (err != nil || size.Width != c.width) {
			t.Errorf("%s: %d, %d wide, %v", c.path, w.Code, size.Width, err)
		}
	}
	if _, err := store.Stat(t.Context(), "product_image_320/soup.png"); err != nil {
		t.Error("the smaller picture was not kept:", err)
	}
}
