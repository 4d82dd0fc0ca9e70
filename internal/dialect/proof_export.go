package dialect

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) proofEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/stores/{id}/pod_export/count", Access: web.Known, Serve: f.countProofs},
		{Pattern: "POST /api/stores/{id}/pod_export", Access: web.Known, Reads: true, Serve: f.exportProofs},
	}
}

const mostProofDays = 7

// proofQuery is of when proofs are asked for: the days as they were written, and the range that they mean.
type proofQuery struct {
	from, to string
	within   span.Range
}

// proofQueryIn reads it from the query or the body. A day without a time counts whole.
func (f *face) proofQueryIn(c *web.Call) (q proofQuery, err error) {
	b, err := bodyOf(c, true)
	if err != nil {
		return q, err
	}
	q.from, q.to = c.Query("from"), c.Query("to")
	for key, text := range map[string]*string{"from": &q.from, "to": &q.to} {
		if err := b.into(key, text); err != nil {
			return q, err
		}
		if *text == "" {
			return q, fail.New(fail.Invalid, "proof.range.missing")
		}
	}
	if q.within.From, err = f.moment(q.from); err != nil {
		return q, err
	}
	if q.within.To, err = f.moment(q.to); err != nil {
		return q, err
	}
	if q.within.From.After(q.within.To.Time) {
		return q, fail.New(fail.Invalid, "proof.range.backwards")
	}
	if q.within.From.AddDate(0, 0, mostProofDays).Before(q.within.To.Time) {
		return q, fail.New(fail.Invalid, "proof.range.too_long", "most", mostProofDays)
	}
	zone := f.house.Words().Zone()
	last := span.DayOf(q.within.To.Time, zone)
	if _, err := span.ParseDay(q.to); err == nil {
		q.within.To = last.In(zone).To
	}
	q.from, q.to = string(span.DayOf(q.within.From.Time, zone)), string(last)
	return q, nil
}

func (f *face) proved(c *web.Call) (q proofQuery, deliveries []int64, err error) {
	id, err := c.ID("id")
	if err != nil {
		return q, nil, err
	}
	if _, err := worked(c, f.read, func(tx *db.Tx) ([]int64, error) { return flow.Proved(tx, id, span.Range{}) }); err != nil {
		return q, nil, err // who may not is told nothing of how to ask
	}
	if q, err = f.proofQueryIn(c); err != nil {
		return q, nil, err
	}
	deliveries, err = worked(c, f.read, func(tx *db.Tx) ([]int64, error) { return flow.Proved(tx, id, q.within) })
	return q, deliveries, err
}

func (f *face) countProofs(c *web.Call) error {
	_, deliveries, err := f.proved(c)
	if err != nil {
		return err
	}
	return f.plainJSON(c, 200, Obj("deliveries", len(deliveries)))
}

// exportProofs answers with an archive of photos and two reports about them. It is written as it is made: an archive that breaks off has no
// end, which every program notices.
func (f *face) exportProofs(c *web.Call) error {
	q, deliveries, err := f.proved(c)
	if err != nil {
		return err
	}
	if len(deliveries) == 0 {
		return fail.New(fail.NotFound, "row.not_found")
	}
	download(c, "application/zip", "attachment", "deliveries_"+q.from+"_"+q.to+".zip")
	out := proofArchive{face: f, call: c, Writer: zip.NewWriter(c.W)}
	for _, id := range deliveries {
		list, err := worked(c, f.read, func(tx *db.Tx) ([]flow.Proof, error) { return flow.Proofs(tx, id) })
		if err != nil {
			return err
		}
		for _, p := range list {
			if err := out.add(p); err != nil {
				return err
			}
		}
	}
	if err := out.report(); err != nil {
		return err
	}
	return out.Close()
}

type proofArchive struct {
	*face
	call *web.Call
	*zip.Writer
	rows []proofRow
}

// proofRow is a drop-off in the reports.
type proofRow struct {
	Delivery                           int64
	Number, Recipient, Status, Comment string
	Photos                             []string
	Incidents                          int
}

func (a *proofArchive) add(p flow.Proof) error {
	folder := fmt.Sprintf("delivery_%d/task_%d/", *p.DeliveryID, p.ID)
	row := proofRow{Delivery: *p.DeliveryID, Number: string(textOf(p.OrderNumber)), Status: string(p.Status), Comment: p.Comment, Incidents: len(p.Incidents)}
	if row.Recipient = string(textOf(p.Place.ContactName)); row.Recipient == "" {
		row.Recipient = string(textOf(p.Place.Name))
	}
	for _, m := range p.Images {
		name := folder + "pod_" + path.Base(m.Name)
		if kept, err := a.photo(name, m.Name, m.CreatedAt.Time); err != nil {
			return err
		} else if kept {
			row.Photos = append(row.Photos, name)
		}
	}
	a.rows = append(a.rows, row)
	for _, i := range p.Incidents {
		if err := a.incident(fmt.Sprintf("%sincident_%d/", folder, i.ID), i); err != nil {
			return err
		}
	}
	return nil
}

func (a *proofArchive) incident(folder string, i incident.View) error {
	for _, m := range i.Images {
		if _, err := a.photo(folder+"incident_image_"+path.Base(m.Name), m.Name, m.CreatedAt.Time); err != nil {
			return err
		}
	}
	words := a.house.Words()
	lines := []string{i.Title, words.T("proof.incident", locale.Args{"status": string(i.Status), "reason": string(i.Reason), "at": a.when(i.CreatedAt)}), string(i.Description)}
	for _, e := range i.Entries {
		if e.Message != "" {
			lines = append(lines, a.when(e.CreatedAt)+" "+string(e.Message))
		}
	}
	return a.text(folder+"infos.txt", func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
		return err
	})
}

func (a *proofArchive) when(at span.Instant) string {
	words := a.house.Words()
	return words.Date(at.Time) + " " + words.Clock(at.Time)
}

// photo copies a photo; kept is false for one whose file is gone.
func (a *proofArchive) photo(name, blob string, at time.Time) (kept bool, err error) {
	content, _, err := a.house.Photos.Open(a.call.R.Context(), blob)
	if fail.Is(err, fail.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer content.Close()                                                                                             //nolint:errcheck // it was only read
	w, err := a.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: at.In(a.house.Words().Zone())}) // photos are packed already
	if err != nil {
		return false, err
	}
	_, err = io.Copy(w, content)
	return true, err
}

func (a *proofArchive) text(name string, write func(io.Writer) error) error {
	w, err := a.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.house.DB.Now().In(a.house.Words().Zone())})
	if err != nil {
		return err
	}
	return write(w)
}

func (a *proofArchive) report() error {
	if err := a.text("report.csv", a.csv); err != nil {
		return err
	}
	words := a.house.Words()
	page := map[string]any{"Lang": words.Language(), "Title": words.T("proof.title", nil), "Rows": a.rows}
	for _, column := range []string{"delivery", "number", "recipient", "status", "comment", "photos", "incidents"} {
		page[column] = words.T("proof."+column, nil)
	}
	return a.text("report.html", func(w io.Writer) error { return proofPage.Execute(w, page) })
}

func (a *proofArchive) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"delivery", "order_number", "recipient", "status", "comment", "pods", "incidents"}) // Flush keeps the error
	for _, r := range a.rows {
		_ = out.Write([]string{strconv.FormatInt(r.Delivery, 10), r.Number, web.SheetText(r.Recipient), r.Status, web.SheetText(r.Comment), strings.Join(r.Photos, "\n"),
			strconv.Itoa(r.Incidents)})
	}
	out.Flush()
	return out.Error()
}

var proofPage = template.Must(template.New("report").Parse(`<!doctype html>
<html lang="{{.Lang}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title>
<style>body{font:16px/1.5 sans-serif;margin:2rem}table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}img{max-width:12rem}</style>
<h1>{{.Title}}</h1>
<table><thead><tr><th scope="col">{{.delivery}}<th scope="col">{{.number}}<th scope="col">{{.recipient}}<th scope="col">{{.status}}<th scope="col">{{.comment}}<th scope="col">{{.photos}}<th scope="col">{{.incidents}}</tr></thead><tbody>
{{range .Rows}}<tr><td>{{.Delivery}}<td>{{.Number}}<td>{{.Recipient}}<td>{{.Status}}<td>{{.Comment}}<td>{{range .Photos}}<a href="{{.}}"><img src="{{.}}" alt="{{$.photos}}"></a> {{end}}<td>{{.Incidents}}</tr>
{{end}}</tbody></table></html>
`))
