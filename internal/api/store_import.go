package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// StoreImports are the last imports of a store.
type StoreImports struct {
	Imports []StoreImport `json:"imports" doc:"Newest first, without their rows"`
}

// StoreImport is a table of deliveries, with what became of its rows.
type StoreImport struct {
	ID        int64        `json:"id" doc:"0 for a try"`
	Filename  string       `json:"filename"`
	Status    string       `json:"status" enum:"tried,pending,started,completed,failed"`
	CreatedAt span.Instant `json:"createdAt"`
	Size      int          `json:"size" doc:"How many rows it has; 0 in lists"`
	Rows      []ImportLine `json:"rows" doc:"Those that are done"`
}

// ImportLine is what became, or would become, of a row.
type ImportLine struct {
	Number     int64    `json:"number" doc:"From 1, without the line of names"`
	DeliveryID *int64   `json:"deliveryId"`
	Total      *int64   `json:"total" doc:"Of a try: minor units; null where the store has no price list"`
	Errors     []string `json:"errors" doc:"Sentences for people"`
}

type sheetIn struct {
	PathID
	Filename string `query:"filename" maxLength:"255"`
	RawBody  []byte `contentType:"text/csv" doc:"With a line of column names; a workbook (XLSX) is taken as well"`
}

func (in *sheetIn) start() flow.StartImportIn {
	return flow.StartImportIn{StoreID: in.ID, Filename: in.Filename, Sheet: string(in.RawBody)}
}

const lastImports = 50

func (f *face) importRoutes() {
	tags := []string{"stores"}
	users := web.Needs(authz.User)
	register(f, users, huma.Operation{Method: http.MethodPost, Path: "/v1/stores/{id}/imports", Tags: tags, Summary: "Import deliveries from a table",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: flow.MostImportBytes}, f.startImport)
	register(f, users, phased(huma.Operation{Method: http.MethodPost, Path: "/v1/stores/{id}/imports/try", Tags: tags,
		Summary: "What would become of a table; keeps nothing", MaxBodyBytes: flow.MostImportBytes}), f.tryImport)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/{id}/imports", Tags: tags, Summary: "The last imports of a store"}, f.storeImports)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/imports/{id}", Tags: tags, Summary: "An import with what became of its rows"}, f.storeImport)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/imports/{id}/wrong-rows", Tags: tags, Summary: "The rows that were wrong as CSV, to be mended and sent again"}, f.wrongRows)
}

// importOf is an import as it stands in lists.
func importOf(i flow.Import) StoreImport {
	return StoreImport{ID: i.ID, Filename: i.Filename, Status: string(i.Status), CreatedAt: i.CreatedAt, Rows: []ImportLine{}}
}

// wholeImport is an import with its rows.
func wholeImport(i flow.Import, rows []flow.ImportRow) (out StoreImport, err error) {
	out = importOf(i)
	for _, r := range rows {
		out.Rows = append(out.Rows, ImportLine{Number: r.Number, DeliveryID: r.DeliveryID, Errors: r.Errors.V})
	}
	out.Size, err = i.Size()
	return out, err
}

func (f *face) startImport(ctx context.Context, who authz.Actor, in *sheetIn) (*answer[StoreImport], error) {
	var i flow.Import
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		i, err = flow.StartImport(tx, in.start())
		return err
	})
	if err != nil {
		return nil, hidden(err)
	}
	out, err := wholeImport(i, nil)
	return &answer[StoreImport]{out}, err
}

func (f *face) tryImport(ctx context.Context, who authz.Actor, in *sheetIn) (*answer[StoreImport], error) {
	parcels := f.parcels()
	parcels.Words = func() *locale.Printer { return f.words(ctx) } // nothing is kept
	rows, err := flow.Importer{Parcels: parcels, Geocoder: f.house.Geocoder}.Try(ctx, who, in.start())
	out := StoreImport{Filename: in.Filename, Status: "tried", Size: len(rows), Rows: []ImportLine{}}
	for _, r := range rows {
		out.Rows = append(out.Rows, ImportLine{Number: r.Number, Total: (*int64)(r.Price), Errors: r.Errors})
	}
	return &answer[StoreImport]{out}, hidden(err)
}

func (f *face) storeImports(ctx context.Context, who authz.Actor, in *PathID) (*answer[StoreImports], error) {
	out := StoreImports{Imports: []StoreImport{}}
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := flow.ImportsOf(tx, in.ID, lastImports)
		for _, i := range list {
			out.Imports = append(out.Imports, importOf(i))
		}
		return err
	})
	return &answer[StoreImports]{out}, err
}

func (f *face) storeImport(ctx context.Context, who authz.Actor, in *PathID) (*answer[StoreImport], error) {
	var out StoreImport
	err := f.read(ctx, who, func(tx *db.Tx) error {
		i, rows, err := flow.ReadImport(tx, in.ID)
		if err != nil {
			return hidden(err)
		}
		out, err = wholeImport(i, rows)
		return err
	})
	return &answer[StoreImport]{out}, err
}

func (f *face) wrongRows(ctx context.Context, who authz.Actor, in *PathID) (*sheetOut, error) {
	var table string
	err := f.read(ctx, who, func(tx *db.Tx) error {
		i, rows, err := flow.ReadImport(tx, in.ID)
		if err != nil {
			return hidden(err)
		}
		table, err = flow.WrongRows(i, rows)
		return err
	})
	return &sheetOut{ContentType: "text/csv; charset=utf-8", Disposition: fmt.Sprintf("attachment; filename=import-%d-errors.csv", in.ID), Body: []byte(table)}, err
}
