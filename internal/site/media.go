package site

import (
	"bytes"
	"context"
	_ "embed"
	"image"
	_ "image/jpeg" // so that the size of pictures can be read
	_ "image/png"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

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
	key := blob.Key(c.Path("folder") + "/" + c.Path("name"))
	if width, err := strconv.Atoi(c.Query("w")); err == nil && slices.Contains(widths, width) {
		small, err := f.thumbnail(c.R.Context(), key, width)
		if err != nil {
			return orNotFound(err)
		}
		key = small
	}
	content, info, err := f.house.Blobs.Open(c.R.Context(), key)
	if err != nil {
		return orNotFound(err)
	}
	defer content.Close()
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

// thumbnail gives the key of a picture's smaller version, drawn when it is first asked for and kept beside the picture.
func (f *face) thumbnail(ctx context.Context, key blob.Key, side int) (blob.Key, error) {
	folder, name, _ := strings.Cut(string(key), "/")
	small := blob.Key(folder + "_" + strconv.Itoa(side) + "/" + name)
	if _, err := f.house.Blobs.Stat(ctx, small); !fail.Is(err, fail.NotFound) {
		return small, err
	}
	content, info, err := f.house.Blobs.Open(ctx, key)
	if err != nil {
		return "", err
	}
	defer content.Close()
	full, err := io.ReadAll(content)
	if err != nil {
		return "", err
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(full))
	if err != nil {
		return key, nil // no picture: given away as it is
	}
	drawn, err := picture.Thumbnail(picture.Picture{Content: full, Type: info.Type, Width: size.Width, Height: size.Height}, side)
	if err != nil {
		return "", err
	}
	_, err = f.house.Blobs.Put(ctx, small, bytes.NewReader(drawn.Content), drawn.Type)
	return small, err
}
