package label_test

import (
	"bytes"
	"strings"
	"testing"

	"pignon.coop/internal/label"
)

func TestLabelsArePages(t *testing.T) {
	t.Parallel()
	one := label.Label{Title: "Les Pignons", Code: "67670011428076", Lines: []label.Line{
		{Head: "Destinataire", Text: "Łódź Ελλάδα 🚲", Big: true}, {Head: "Adresse", Text: strings.Repeat("une très longue rue ", 40)}, {Head: "Rien"},
	}, Notes: strings.Repeat("sonner deux fois\n", 60)}
	var b bytes.Buffer
	if err := label.Write(&b, one, label.Label{Code: "67670011142P7U38076"}); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) || bytes.Count(b.Bytes(), []byte("/Type /Page\n")) != 2 {
		t.Errorf("%d pages in %d bytes", bytes.Count(b.Bytes(), []byte("/Type /Page\n")), b.Len())
	}
	if err := label.Write(&b, label.Label{Code: "é"}); err == nil {
		t.Error("a code that no scanner reads was drawn")
	}
}
