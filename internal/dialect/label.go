package dialect

import (
	"bytes"
	"crypto/hmac"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/label"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/web"
)

func (f *face) labelEndpoints() []web.Endpoint {
	return []web.Endpoint{{Pattern: "GET /tasks/label", Access: web.Public, Serve: f.taskLabel}}
}

// labelCode is the code of a task, or of one package of it.
var labelCode = regexp.MustCompile(`^67670011(\d{1,18})(?:P(\d{1,18})U\d{1,9})?8076$`)

// taskLabel is the label of a parcel, for whoever has its token: it is opened where nobody signs in.
func (f *face) taskLabel(c *web.Call) error {
	code := c.Query("code")
	if code == "" {
		return f.plainJSON(c, http.StatusBadRequest, Obj("error", "No code provided."))
	}
	task, parcel, what := partsOf(code)
	if !hmac.Equal([]byte(c.Query("token")), []byte(f.painter(c).token(what, task)[:16])) || f.house.Settings().PublicIDSalt == "" {
		return f.plainJSON(c, http.StatusBadRequest, Obj("error", "Invalid hash."))
	}
	var sheet label.Label
	err := f.read(c, func(tx *db.Tx) (err error) {
		sheet, err = f.labelOf(tx, task, parcel)
		return err
	})
	if fail.Is(err, fail.NotFound) {
		return f.plainJSON(c, http.StatusNotFound, Obj("error", "No data found."))
	}
	if err != nil {
		return err
	}
	sheet.Code = code
	var page bytes.Buffer
	if err := label.Write(&page, sheet); err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/pdf")
	c.W.Header().Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", code+".pdf"))
	_, _ = c.W.Write(page.Bytes()) // an error means that the caller went away
	return nil
}

// partsOf takes a code apart: its task, the package of that task or 0, and what its token is for.
func partsOf(code string) (task, parcel int64, what string) {
	m := labelCode.FindStringSubmatch(code)
	if m == nil {
		return 0, 0, ""
	}
	task, _ = strconv.ParseInt(m[1], 10, 64) // the pattern lets only numbers through that fit
	if m[2] == "" {
		return task, 0, "label"
	}
	parcel, _ = strconv.ParseInt(m[2], 10, 64)
	return task, parcel, "label " + code
}

// labelOf writes who gets what, where and when. Of a stop that is over the people are left out, as everywhere.
func (f *face) labelOf(tx *db.Tx, task, parcel int64) (l label.Label, err error) {
	s, err := delivery.LoadSheet(tx, task)
	if err != nil {
		return l, err
	}
	carried := []string{}
	for _, p := range s.Parcels {
		if parcel == 0 || p.ID == parcel {
			carried = append(carried, fmt.Sprintf("%d × %s", p.Quantity, p.Name))
		}
	}
	if parcel != 0 && len(carried) == 0 {
		return l, fail.New(fail.NotFound, "row.not_found")
	}
	if parcel != 0 {
		carried[0] = strings.SplitN(carried[0], " × ", 2)[1] // one of them
	}
	words := f.house.Words()
	head := func(key string) string { return words.T("label."+key, nil) }
	l = label.Label{Title: f.house.Settings().BrandName, Lines: []label.Line{
		{Head: head("address"), Text: s.Place.StreetAddress, Big: true},
		{Head: head("window"), Text: words.T("label.span", locale.Args{"day": words.Date(s.Before.Time), "from": words.Clock(s.After.Time), "to": words.Clock(s.Before.Time)})},
		{Head: head("sender"), Text: orEmpty(s.OrgName)}, {Head: head("order"), Text: orEmpty(s.OrderNumber)}, {Head: head("packages"), Text: strings.Join(carried, ", ")},
	}}
	if s.Shown != nil {
		l.Lines = append(l.Lines, label.Line{Head: head("weight"), Text: words.T("label.kilograms", locale.Args{"n": float64(*s.Shown) / 1000})})
	}
	if s.Status.Open() {
		name := orEmpty(s.Place.Name)
		if name == "" {
			name = orEmpty(s.Place.ContactName)
		}
		l.Lines = append([]label.Line{{Head: head("recipient"), Text: name, Big: true}}, l.Lines...)
		l.Lines = append(l.Lines, label.Line{Head: head("telephone"), Text: orEmpty(s.Place.Telephone)})
		l.Notes = strings.TrimSpace(s.Comments + "\n" + orEmpty(s.Place.Description))
	}
	return l, nil
}
