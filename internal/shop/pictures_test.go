package shop_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
)

// gallery is the town with somewhere to keep pictures.
type gallery struct {
	*town
	blobs    *blob.Memory
	pictures *shop.Pictures
}

func newGallery(t *testing.T, world *dbtest.World) *gallery {
	t.Helper()
	g := &gallery{town: newTown(t, world), blobs: blob.NewMemory(world.Clock.Now, 1<<20)}
	g.pictures = shop.NewPictures(world.DB, g.blobs)
	return g
}

// give shows a file somewhere and tells the names under which it is kept.
func (g *gallery) give(who authz.Actor, spot shop.Spot, id int64, file []byte) (names []string, err error) {
	err = g.pictures.Take(context.Background(), spot, bytes.NewReader(file), func(images []shop.Image) error {
		names = nil
		for _, i := range images {
			names = append(names, i.Blob)
		}
		return g.as(who, func(tx *db.Tx) error {
			return shop.ShowPicture(tx, shop.ShowPictureIn{Spot: spot, ID: id, Images: images})
		})
	})
	return names, err
}

func (g *gallery) keeps(name string) bool {
	_, err := g.blobs.Stat(context.Background(), blob.Key(name))
	return err == nil
}

func (g *gallery) discard(name string) {
	g.t.Helper()
	if err := g.pictures.Discard(context.Background(), shop.DiscardPicture{Blob: name}); err != nil {
		g.t.Fatal(err)
	}
}

// waiting gives the blobs whose end is planned.
func (g *gallery) waiting() (bodies string) {
	g.must(authz.System(), func(tx *db.Tx) error {
		rows, err := db.All[string](tx, "SELECT body FROM jobs WHERE kind = 'discard_picture' ORDER BY id")
		bodies = strings.Join(rows, " ")
		return err
	})
	return bodies
}

func plate(shade uint8) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	img.Set(1, 1, color.Black)
	return img
}

func platePNG(shade uint8) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, plate(shade)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func plateJPEG() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, plate(90), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestPicturesComeAndGo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		g := newGallery(t, world)
		front, err := g.give(owner, shop.Front, g.pizzeria.ID, platePNG(10))
		if err != nil || len(front) != 1 || !g.keeps(front[0]) {
			t.Fatalf("front %v: %v", front, err)
		}
		again, err := g.give(owner, shop.Front, g.pizzeria.ID, platePNG(10))
		if err != nil || again[0] != front[0] {
			t.Fatalf("the same picture is kept as %v and %v: %v", front, again, err)
		}
		banner, err := g.give(admin, shop.Banner, g.pizzeria.ID, plateJPEG())
		if err != nil {
			t.Fatal(err)
		}
		g.discard(front[0]) // of the picture that was replaced by itself
		if !g.keeps(front[0]) {
			t.Error("a picture that is shown was thrown away")
		}
		g.must(owner, func(tx *db.Tx) error {
			r, err := shop.LoadRestaurant(tx, g.pizzeria.ID)
			if string(r.Image) != front[0] || string(r.BannerImage) != banner[0] {
				t.Errorf("shows %q and %q", r.Image, r.BannerImage)
			}
			return err
		})
		g.must(owner, func(tx *db.Tx) error {
			return shop.ShowPicture(tx, shop.ShowPictureIn{Spot: shop.Front, ID: g.pizzeria.ID})
		})
		if !strings.Contains(g.waiting(), front[0]) || !g.keeps(front[0]) {
			t.Errorf("the end of %s is not planned: %s", front[0], g.waiting())
		}
		g.discard(front[0])
		if g.keeps(front[0]) || !g.keeps(banner[0]) {
			t.Error("the wrong picture was thrown away")
		}
	})
}

// TestBrokenOffPicturesAreSwept leaves behind what a crash would, beside what is shown and what is not an hour old.
func TestBrokenOffPicturesAreSwept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		g := newGallery(t, world)
		dish, err := g.give(owner, shop.Dish, g.calzone.ID, platePNG(20))
		if err != nil {
			t.Fatal(err)
		}
		put := func(name string) string {
			t.Helper()
			if _, err := g.blobs.Put(context.Background(), blob.Key(name), bytes.NewReader(platePNG(7)), "image/png"); err != nil {
				t.Fatal(err)
			}
			return name
		}
		small := put(strings.Replace(dish[0], "product_image/", "product_image_320/", 1))
		old := []string{put("product_image/00000000000000000000000000000001.png"), put("restaurant_image/00000000000000000000000000000002.png"),
			put("restaurant_banner_640/00000000000000000000000000000003.png")}
		others := put("task_image/00000000000000000000000000000004.png")
		world.Clock.Step(time.Hour + time.Minute)
		young := put("product_image/00000000000000000000000000000005.png")
		for range 2 {
			if err := g.pictures.Sweep(context.Background(), shop.SweepPictures{}); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range old {
			if g.keeps(name) {
				t.Errorf("%s stays", name)
			}
		}
		for _, name := range append(dish, small, others, young) {
			if !g.keeps(name) {
				t.Errorf("%s was thrown away", name)
			}
		}
	})
}

func TestProductsAreShownInBothShapes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		g := newGallery(t, world)
		old, err := g.give(owner, shop.Dish, g.calzone.ID, platePNG(20))
		if err != nil {
			t.Fatal(err)
		}
		thumbnail := strings.Replace(old[0], "product_image/", "product_image_320/", 1)
		if _, err := g.blobs.Put(context.Background(), blob.Key(thumbnail), bytes.NewReader(platePNG(20)), "image/png"); err != nil {
			t.Fatal(err)
		}
		// Two products show the same picture; it goes when the second lets go of it.
		if _, err := g.give(owner, shop.Dish, g.margherita.ID, platePNG(20)); err != nil {
			t.Fatal(err)
		}
		if _, err := g.give(owner, shop.Dish, g.calzone.ID, platePNG(30)); err != nil {
			t.Fatal(err)
		}
		g.discard(old[0])
		if !g.keeps(old[0]) || !g.keeps(thumbnail) {
			t.Error("a picture that another product shows was thrown away")
		}
		g.must(owner, func(tx *db.Tx) error {
			p, err := shop.LoadProduct(tx, g.margherita.ID)
			if len(p.Images.V) != 2 || p.Images.V[0] != (shop.Image{Ratio: "1:1", Blob: old[0]}) || p.Images.V[1] != (shop.Image{Ratio: "16:9", Blob: old[1]}) {
				t.Errorf("images %v", p.Images.V)
			}
			return err
		})
		g.must(owner, func(tx *db.Tx) error {
			return shop.ShowPicture(tx, shop.ShowPictureIn{Spot: shop.Dish, ID: g.margherita.ID})
		})
		g.discard(old[0])
		if g.keeps(old[0]) || g.keeps(thumbnail) {
			t.Error("a picture that nothing shows stays")
		}
	})
}

func TestNothingOfARefusedPictureStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		g := newGallery(t, world)
		names, err := g.give(rival, shop.Dish, g.calzone.ID, platePNG(40))
		if !fail.Is(err, fail.Forbidden) || len(names) != 2 || g.keeps(names[0]) || g.keeps(names[1]) {
			t.Errorf("%v stay: %v", names, err)
		}
		for name, file := range map[string][]byte{
			"drawing": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "page": []byte("<!doctype html><script>alert(1)</script>"),
			"cut short": platePNG(40)[:60], "empty": nil, "page with a picture's mark": []byte("\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
			"too large": append(platePNG(40), make([]byte, 8<<20)...),
		} {
			names, err := g.give(owner, shop.Front, g.pizzeria.ID, file)
			if !fail.Is(err, fail.Invalid) || len(names) != 0 {
				t.Errorf("%s: %v, kept as %v", name, err, names)
			}
		}
		// A picture that carries a page on its back is kept without it.
		names, err = g.give(owner, shop.Front, g.pizzeria.ID, append(plateJPEG(), "<script>alert(1)</script>"...))
		if err != nil {
			t.Fatal(err)
		}
		content, info, err := g.blobs.Open(context.Background(), blob.Key(names[0]))
		if err != nil || info.Type != "image/jpeg" {
			t.Fatal(info, err)
		}
		defer content.Close()
		var b bytes.Buffer
		if _, err := b.ReadFrom(content); err != nil || strings.Contains(b.String(), "script") {
			t.Errorf("the page is still there: %v", err)
		}
	})
}
