package site

import (
	"bytes"
	_ "embed"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pignon.coop/internal/blob"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/picture"
	"pignon.coop/internal/web"
)

//go:embed pictures/shop.svg
var shopPicture []byte

// Folders of blobs that anybody may see. Photos of deliveries, signatures and exports are not among them.
var publicFolders = []string{"restaurant_image", "restaurant_banner", "product_image", "brand"}

// Widths in which pictures are given away, so that nobody can have us draw thousands.
var widths = []int{160, 320, 640, 1024}

// media serves a picture of a shop or a dish; ?w= asks for a smaller one.
func (f *face) media(c *web.Call) error {
	if c.Path("folder") == "placeholder" && c.Path("name") == "shop.svg" {
		serveBytes(c, file{name: "shop.svg", content: shopPicture, cache: "public, max-age=86400"})
		return nil
	}
	if !slices.Contains(publicFolders, c.Path("folder")) {
		return fail.New(fail.NotFound, "row.not_found")
	}
	content, info, err := f.house.Blobs.Open(c.R.Context(), blob.Key(c.Path("folder")+"/"+c.Path("name")))
	if err != nil {
		return orNotFound(err)
	}
	defer content.Close()
	if width, err := strconv.Atoi(c.Query("w")); err == nil && slices.Contains(widths, width) {
		return serveThumbnail(c, content, thumbnail{info, width})
	}
	c.W.Header().Set("Content-Type", info.Type)
	c.W.Header().Set("Cache-Control", forEver)
	http.ServeContent(c.W, c.R, "", info.At, content)
	return nil
}

func orNotFound(err error) error {
	if fail.Is(err, fail.Invalid) {
		return fail.New(fail.NotFound, "row.not_found")
	}
	return err
}

type thumbnail struct {
	blob.Info
	side int
}

func serveThumbnail(c *web.Call, content io.Reader, t thumbnail) error {
	full, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	small, err := picture.Thumbnail(picture.Picture{Content: full, Type: t.Type}, t.side)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", small.Type)
	c.W.Header().Set("Cache-Control", forEver)
	http.ServeContent(c.W, c.R, "", time.Time{}, bytes.NewReader(small.Content))
	return nil
}
