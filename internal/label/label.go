// Package label draws the labels that are stuck on parcels, as PDF.
package label

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Label is what stands on a parcel.
type Label struct {
	Title string // the co-op's name
	Code  string // drawn as a Code 128, and in digits
	Lines []Line
	Notes string // at the foot, as much of it as there is room for
}

// Line is a line of a label: what it is about in small letters, and its text.
type Line struct {
	Head, Text string
	Big        bool
}

// The page is an A5, in millimetres.
const (
	width, height = 148.0, 210.0
	margin        = 10.0
	barWidth      = width - 2*margin
	barHeight     = 32.0
)

// Write draws labels, a page each. Letters that the font has not are left out. A code may have printable ASCII alone.
func Write(w io.Writer, labels ...Label) error {
	p := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: width, Ht: height}})
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(false, 0)
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	for _, l := range labels {
		if err := l.draw(p); err != nil {
			return err
		}
	}
	return p.Output(w)
}

func (l Label) draw(p *fpdf.Fpdf) error {
	p.AddPage()
	bars, err := l.bars()
	if err != nil {
		return err
	}
	text(p, "B", 14, plain(l.Title))
	p.RegisterImageOptionsReader(l.Code, fpdf.ImageOptions{ImageType: "PNG"}, bars)
	p.ImageOptions(l.Code, margin, p.GetY()+2, barWidth, barHeight, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	p.SetY(p.GetY() + barHeight + 4)
	text(p, "", 11, l.Code)
	p.Ln(4)
	for _, line := range l.Lines {
		if line.Text == "" || p.GetY() > height-margin-20 {
			continue
		}
		text(p, "", 9, plain(line.Head))
		size, style := 12.0, ""
		if line.Big {
			size, style = 18, "B"
		}
		text(p, style, size, plain(line.Text))
		p.Ln(2)
	}
	l.notes(p)
	return p.Error()
}

// notes writes the foot, down to the end of the page and no further.
func (l Label) notes(p *fpdf.Fpdf) {
	p.SetFont("go", "", 11)
	const lineHeight = 5
	for _, line := range p.SplitText(plain(l.Notes), barWidth) {
		if p.GetY() > height-margin-lineHeight {
			return
		}
		p.CellFormat(barWidth, lineHeight, line, "", 1, "L", false, 0, "")
	}
}

func text(p *fpdf.Fpdf, style string, size float64, words string) {
	p.SetFont("go", style, size)
	p.MultiCell(barWidth, size*0.45, words, "", "L", false)
}

// plain leaves out what the drawing library cannot bear: it knows the basic plane of Unicode alone.
func plain(words string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff || r < ' ' && r != '\n' {
			return -1
		}
		return r
	}, words)
}

// bars is the code as a picture of single points for the bars, which the page makes as wide as it has room.
func (l Label) bars() (io.Reader, error) {
	code, err := code128.Encode(l.Code)
	if err != nil {
		return nil, fmt.Errorf("a barcode of %q: %w", l.Code, err)
	}
	const points, tall = 4, 200 // of a bar, of the picture
	scaled, err := barcode.Scale(code, code.Bounds().Dx()*points, tall)
	if err != nil {
		return nil, fmt.Errorf("a barcode of %q: %w", l.Code, err)
	}
	grey := image.NewGray(scaled.Bounds()) // the library's own kind of picture has no PNG that readers of PDF take
	for y := range tall {
		for x := range scaled.Bounds().Dx() {
			grey.Set(x, y, scaled.At(x, y))
		}
	}
	var b bytes.Buffer
	return &b, png.Encode(&b, grey)
}
