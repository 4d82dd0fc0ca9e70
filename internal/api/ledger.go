package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/ledger"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Split is where the money of an order goes. The shares add up to the total.
type Split struct {
	Total  int64   `json:"total" doc:"What the customer is charged, less what was given back; minor units"`
	Shares []Share `json:"shares" doc:"Empty for a basket, and for an order that will not be"`
}

// Share is a part of an order's money.
type Share struct {
	Account string  `json:"account" enum:"shop,ride,coop,card_fee,tax,tip,deposit"`
	Shop    *string `json:"shop" doc:"Name, when it is a shop's"`
	Amount  int64   `json:"amount" doc:"Minor units; negative where the co-op bears a loss"`
}

// Books are the balances of all accounts over a period.
type Books struct {
	From     span.Day  `json:"from"`
	To       span.Day  `json:"to" doc:"The last day, itself included"`
	Orders   int64     `json:"orders" doc:"How many orders were booked or booked back"`
	Accounts []Balance `json:"accounts" doc:"They add up to zero"`
}

// Balance is what moved on an account.
type Balance struct {
	Account string `json:"account" enum:"customer,provider,cash,shop,ride,coop,card_fee,tax,tip,deposit"`
	Debit   int64  `json:"debit" doc:"Minor units"`
	Credit  int64  `json:"credit" doc:"Minor units"`
	Balance int64  `json:"balance" doc:"Credit less debit: positive when it was earned by the account or is owed to it"`
}

type booksIn struct {
	From string `query:"from" doc:"2031-05-01; the first day of this month when missing"`
	To   string `query:"to" doc:"2031-05-31; today when missing"`
}

func (f *face) ledgerRoutes() {
	tags := []string{"money"}
	register(f, web.Known, huma.Operation{Method: http.MethodGet, Path: "/v1/orders/{id}/split", Tags: tags, Summary: "Where the money of an order goes"}, f.split)
	register(f, web.Needs(authz.Admin), huma.Operation{Method: http.MethodGet, Path: "/v1/books", Tags: tags, Summary: "Balances of a period"}, f.books)
	register(f, web.Needs(authz.Admin), huma.Operation{
		Method: http.MethodGet, Path: "/v1/books.csv", Tags: tags, Summary: "Every entry of a period, for the accountant",
		Description: "Columns: transaction, date, kind, order, payment, account, shop, debit, credit. Debits and credits are equal, for each transaction too.",
	}, f.entries)
}

func (f *face) split(ctx context.Context, who authz.Actor, in *PathID) (*answer[Split], error) {
	var v ledger.SplitView
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		v, err = ledger.ViewSplit(tx, in.ID)
		return err
	})
	out := Split{Total: int64(v.Total), Shares: []Share{}}
	for _, s := range v.Shares {
		share := Share{Account: string(s.Account), Amount: int64(s.Amount)}
		if name := v.Shops[s.RestaurantID].Name; name != "" {
			share.Shop = &name
		}
		out.Shares = append(out.Shares, share)
	}
	return &answer[Split]{out}, err
}

// period reads the days of a question about the books.
func (f *face) period(in *booksIn) (from, to span.Day, err error) {
	if to, err = f.day(in.To); err != nil {
		return from, to, err
	}
	if in.From == "" {
		return to[:len("2031-05-")] + "01", to, nil
	}
	from, err = f.day(in.From)
	return from, to, err
}

func (f *face) books(ctx context.Context, who authz.Actor, in *booksIn) (*answer[Books], error) {
	from, to, err := f.period(in)
	if err != nil {
		return nil, err
	}
	var b ledger.Books
	err = f.read(ctx, who, func(tx *db.Tx) (err error) {
		b, err = ledger.ViewBooks(tx, ledger.Period(from, to, f.house.Zone()))
		return err
	})
	out := Books{From: from, To: to, Orders: b.Orders, Accounts: []Balance{}}
	for _, a := range b.Balances {
		out.Accounts = append(out.Accounts, Balance{Account: string(a.Account), Debit: int64(a.Debit), Credit: int64(a.Credit), Balance: int64(a.Credit - a.Debit)})
	}
	return &answer[Books]{out}, err
}

type sheetOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// lines are the entries of the ledger in a period.
func (f *face) lines(ctx context.Context, who authz.Actor, in *booksIn) (from, to span.Day, lines []ledger.Line, err error) {
	if from, to, err = f.period(in); err != nil {
		return from, to, nil, err
	}
	err = f.read(ctx, who, func(tx *db.Tx) (err error) {
		lines, err = ledger.ListLines(tx, ledger.Period(from, to, f.house.Zone()))
		return err
	})
	return from, to, lines, err
}

func (f *face) entries(ctx context.Context, who authz.Actor, in *booksIn) (*sheetOut, error) {
	from, to, lines, err := f.lines(ctx, who, in)
	if err != nil {
		return nil, err
	}
	var sheet bytes.Buffer
	out := csv.NewWriter(&sheet)
	_ = out.Write([]string{"transaction", "date", "kind", "order", "payment", "account", "shop", "debit", "credit"}) // a buffer takes everything
	for _, l := range lines {
		payment := ""
		if l.PaymentID != 0 {
			payment = strconv.FormatInt(l.PaymentID, 10)
		}
		_ = out.Write([]string{
			strconv.FormatInt(l.TransactionID, 10), l.At.In(f.house.Zone()).Format("2006-01-02 15:04:05"), string(l.Kind), l.Order, payment, string(l.Account), web.SheetText(l.Shop),
			decimal(max(0, -l.Amount)), decimal(max(0, l.Amount)),
		})
	}
	out.Flush()
	return &sheetOut{ContentType: "text/csv; charset=utf-8", Disposition: fmt.Sprintf("attachment; filename=books-%s-%s.csv", from, to), Body: sheet.Bytes()}, out.Error()
}

// decimal writes an amount of minor units with two digits behind the point.
func decimal(a money.Amount) string { return fmt.Sprintf("%d.%02d", a/100, a%100) }
