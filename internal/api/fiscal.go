package api

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Document is an invoice or a credit note.
type Document struct {
	ID       int64        `json:"id"`
	Kind     string       `json:"kind" enum:"invoice,credit_note"`
	Number   string       `json:"number" doc:"R7-2026-000012: without holes in its series"`
	Day      span.Day     `json:"day"`
	At       span.Instant `json:"at"`
	Total    int64        `json:"total" doc:"With taxes; minor units"`
	Tax      int64        `json:"tax" doc:"Minor units"`
	Corrects *int64       `json:"corrects" doc:"The invoice that a credit note takes back"`
	Hash     string       `json:"hash" doc:"SHA-256 of what it says, and of the hash of the document before it"`
}

func documentOf(d fiscal.Document) Document {
	return Document{
		ID: d.ID, Kind: string(d.Kind), Number: d.Name(), Day: d.Day, At: d.IssuedAt, Total: int64(d.Total), Tax: int64(d.Tax), Corrects: d.CorrectsID, Hash: d.Hash,
	}
}

// InvoiceIn asks for an invoice.
type InvoiceIn struct {
	BillingAddress *string `json:"billingAddress,omitempty" maxLength:"500" doc:"Whom it is addressed to, where that is not the address of the delivery"`
}

// Entity is who sells, as the law knows them.
type Entity struct {
	Shop       int64  `json:"shop" doc:"A restaurant that sells in its own name; 0: the co-op itself"`
	LegalName  string `json:"legalName" maxLength:"200"`
	LegalID    string `json:"legalId,omitempty" maxLength:"40" doc:"In France: SIREN or SIRET"`
	VATID      string `json:"vatId,omitempty" maxLength:"40"`
	Street     string `json:"street,omitempty" maxLength:"200"`
	PostalCode string `json:"postalCode,omitempty" maxLength:"20"`
	City       string `json:"city,omitempty" maxLength:"100"`
	Country    string `json:"country" maxLength:"2" doc:"Two letters"`
	Version    int64  `json:"version,omitempty" doc:"That was seen; none for a new one"`
}

// Closure adds up what was sold in a day, month or year that is over.
type Closure struct {
	Shop      int64  `json:"shop" doc:"Who sold; 0: the co-op itself"`
	Period    string `json:"period" enum:"day,month,year"`
	Label     string `json:"label" doc:"2031-05-06, 2031-05 or 2031"`
	Documents int64  `json:"documents"`
	Sales     int64  `json:"sales" doc:"Of invoices; minor units"`
	Credits   int64  `json:"credits" doc:"Of credit notes; minor units"`
	Tax       int64  `json:"tax" doc:"Minor units"`
	Perpetual int64  `json:"perpetual" doc:"All sales ever, up to its end; minor units"`
	Hash      string `json:"hash"`
}

type (
	documentsIn struct{ PathID }
	invoiceIn   struct {
		PathID
		Body *InvoiceIn `required:"false"`
	}
	entityIn struct {
		Body Entity
	}
	pdfOut struct {
		ContentType string `header:"Content-Type"`
		Disposition string `header:"Content-Disposition"`
		Body        []byte
	}
)

func (f *face) fiscalRoutes() {
	tags := []string{"money"}
	register(f, web.Known, huma.Operation{Method: http.MethodGet, Path: "/v1/orders/{id}/documents", Tags: tags, Summary: "Invoices and credit notes of an order"}, f.documents)
	register(f, web.Known, huma.Operation{
		Method: http.MethodPost, Path: "/v1/orders/{id}/invoice", Tags: tags, Summary: "Write the invoice of an order", DefaultStatus: http.StatusCreated,
		Description: "Where one stands already that says the same, it is given. One with another address is taken back by a credit note first.",
	}, f.writeInvoice)
	register(f, web.Known, huma.Operation{
		Method: http.MethodGet, Path: "/v1/documents/{id}/pdf", Tags: tags, Summary: "An invoice or credit note as PDF",
		Description: "PDF/A-3. Where nothing that the law wants is missing it holds the same as XML: Factur-X, profile EN 16931.",
	}, f.documentFile)
	register(f, web.Needs(authz.Admin), huma.Operation{Method: http.MethodGet, Path: "/v1/fiscal/entities", Tags: tags, Summary: "Who sells, as the law knows them"}, f.entities)
	register(f, web.Needs(authz.Admin), huma.Operation{
		Method: http.MethodPut, Path: "/v1/fiscal/entities", Tags: tags, Summary: "Say who sells",
		Description: "A restaurant that is named here sells in its own name and has series of its own; the co-op sells what the others make.",
	}, f.saveEntity)
	register(f, web.Needs(authz.Admin), huma.Operation{Method: http.MethodGet, Path: "/v1/fiscal/closures", Tags: tags, Summary: "Closures of days, months and years"}, f.closures)
	register(f, web.Needs(authz.Admin), huma.Operation{
		Method: http.MethodGet, Path: "/v1/fiscal/fec.txt", Tags: tags, Summary: "Every entry of a period, as the tax office asks for it",
		Description: "The French fichier des écritures comptables: 18 columns with tabs between them. Debits and credits are equal.",
	}, f.fec)
	register(f, web.Needs(authz.Admin), huma.Operation{
		Method: http.MethodGet, Path: "/v1/fiscal/archive.zip", Tags: tags, Summary: "Every invoice and credit note of a period, with their hashes",
		Description: "Readable without this program: a PDF each, and documents.csv with number, day, totals and hashes.",
	}, f.archive)
}

func (f *face) documents(ctx context.Context, who authz.Actor, in *documentsIn) (*answer[[]Document], error) {
	out := []Document{}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		all, err := fiscal.ViewDocuments(tx, in.ID)
		for _, d := range all {
			out = append(out, documentOf(d))
		}
		return err
	})
	return &answer[[]Document]{out}, err
}

func (f *face) writeInvoice(ctx context.Context, who authz.Actor, in *invoiceIn) (*answer[Document], error) {
	ask := fiscal.IssueIn{OrderID: in.ID}
	if in.Body != nil {
		ask.BillingAddress = in.Body.BillingAddress
	}
	var d fiscal.Document
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		if _, err = fiscal.ViewDocuments(tx, in.ID); err != nil {
			return err
		}
		d, err = f.house.Fiscal.IssueInvoice(tx, ask)
		return err
	})
	return &answer[Document]{documentOf(d)}, err
}

func (f *face) documentFile(ctx context.Context, who authz.Actor, in *PathID) (*pdfOut, error) {
	var d fiscal.Document
	var pdf []byte
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		d, pdf, err = fiscal.ViewFile(tx, in.ID)
		return err
	})
	return &pdfOut{ContentType: "application/pdf", Disposition: fmt.Sprintf("inline; filename=%q", d.Name()+".pdf"), Body: pdf}, err
}

func (f *face) entities(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[[]Entity], error) {
	out := []Entity{}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		all, err := fiscal.ListEntities(tx)
		for _, e := range all {
			out = append(out, entityOf(e))
		}
		return err
	})
	return &answer[[]Entity]{out}, err
}

func entityOf(e fiscal.Entity) Entity {
	return Entity{
		Shop: int64(e.Issuer), LegalName: e.LegalName, LegalID: e.LegalID, VATID: e.VATID, Street: e.Street, PostalCode: e.PostalCode, City: e.City, Country: e.Country,
		Version: e.Version,
	}
}

func (f *face) saveEntity(ctx context.Context, who authz.Actor, in *entityIn) (*answer[Entity], error) {
	b := in.Body
	e := fiscal.Entity{
		Issuer: fiscal.Issuer(b.Shop), LegalName: b.LegalName, LegalID: b.LegalID, VATID: b.VATID, Street: b.Street, PostalCode: b.PostalCode, City: b.City, Country: b.Country,
		Version: b.Version,
	}
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		e, err = fiscal.SaveEntity(tx, e)
		return err
	})
	return &answer[Entity]{entityOf(e)}, err
}

func (f *face) closures(ctx context.Context, who authz.Actor, in *booksIn) (*answer[[]Closure], error) {
	from, to, err := f.period(in)
	if err != nil {
		return nil, err
	}
	out := []Closure{}
	err = f.read(ctx, who, func(tx *db.Tx) error {
		all, err := fiscal.ListClosures(tx, from, to)
		for _, c := range all {
			out = append(out, Closure{
				Shop: int64(c.Issuer), Period: string(c.Period), Label: c.Label, Documents: c.Documents, Sales: int64(c.Sales), Credits: int64(c.Credits),
				Tax: int64(c.Tax), Perpetual: int64(c.Perpetual), Hash: c.Hash,
			})
		}
		return err
	})
	return &answer[[]Closure]{out}, err
}

func (f *face) fec(ctx context.Context, who authz.Actor, in *booksIn) (*sheetOut, error) {
	from, to, lines, err := f.lines(ctx, who, in)
	if err != nil {
		return nil, err
	}
	sheet, err := fiscal.WriteFEC(fiscal.Rows(lines, f.house.Zone()))
	return &sheetOut{ContentType: "text/plain; charset=utf-8", Disposition: fmt.Sprintf("attachment; filename=FEC-%s-%s.txt", from, to), Body: sheet}, err
}

// archive writes file by file, so that no period is too long.
func (f *face) archive(ctx context.Context, who authz.Actor, in *booksIn) (*huma.StreamResponse, error) {
	from, to, err := f.period(in)
	if err != nil {
		return nil, err
	}
	if err := fiscal.MayArchive(who); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "application/zip")
		c.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=invoices-%s-%s.zip", from, to))
		out := zip.NewWriter(c.BodyWriter())
		err := f.read(ctx, who, func(tx *db.Tx) error { return packDocuments(tx, out, from, to) })
		if err == nil {
			err = out.Close() // without its end the archive is no archive, so that nobody takes a part for the whole
		}
		if err != nil {
			f.house.Log.Error("an archive of invoices was not written", "error", err)
		}
	}}, nil
}

func packDocuments(tx *db.Tx, out *zip.Writer, from, to span.Day) error {
	all, err := fiscal.ListArchive(tx, from, to)
	if err != nil {
		return err
	}
	for _, d := range all {
		_, pdf, err := fiscal.File(tx, d)
		if err != nil {
			return err
		}
		w, err := out.CreateHeader(&zip.FileHeader{Name: d.Name() + ".pdf", Modified: d.IssuedAt.Time})
		if err != nil {
			return err
		}
		if _, err := w.Write(pdf); err != nil {
			return err
		}
	}
	w, err := out.Create("documents.csv")
	if err != nil {
		return err
	}
	sheet := csv.NewWriter(w)
	_ = sheet.Write([]string{"number", "kind", "day", "issued", "order", "corrects", "total", "tax", "file_sha256", "previous_hash", "hash", "position", "content"}) // Error tells below
	for _, d := range all {
		corrects := ""
		if d.CorrectsID != nil {
			corrects = strconv.FormatInt(*d.CorrectsID, 10)
		}
		_ = sheet.Write([]string{
			d.Name(), string(d.Kind), string(d.Day), d.IssuedAt.Format(time.RFC3339Nano), strconv.FormatInt(d.OrderID, 10), corrects, decimal(d.Total), decimal(d.Tax),
			d.FileHash, d.Previous, d.Hash, strconv.FormatInt(d.Position, 10), d.Content,
		})
	}
	sheet.Flush()
	return sheet.Error()
}
