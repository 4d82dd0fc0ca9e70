package sim

import (
	"image/color"
	"math"
)

// sketch draws a motif around the easel's origin.
type sketch func(easel)

func plate(e easel) {
	e.disc(shade(), 0.04, 0.07, 0.94)
	e.disc(hex(0xfbf8f3), 0, 0, 0.92)
	e.disc(hex(0xefe9de), 0, 0, 0.68)
	e.disc(hex(0xf7f3ea), 0, 0, 0.66)
}

func bowl(e easel, outside, inside color.RGBA) {
	e.disc(shade(), 0.05, 0.08, 0.94)
	e.disc(outside, 0, 0, 0.92)
	e.disc(hex(0xf7f0e2), 0, 0, 0.84)
	e.disc(inside, 0, 0, 0.77)
}

func egg(e easel, x, y, tilt float64) {
	e.oval(shade(), point{x + 0.02, y + 0.03}, point{0.24, 0.19}, tilt)
	e.oval(hex(0xfdfaf2), point{x, y}, point{0.24, 0.19}, tilt)
	e.disc(hex(0xf2a93b), x, y, 0.11)
	e.disc(hex(0xf7c266), x-0.03, y-0.03, 0.045)
}

func lemon(e easel, x, y, r float64) {
	e.disc(hex(0xf0c63a), x, y, r)
	e.disc(hex(0xfff4c4), x, y, r*0.86)
	for i := range 8 {
		angle := math.Pi / 4 * float64(i)
		e.fill(hex(0xf7dc6a), polar(point{x, y}, r*0.15, angle), polar(point{x, y}, r*0.74, angle-0.28), polar(point{x, y}, r*0.8, angle), polar(point{x, y}, r*0.74, angle+0.28))
	}
}

func leaf(e easel, x, y, size, tilt float64) {
	e.oval(hex(0x4f8a4c), point{x, y}, point{size, size * 0.48}, tilt)
	e.stroke(hex(0x7fb075), size*0.1, polar(point{x, y}, size*0.75, tilt), polar(point{x, y}, -size*0.75, tilt))
}

func soup(e easel) {
	bowl(e, hex(0x3f6470), hex(0xe08a2e))
	e.arc(hex(0xf6d9a8), 0.07, point{0, 0}, 0.42, 0.3, 4.9)
	e.arc(hex(0xf6d9a8), 0.055, point{0.02, 0.02}, 0.2, 3.4, 7.6)
	for i, p := range strewn(16, 0.5) {
		e.oval(hex(0x5d7a3a), p, point{0.05, 0.028}, float64(i))
	}
}

func eggAndLentils(e easel) {
	plate(e)
	e.disc(hex(0x6d4b35), 0, 0, 0.56)
	for i, p := range strewn(110, 0.55) {
		e.oval([]color.RGBA{hex(0x8a6244), hex(0x77523a), hex(0x9b7450)}[i%3], p, point{0.045, 0.034}, float64(i))
	}
	egg(e, -0.2, -0.06, 0.4)
	egg(e, 0.22, 0.1, -0.5)
	leaf(e, 0.02, -0.36, 0.13, 0.5)
	leaf(e, 0.16, -0.32, 0.11, -0.6)
}

func chicken(e easel) {
	plate(e)
	for i, p := range []point{{-0.38, 0.2}, {-0.22, 0.36}, {-0.44, -0.02}, {-0.02, 0.42}} {
		e.oval(hex(0xd9a23f), p, point{0.13, 0.1}, float64(i))
		e.oval(hex(0xecc468), point{p.x - 0.02, p.y - 0.03}, point{0.085, 0.055}, float64(i))
	}
	e.stroke(hex(0xf3e6cf), 0.085, point{0.2, 0.06}, point{0.5, 0.3})
	e.disc(hex(0xf3e6cf), 0.5, 0.26, 0.065)
	e.disc(hex(0xf3e6cf), 0.47, 0.33, 0.065)
	e.oval(hex(0x9c5622), point{-0.02, -0.1}, point{0.4, 0.29}, 0.65)
	e.oval(hex(0xb96c2e), point{-0.06, -0.15}, point{0.31, 0.2}, 0.65)
	e.oval(hex(0xd08a47), point{-0.12, -0.22}, point{0.15, 0.075}, 0.65)
	for i, p := range []point{{0.32, -0.3}, {0.42, -0.16}, {0.24, -0.42}} {
		leaf(e, p.x, p.y, 0.1, 0.6+float64(i))
	}
}

func trout(e easel) {
	plate(e)
	e.fill(hex(0x6f8794), point{0.4, 0}, point{0.66, -0.2}, point{0.6, 0}, point{0.66, 0.2})
	e.oval(hex(0x7d96a3), point{-0.04, 0}, point{0.54, 0.21}, 0)
	e.oval(hex(0xb9c9cf), point{-0.04, 0.06}, point{0.49, 0.13}, 0)
	e.oval(hex(0xd99a8c), point{0.02, 0.01}, point{0.4, 0.035}, 0)
	for i := range 14 {
		e.disc(hex(0x55707d), -0.26+0.05*float64(i), -0.1+0.04*math.Sin(float64(i)*2.1), 0.017)
	}
	e.arc(hex(0x5f7a87), 0.02, point{-0.52, 0}, 0.19, -0.8, 0.8)
	e.disc(hex(0xfbf8f3), -0.44, -0.04, 0.045)
	e.disc(hex(0x2d3438), -0.44, -0.04, 0.025)
	lemon(e, 0.1, 0.36, 0.15)
	lemon(e, -0.18, 0.38, 0.12)
	leaf(e, 0.02, -0.36, 0.17, 0.1)
	leaf(e, 0.26, -0.32, 0.12, 0.5)
}

func flan(e easel) {
	plate(e)
	e.oval(hex(0xb5691f), point{0.03, 0.04}, point{0.56, 0.51}, 0.3)
	e.disc(hex(0xeec878), 0, 0, 0.43)
	e.disc(hex(0xc07a2b), 0, 0, 0.36)
	e.disc(hex(0x9d571a), 0, 0, 0.33)
	e.arc(hex(0xd79b52), 0.035, point{0, 0}, 0.25, 3.4, 4.7)
}

// pastry is a round crust with a waved edge.
func pastry(e easel, filling color.RGBA) {
	e.disc(shade(), 0.04, 0.07, 0.9)
	for _, p := range circle(28, 0.8, 0) {
		e.disc(hex(0xc98b45), p.x, p.y, 0.1)
	}
	e.disc(hex(0xdba55e), 0, 0, 0.82)
	e.disc(filling, 0, 0, 0.72)
}

func appleTart(e easel) {
	pastry(e, hex(0xefc873))
	for _, layer := range []struct {
		count  int
		r, len float64
	}{{18, 0.54, 0.17}, {11, 0.29, 0.15}, {4, 0.08, 0.1}} {
		for i, p := range circle(layer.count, layer.r, 0.2) {
			tilt := 0.2 + 2*math.Pi*float64(i)/float64(layer.count) + 0.5
			e.oval(hex(0xc4672f), p, point{layer.len, 0.085}, tilt)
			e.oval(hex(0xf8e3a3), point{p.x + 0.012, p.y + 0.012}, point{layer.len * 0.9, 0.062}, tilt)
		}
	}
}

func mushroomPie(e easel) {
	pastry(e, hex(0xd6954a))
	e.disc(hex(0xe2ae66), 0, 0, 0.64)
	for i := range 6 {
		angle := math.Pi / 3 * float64(i)
		e.arc(hex(0xa9682c), 0.03, polar(point{}, 0.34, angle), 0.2, angle-1, angle+0.9)
	}
	for _, m := range []struct{ x, y, size float64 }{{-0.02, 0.02, 0.2}, {0.3, -0.3, 0.13}, {-0.34, 0.3, 0.13}} {
		e.box(hex(0xf3e3c6), point{m.x - m.size*0.33, m.y - 0.03}, point{m.x + m.size*0.33, m.y + m.size*0.85}, m.size*0.2)
		e.dome(hex(0x86552f), point{m.x, m.y}, point{m.size, m.size * 0.9})
	}
}

func crust(e easel) {
	e.disc(shade(), 0.04, 0.07, 0.96)
	e.disc(hex(0xc98a45), 0, 0, 0.94)
	e.disc(hex(0xe0ab63), 0, 0, 0.91)
	e.disc(hex(0xc2452d), 0, 0, 0.78)
	e.disc(hex(0xf0c765), 0, 0, 0.74)
	for i, p := range strewn(14, 0.66) {
		e.oval(hex(0xf6dc94), p, point{0.1, 0.075}, float64(i)*1.7)
	}
}

func cuts(e easel) {
	for i := range 4 {
		angle := math.Pi/8 + math.Pi/4*float64(i)
		e.stroke(hex(0xb9793a), 0.014, polar(point{}, 0.9, angle), polar(point{}, -0.9, angle))
	}
}

func margherita(e easel) {
	crust(e)
	for i, p := range circle(6, 0.46, 0.2) {
		e.disc(hex(0xfdf6e3), p.x, p.y, 0.13)
		leaf(e, p.x*0.5, p.y*0.5, 0.12, float64(i)*1.3)
	}
	for _, p := range circle(6, 0.6, 0.7) {
		e.disc(hex(0xc2452d), p.x, p.y, 0.085)
		e.disc(hex(0xd9694c), p.x, p.y, 0.055)
	}
	cuts(e)
}

func fourSeasons(e easel) {
	crust(e)
	for i, p := range strewn(26, 0.66) {
		switch quarter := math.Atan2(p.y, p.x); {
		case quarter < -math.Pi/2:
			e.oval(hex(0xdb8a86), p, point{0.11, 0.08}, float64(i))
		case quarter < 0:
			e.disc(hex(0x3b3540), p.x, p.y, 0.075)
			e.disc(hex(0xf0c765), p.x, p.y, 0.03)
		case quarter < math.Pi/2:
			e.dome(hex(0xb58a63), point{p.x, p.y}, point{0.1, 0.09})
			e.box(hex(0xe6cfae), point{p.x - 0.03, p.y - 0.01}, point{p.x + 0.03, p.y + 0.08}, 0.02)
		default:
			leaf(e, p.x, p.y, 0.12, float64(i))
		}
	}
	cuts(e)
}

func garden(e easel) {
	crust(e)
	for i, p := range strewn(18, 0.64) {
		switch i % 3 {
		case 0:
			e.disc(hex(0x4f7a3d), p.x, p.y, 0.12)
			e.disc(hex(0xcfdc9b), p.x, p.y, 0.095)
		case 1:
			e.arc(hex(0xc9392c), 0.05, p, 0.09, float64(i), float64(i)+3.4)
		case 2:
			e.disc(hex(0x5b3a63), p.x, p.y, 0.11)
			e.disc(hex(0xe9dcc0), p.x, p.y, 0.085)
		}
	}
	cuts(e)
}

func noodles(e easel, broth color.RGBA) {
	bowl(e, hex(0x2f3a45), broth)
	for i := range 8 {
		r, from := 0.06+0.085*float64(i), 0.9*float64(i)
		e.arc(hex(0xd9a94e), 0.075, point{}, r, from, from+4.4)
		e.arc(hex(0xf3d891), 0.05, point{}, r, from, from+4.4)
	}
}

func chopsticks(e easel) {
	e.stroke(hex(0x8c4a32), 0.05, point{0.5, -1}, point{0.98, 0.9})
	e.stroke(hex(0x8c4a32), 0.05, point{0.64, -1}, point{1.06, 0.9})
}

func ramen(e easel) {
	noodles(e, hex(0xc7873d))
	e.fill(hex(0x25352c), point{-0.64, -0.34}, point{-0.3, -0.66}, point{-0.12, -0.4}, point{-0.46, -0.1})
	egg(e, 0.26, -0.24, 0.5)
	egg(e, -0.3, 0.24, -0.3)
	for i, p := range strewn(16, 0.2) {
		e.box(hex(0xf4c430), point{0.3 + p.x, 0.3 + p.y}, point{0.36 + p.x, 0.36 + p.y}, 0.02)
		if i%2 == 0 {
			e.disc(hex(0x6c9e4f), p.x*1.2, p.y*1.2-0.02, 0.04)
			e.disc(hex(0xd9e8b8), p.x*1.2, p.y*1.2-0.02, 0.018)
		}
	}
	chopsticks(e)
}

func udon(e easel) {
	noodles(e, hex(0xa9763f))
	for _, p := range []point{{-0.34, -0.28}, {-0.16, -0.42}, {-0.42, -0.08}} {
		e.disc(hex(0xd9762b), p.x, p.y, 0.13)
		e.disc(hex(0xef9a4c), p.x, p.y, 0.1)
	}
	for i, p := range []point{{0.3, -0.32}, {0.44, -0.14}, {0.2, -0.18}} {
		leaf(e, p.x, p.y, 0.2, 0.5+float64(i))
	}
	for _, p := range []point{{-0.22, 0.34}, {0.06, 0.42}, {-0.05, 0.2}} {
		e.dome(hex(0x7c5236), p, point{0.14, 0.13})
		e.box(hex(0xeedcc0), point{p.x - 0.04, p.y - 0.02}, point{p.x + 0.04, p.y + 0.1}, 0.03)
	}
	chopsticks(e)
}

func momos(e easel) {
	e.disc(shade(), 0.05, 0.08, 0.96)
	e.disc(hex(0xb5813f), 0, 0, 0.94)
	e.disc(hex(0xd6a863), 0, 0, 0.9)
	e.disc(hex(0xead3a2), 0, 0, 0.8)
	for i := range 9 {
		y := -0.64 + 0.16*float64(i)
		half := math.Sqrt(0.78*0.78 - y*y)
		e.stroke(hex(0xd9bd85), 0.02, point{-half, y}, point{half, y})
	}
	for _, p := range append(circle(7, 0.53, 0.3), point{}) {
		e.disc(shade(), p.x+0.02, p.y+0.03, 0.21)
		e.disc(hex(0xfbf5e6), p.x, p.y, 0.21)
		for i := range 9 {
			e.stroke(hex(0xe3d6b8), 0.02, polar(p, 0.06, float64(i)*0.698), polar(p, 0.16, float64(i)*0.698+0.35))
		}
		e.disc(hex(0xe3d6b8), p.x, p.y, 0.04)
	}
}

func edamame(e easel) {
	bowl(e, hex(0x8b4a3a), hex(0x5f3329))
	for i, p := range strewn(13, 0.56) {
		tilt := float64(i) * 1.1
		e.oval(hex(0x5c8f3a), p, point{0.3, 0.105}, tilt)
		e.oval(hex(0x78ab4d), p, point{0.27, 0.08}, tilt)
		for _, along := range []float64{-0.15, 0, 0.15} {
			bean := polar(p, along, tilt)
			e.disc(hex(0x97c667), bean.x, bean.y, 0.06)
		}
	}
	for i, p := range strewn(30, 0.6) {
		if i%2 == 0 {
			e.disc(hex(0xfdfaf2), p.x, p.y, 0.013)
		}
	}
}
