package api

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/png"
	"mime/multipart"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"

	"pignon.coop/internal/blob"
	"pignon.coop/internal/fail"
)

// send puts a file, under a name and a type that its sender makes up.
func (m *market) send(who, path string, file []byte) (int, string) {
	m.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="../../plate.svg"`}, "Content-Type": {"image/svg+xml"},
	})
	if err != nil {
		m.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		m.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		m.t.Fatal(err)
	}
	r := httptest.NewRequest("PUT", path, &form)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("X-Who", who)
	out := httptest.NewRecorder()
	m.mux.ServeHTTP(out, r)
	return out.Code, out.Body.String()
}

func plate(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// huge promises 3.6 billion pixels in a few bytes.
func huge() []byte {
	header := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), 60000), 60000), 8, 0, 0, 0, 0)
	return binary.BigEndian.AppendUint32(append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...), crc32.ChecksumIEEE(header))
}

func TestPicturesOfShopsAndProducts(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	for path, want := range map[string]string{
		"/v1/shops/1/picture":    `"image":"/media/restaurant_image/`,
		"/v1/shops/1/banner":     `"bannerImage":"/media/restaurant_banner/`,
		"/v1/products/1/picture": `"images":[{"ratio":"1:1","url":"/media/product_image/`,
	} {
		for who, status := range map[string]int{"": 401, "rival": 403, "owner": 200, "admin": 200} {
			got, body := m.send(who, path, plate(t, 40, 30))
			if got != status || (status == 200) != strings.Contains(body, want) {
				t.Errorf("%s by %q: %d %s", path, who, got, body)
			}
		}
		for who, status := range map[string]int{"": 401, "rival": 403} {
			if got, body := m.ask(who, "DELETE "+path+" "); got != status {
				t.Errorf("DELETE %s by %q: %d %s", path, who, got, body)
			}
		}
		for range 2 { // what is gone already is no mistake
			if got, body := m.ask("owner", "DELETE "+path+" "); got != 200 || strings.Contains(body, want) {
				t.Errorf("DELETE %s: %d %s", path, got, body)
			}
		}
		unknown := strings.Replace(path, "/1/", "/9/", 1)
		if got, body := m.send("owner", unknown, plate(t, 4, 4)); got != 404 {
			t.Errorf("%s: %d %s", unknown, got, body)
		}
	}
}

func TestProductPictureHasBothShapes(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	_, body := m.send("owner", "/v1/products/1/picture", plate(t, 64, 48))
	var product Product
	if err := json.Unmarshal([]byte(body), &product); err != nil {
		t.Fatal(err)
	}
	want := map[string]image.Point{"1:1": {X: 48, Y: 48}, "16:9": {X: 64, Y: 36}}
	for _, i := range product.Images {
		content, _, err := m.blobs.Open(context.Background(), blob.Key(strings.TrimPrefix(i.URL, "/media/")))
		if err != nil {
			t.Fatal(err)
		}
		size, err := png.DecodeConfig(content)
		if err != nil || (image.Point{X: size.Width, Y: size.Height}) != want[i.Ratio] {
			t.Errorf("%s: %dx%d, %v", i.Ratio, size.Width, size.Height, err)
		}
		delete(want, i.Ratio)
	}
	if len(want) > 0 {
		t.Errorf("missing %v in %s", want, body)
	}
}

func TestHostilePicturesAreRefusedInWords(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	good := plate(t, 64, 48)
	for name, row := range map[string]struct {
		file   []byte
		status int
		code   string
	}{
		"drawing":          {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), 400, "picture.file.malformed"},
		"page":             {[]byte("<!doctype html><script>alert(1)</script>"), 400, "picture.file.malformed"},
		"page with a mark": {[]byte("\xff\xd8\xff\xe0<script>alert(1)</script>"), 400, "picture.file.malformed"},
		"animation":        {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), 400, "picture.file.malformed"},
		"cut short":        {good[:len(good)/2], 400, "picture.file.malformed"},
		"empty":            {nil, 400, "picture.file.malformed"},
		"many pixels":      {huge(), 400, "picture.file.too_many_pixels"},
		"too large":        {append(plate(t, 64, 48), make([]byte, 8<<20)...), 400, "picture.file.too_large"},
		"far too large":    {make([]byte, 10<<20), 413, "request.too_large"},
	} {
		for _, path := range []string{"/v1/shops/1/picture", "/v1/shops/1/banner", "/v1/products/1/picture"} {
			status, body := m.send("owner", path, row.file)
			if status != row.status || !strings.Contains(body, `"code":"`+row.code+`"`) || strings.Contains(body, `"detail":"error.`) {
				t.Errorf("%s to %s: %d %s", name, path, status, body)
			}
		}
	}
	if status, body := m.ask("owner", "GET /v1/shops/1 "); status != 200 || !strings.Contains(body, `"image":null`) {
		t.Errorf("%d %s", status, body)
	}
	if _, err := m.blobs.Stat(context.Background(), "restaurant_image/none.png"); !fail.Is(err, fail.NotFound) {
		t.Error(err)
	}
}
