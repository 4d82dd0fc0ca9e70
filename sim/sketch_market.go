package sim

import (
	"image/color"
	"math"
)

func loaf(e easel) {
	e.oval(shade(), point{0.05, 0.12}, point{1.02, 0.68}, -0.12)
	e.oval(hex(0x9a5b2a), point{0, 0.02}, point{1.02, 0.68}, -0.12)
	e.oval(hex(0xb9763b), point{-0.02, -0.03}, point{0.95, 0.6}, -0.12)
	e.oval(hex(0xcb8f50), point{-0.08, -0.12}, point{0.72, 0.4}, -0.12)
	for i := range 4 {
		x := -0.62 + 0.37*float64(i)
		e.arc(hex(0xf2dcb4), 0.07, point{x - 0.32, 0.1}, 0.5, -0.95, 0.1)
	}
	for i, p := range strewn(24, 0.5) {
		e.disc(hex(0xf6e9d0), p.x*1.5, p.y*0.8-0.03, 0.012+0.004*float64(i%3))
	}
}

func nutLoaf(e easel) {
	e.disc(shade(), 0.05, 0.09, 0.84)
	e.disc(hex(0x84502a), 0, 0, 0.82)
	e.disc(hex(0xa56a39), -0.02, -0.03, 0.76)
	e.disc(hex(0xb87f4b), -0.07, -0.1, 0.55)
	for _, angle := range []float64{0.785, 2.356} {
		e.stroke(hex(0xf0dcb8), 0.08, polar(point{}, 0.52, angle), polar(point{}, -0.52, angle))
	}
	for i, p := range circle(9, 0.56, 0.15) {
		e.oval(hex(0x5d3720), p, point{0.1, 0.075}, float64(i))
		e.oval(hex(0x7d4f30), point{p.x - 0.01, p.y - 0.015}, point{0.065, 0.04}, float64(i))
	}
}

func sandwich(e easel) {
	e.oval(shade(), point{0.03, 0.6}, point{1.0, 0.12}, 0)
	e.box(hex(0xc98d4b), point{-0.92, 0.24}, point{0.92, 0.58}, 0.16)
	e.box(hex(0xdba765), point{-0.92, 0.24}, point{0.92, 0.42}, 0.09)
	for i := range 13 {
		x := -0.9 + 0.15*float64(i)
		e.disc([]color.RGBA{hex(0x6c9e4f), hex(0x83b362)}[i%2], x, 0.21, 0.11)
	}
	e.box(hex(0xfbf5e6), point{-0.86, 0.02}, point{0.86, 0.17}, 0.05)
	for i := range 6 {
		e.disc(hex(0xfbf5e6), -0.75+0.3*float64(i), 0.16, 0.07)
	}
	e.fill(hex(0xe9a927), point{-0.8, 0.03}, point{0.8, 0.03}, point{0.5, 0.11}, point{0.36, 0.05}, point{-0.1, 0.13}, point{-0.3, 0.05}, point{-0.6, 0.1})
	e.dome(hex(0xc98d4b), point{0, 0.03}, point{0.96, 0.64})
	e.dome(hex(0xd9a05c), point{-0.04, -0.06}, point{0.82, 0.5})
	for i, p := range strewn(18, 0.5) {
		e.oval(hex(0xf5e3bd), point{p.x * 1.2, p.y*0.36 - 0.3}, point{0.04, 0.022}, float64(i))
	}
}

func pepperFlatbread(e easel) {
	e.box(shade(), point{-1.0, -0.46}, point{1.12, 0.68}, 0.3)
	e.box(hex(0xc1813f), point{-1.06, -0.56}, point{1.06, 0.58}, 0.3)
	e.box(hex(0xdca45c), point{-1.02, -0.53}, point{1.02, 0.53}, 0.27)
	e.box(hex(0xe9bf7e), point{-0.88, -0.4}, point{0.88, 0.4}, 0.2)
	colours := []color.RGBA{hex(0xc9392c), hex(0xe2932b), hex(0x5c8f3a), hex(0xb02c2c)}
	for i := range 9 {
		x := -0.76 + 0.19*float64(i)
		y := 0.1 * math.Sin(float64(i)*2.3)
		e.arc(colours[i%4], 0.085, point{x - 0.5, y}, 0.55, -0.52, 0.52)
	}
	for _, p := range []point{{-0.62, 0.3}, {-0.2, -0.28}, {0.24, 0.3}, {0.66, -0.2}, {0.02, 0.02}} {
		e.disc(hex(0x3b3540), p.x, p.y, 0.075)
		e.disc(hex(0xe9bf7e), p.x, p.y, 0.028)
	}
}

func brioche(e easel) {
	e.oval(shade(), point{0.03, 0.68}, point{0.82, 0.12}, 0)
	e.fill(hex(0xa8652b), point{-0.8, 0}, point{0.8, 0}, point{0.58, 0.68}, point{-0.58, 0.68})
	for i := range 8 {
		x := -0.7 + 0.2*float64(i)
		e.stroke(hex(0xbf7c3c), 0.06, point{x, 0.02}, point{x * 0.73, 0.65})
	}
	e.oval(hex(0xc98543), point{0, -0.04}, point{0.88, 0.4}, 0)
	e.oval(hex(0xd89b58), point{-0.06, -0.12}, point{0.7, 0.27}, 0)
	e.disc(hex(0xb9722f), 0, -0.42, 0.35)
	e.disc(hex(0xcf8b48), -0.03, -0.46, 0.29)
	e.disc(hex(0xe0a868), -0.09, -0.54, 0.13)
	for _, p := range []point{{-0.55, -0.04}, {-0.28, 0.14}, {0.06, 0.2}, {0.36, 0.12}, {0.6, -0.06}, {-0.12, -0.28}, {0.16, -0.4}, {0.02, -0.64}, {-0.4, -0.24}, {0.44, -0.22}} {
		e.disc(hex(0xc23a5c), p.x, p.y, 0.075)
		e.disc(hex(0xe27a93), p.x-0.02, p.y-0.02, 0.035)
	}
}

func croissant(e easel) {
	for _, layer := range []struct {
		colour       color.Color
		down, margin float64
	}{{shade(), 0.1, 0}, {hex(0xb9742f), 0, 0}, {hex(0xd89a4f), -0.03, 0.05}} {
		for i := range 9 {
			turn := float64(i-4) / 4
			p := polar(point{0, 0.62}, 0.8, -math.Pi/2+turn*1.42)
			size := 0.36 - 0.2*math.Abs(turn)
			if i%2 == 1 && layer.margin > 0 {
				continue
			}
			e.oval(layer.colour, point{p.x, p.y + layer.down}, point{size - layer.margin, (size-layer.margin)*0.72 + 0.02}, turn*1.42-math.Pi/2)
		}
	}
	for i := range 5 {
		turn := float64(i*2-4) / 4
		p := polar(point{0, 0.62}, 0.88, -math.Pi/2+turn*1.42)
		e.oval(hex(0xecc07d), p, point{0.13 - 0.06*math.Abs(turn), 0.05}, turn*1.42)
	}
}

func bottle(e easel) {
	e.oval(shade(), point{0.03, 0.92}, point{0.62, 0.08}, 0)
	e.box(hex(0x2f6f8a), point{-0.46, -0.96}, point{-0.18, -0.82}, 0.04)
	e.box(hex(0x8cc3cf), point{-0.43, -0.84}, point{-0.21, -0.4}, 0.06)
	e.dome(hex(0x8cc3cf), point{-0.32, -0.12}, point{0.28, 0.42})
	e.box(hex(0x8cc3cf), point{-0.6, -0.14}, point{-0.04, 0.92}, 0.1)
	e.box(hex(0xb5dce2), point{-0.52, -0.06}, point{-0.44, 0.84}, 0.04)
	e.box(hex(0xfbf8f3), point{-0.6, 0.12}, point{-0.04, 0.5}, 0)
	for i := range 3 {
		y := 0.24 + 0.08*float64(i)
		e.stroke(hex(0x2f6f8a), 0.03, point{-0.48, y}, point{-0.16 - 0.08*float64(i), y})
	}
	glass(e, 0.36, hex(0xb9dfe6))
	for i, p := range strewn(14, 0.3) {
		e.disc(hex(0xeaf7f9), 0.36+p.x*0.6, 0.55+p.y*0.9, 0.018+0.006*float64(i%3))
	}
}

// glass stands at x, filled.
func glass(e easel, x float64, drink color.RGBA) {
	e.fill(hex(0xeef4f3), point{x - 0.34, -0.08}, point{x + 0.34, -0.08}, point{x + 0.25, 0.92}, point{x - 0.25, 0.92})
	e.fill(drink, point{x - 0.28, 0.1}, point{x + 0.28, 0.1}, point{x + 0.21, 0.86}, point{x - 0.21, 0.86})
}

func lemonade(e easel) {
	e.oval(shade(), point{0.03, 0.92}, point{0.5, 0.09}, 0)
	e.stroke(hex(0xc9573c), 0.06, point{0.02, 0.6}, point{0.34, -0.92})
	e.fill(hex(0xf3f7f4), point{-0.5, -0.42}, point{0.5, -0.42}, point{0.36, 0.92}, point{-0.36, 0.92})
	e.fill(hex(0xf2cf5b), point{-0.42, -0.18}, point{0.42, -0.18}, point{0.31, 0.84}, point{-0.31, 0.84})
	e.fill(hex(0xf7e08c), point{-0.42, -0.18}, point{-0.2, -0.18}, point{-0.16, 0.84}, point{-0.31, 0.84})
	for i, p := range []point{{-0.16, 0.02}, {0.16, 0.1}, {-0.02, 0.34}} {
		side := 0.12 - 0.01*float64(i)
		e.box(hex(0xfdf4cf), point{p.x - side, p.y - side}, point{p.x + side, p.y + side}, 0.03)
	}
	lemon(e, -0.42, -0.42, 0.26)
	leaf(e, 0.06, -0.3, 0.16, -0.5)
	leaf(e, -0.08, -0.34, 0.13, 0.9)
}

func woven(e easel) {
	e.fill(hex(0xa87139), point{-0.95, 0.12}, point{0.95, 0.12}, point{0.74, 0.86}, point{-0.74, 0.86})
	for row := range 5 {
		y := 0.2 + 0.145*float64(row)
		half := 0.92 - 0.28*(y-0.12)
		for i := range 9 {
			x := -half + half*2/9*(float64(i)+0.5)
			if (i+row)%2 == 0 {
				e.box(hex(0xc48f52), point{x - half/9, y - 0.055}, point{x + half/9, y + 0.055}, 0.045)
			}
		}
	}
	e.box(hex(0x8f5c2a), point{-1.02, 0.04}, point{1.02, 0.2}, 0.07)
	e.box(hex(0xb98249), point{-1.0, 0.05}, point{1.0, 0.12}, 0.035)
}

func vegetables(e easel) {
	e.oval(shade(), point{0.03, 0.86}, point{0.88, 0.09}, 0)
	for _, x := range []float64{-0.2, -0.06, 0.08} {
		e.stroke(hex(0x5c8f3a), 0.13, point{0, 0.1}, point{x - 0.02, -0.86})
	}
	e.stroke(hex(0xdfe9c4), 0.15, point{0, 0.1}, point{-0.04, -0.3})
	for i, x := range []float64{0.36, 0.52} {
		top := -0.52 + 0.08*float64(i)
		for _, side := range []float64{-0.1, 0, 0.1} {
			e.stroke(hex(0x6c9e4f), 0.04, point{x, top}, point{x + side, top - 0.28})
		}
		e.fill(hex(0xdf7a2a), point{x - 0.12, top}, point{x + 0.12, top}, point{x + 0.04, 0.2}, point{x - 0.06, 0.2})
		e.disc(hex(0xdf7a2a), x, top, 0.12)
		e.stroke(hex(0xc4621b), 0.02, point{x - 0.06, top + 0.2}, point{x + 0.03, top + 0.2})
	}
	for _, p := range circle(9, 0.24, 0) {
		e.disc(hex(0x6fa34a), p.x-0.5, p.y-0.12, 0.16)
	}
	e.disc(hex(0x8dbb63), -0.5, -0.14, 0.26)
	e.arc(hex(0xb9d68f), 0.03, point{-0.5, -0.02}, 0.2, 3.6, 5.6)
	for _, p := range []point{{0.18, -0.06}, {0.76, -0.08}} {
		e.disc(hex(0xc9392c), p.x, p.y, 0.22)
		e.disc(hex(0xdb6350), p.x-0.07, p.y-0.08, 0.07)
		for _, tip := range circle(5, 0.08, 0.3) {
			e.stroke(hex(0x4f8a4c), 0.03, point{p.x, p.y - 0.2}, point{p.x + tip.x, p.y - 0.2 + tip.y*0.5})
		}
	}
	woven(e)
}

func fruit(e easel) {
	e.oval(shade(), point{0.03, 0.86}, point{0.88, 0.09}, 0)
	e.arc(hex(0xe2b32f), 0.17, point{0.28, -0.75}, 0.62, 0.25, 1.9)
	e.arc(hex(0xf0c94f), 0.09, point{0.28, -0.77}, 0.62, 0.3, 1.85)
	for _, p := range []point{{-0.24, -0.46}, {-0.1, -0.46}, {-0.31, -0.34}, {-0.17, -0.34}, {-0.03, -0.34}, {-0.24, -0.22}, {-0.1, -0.22}, {-0.17, -0.1}} {
		e.disc(hex(0x5f3f77), p.x+0.06, p.y, 0.085)
		e.disc(hex(0x7f5d98), p.x+0.04, p.y-0.02, 0.04)
	}
	e.oval(hex(0xa9bb4a), point{-0.52, -0.06}, point{0.25, 0.27}, 0)
	e.oval(hex(0xa9bb4a), point{-0.52, -0.34}, point{0.14, 0.22}, 0)
	e.oval(hex(0xc3d26d), point{-0.6, -0.1}, point{0.07, 0.13}, 0)
	e.stroke(hex(0x6d4b2d), 0.035, point{-0.52, -0.54}, point{-0.47, -0.68})
	for i, p := range []point{{0.2, -0.02}, {0.68, -0.06}} {
		c := []color.RGBA{hex(0xc9392c), hex(0xd8862f)}[i]
		e.disc(c, p.x-0.07, p.y, 0.24)
		e.disc(c, p.x+0.07, p.y, 0.24)
		e.disc(hex(0xf0b39a), p.x-0.14, p.y-0.08, 0.055)
		e.stroke(hex(0x6d4b2d), 0.035, point{p.x, p.y - 0.18}, point{p.x + 0.04, p.y - 0.34})
		leaf(e, p.x+0.12, p.y-0.3, 0.11, -0.4)
	}
	woven(e)
}

func cheese(e easel) {
	e.oval(shade(), point{0.02, 0.6}, point{1.06, 0.14}, 0)
	e.fill(hex(0xf6e3a6), point{-0.98, 0.02}, point{0.42, -0.58}, point{0.98, -0.08})
	e.fill(hex(0xc9953f), point{0.42, -0.58}, point{0.54, -0.6}, point{1.04, -0.1}, point{0.98, -0.08})
	e.fill(hex(0xedcb72), point{-0.98, 0.02}, point{0.98, -0.08}, point{0.98, 0.5}, point{-0.98, 0.6})
	e.fill(hex(0xc9953f), point{0.98, -0.08}, point{1.05, -0.1}, point{1.05, 0.49}, point{0.98, 0.5})
	for _, h := range []struct{ x, y, r float64 }{{-0.6, 0.3, 0.09}, {-0.24, 0.4, 0.06}, {0.06, 0.2, 0.11}, {0.44, 0.36, 0.08}, {0.74, 0.12, 0.06}, {-0.36, 0.14, 0.05}} {
		e.oval(hex(0xcfa64d), point{h.x, h.y}, point{h.r, h.r * 0.8}, 0)
		e.oval(hex(0xdcb75f), point{h.x + 0.015, h.y + 0.015}, point{h.r * 0.8, h.r * 0.6}, 0)
	}
}

func yoghurts(e easel) {
	for i, x := range []float64{-0.72, 0, 0.72} {
		y := 0.04 * float64(i%2)
		e.oval(shade(), point{x + 0.02, 0.68 + y}, point{0.35, 0.07}, 0)
		e.box(hex(0xfdfaf2), point{x - 0.31, -0.4 + y}, point{x + 0.31, 0.68 + y}, 0.1)
		e.box(hex(0xf0eadd), point{x + 0.16, -0.4 + y}, point{x + 0.31, 0.68 + y}, 0.1)
		e.box([]color.RGBA{hex(0x6f9bb0), hex(0x4f8a4c), hex(0xd0795d)}[i], point{x - 0.35, -0.58 + y}, point{x + 0.35, -0.36 + y}, 0.06)
		e.disc([]color.RGBA{hex(0xcfe0e6), hex(0xd5e4c8), hex(0xf2d5c8)}[i], x, 0.16+y, 0.2)
		leaf(e, x, 0.16+y, 0.12, -0.6)
	}
}
