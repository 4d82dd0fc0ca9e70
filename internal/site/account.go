package site

import (
	"net/http"
	"net/url"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// doorPage is every page about proving who one is: log in, register, forgotten and new password, and what came of them.
type doorPage struct {
	frame
	Kind  string // login, code, register, forgotten, reset, and the outcomes: sent, confirm, confirmed, deleted
	Next  string
	Err   error
	Login string
	Form  account.RegisterIn
	Token string
}

func (*doorPage) template() string { return "door" }

func (f *face) door(c *web.Call, kind string) *doorPage {
	p := &doorPage{frame: f.frame(c), Kind: kind, Next: local(c.R.FormValue("next"))}
	p.NoIndex, p.Narrow = true, true
	return p
}

// doorForm shows one of the forms.
func (f *face) doorForm(kind string) func(*web.Call) error {
	return func(c *web.Call) error {
		p := f.door(c, kind)
		p.Token = c.R.PathValue("token")
		if kind == "login" && p.SignedIn {
			f.redirect(c, p.Next)
			return nil
		}
		return f.show(c, http.StatusOK, p)
	}
}

// again shows a form once more with what is wrong.
func (f *face) again(c *web.Call, p *doorPage, err error) error {
	if e := fail.Of(err); e.Kind == fail.Internal || e.Kind == fail.Unavailable {
		return err
	}
	p.Err = err
	return f.show(c, http.StatusUnprocessableEntity, p)
}

func (f *face) logIn(c *web.Call) error {
	p := f.door(c, "login")
	p.Login = strings.TrimSpace(c.R.PostFormValue("login"))
	in := account.LoginIn{Login: p.Login, Password: c.R.PostFormValue("password"), Address: c.Address(), Language: p.words.Language(), Half: true}
	s, err := f.house.Door.OpenSession(c.R.Context(), in, web.CookieOf(c.R, web.SessionCookie))
	if err != nil {
		return f.again(c, p, err)
	}
	return f.letIn(c, s, p.Next)
}

// letIn gives the browser its session. A basket that was filled before belongs to the person from now on. Who has a second factor is asked for it.
func (f *face) letIn(c *web.Call, s account.Session, next string) error {
	if s.Half {
		web.Keep(c.W, web.Cookie{Name: halfCookie, Value: s.Token, Life: halfLife, Secure: f.secure()})
		f.redirect(c, "/login/code?next="+url.QueryEscape(next))
		return nil
	}
	web.Keep(c.W, web.Cookie{Name: web.SessionCookie, Value: s.Token, Life: account.RefreshLife, Secure: f.secure()})
	held := c.Who.OrderID
	c.Who = s.User.Actor()
	c.Who.OrderID = held
	if held != 0 {
		err := f.change(c, func(tx *db.Tx) error {
			_, err := order.AssignCart(tx, order.AssignCartIn{OrderID: held})
			return err
		})
		if err != nil && !fail.Is(err, fail.Invalid) && !fail.Is(err, fail.Forbidden) && !fail.Is(err, fail.NotFound) {
			return err
		}
	}
	f.redirect(c, next)
	return nil
}

func (f *face) logOut(c *web.Call) error {
	if token := web.CookieOf(c.R, web.SessionCookie); token != "" {
		if err := f.house.Door.CloseSession(c.R.Context(), token); err != nil {
			return err
		}
	}
	web.Forget(c.W, web.SessionCookie)
	web.Forget(c.W, basketCookie)
	f.redirect(c, "/")
	return nil
}

func (f *face) register(c *web.Call) error {
	p := f.door(c, "register")
	value := func(name string) string { return strings.TrimSpace(c.R.PostFormValue(name)) }
	p.Form = account.RegisterIn{Email: value("email"), Username: value("username"), FullName: value("name"), Telephone: value("telephone")}
	in := p.Form
	in.Password, in.Language = c.R.PostFormValue("password"), p.words.Language()
	out, err := f.house.Door.Register(c.R.Context(), in)
	if err != nil {
		return f.again(c, p, err)
	}
	if !out.User.Enabled {
		p.Kind = "confirm"
		return f.show(c, http.StatusOK, p)
	}
	s, err := f.house.Door.SessionFor(c.R.Context(), out.User)
	if err != nil {
		return err
	}
	return f.letIn(c, s, p.Next)
}

// confirm asks for one click more: programs that look into mails open links, and a link works once.
func (f *face) confirm(c *web.Call) error {
	out, err := f.house.Door.Confirm(c.R.Context(), c.Path("token"))
	if err != nil {
		return f.again(c, f.door(c, "confirmLink"), err)
	}
	s, err := f.house.Door.SessionFor(c.R.Context(), out.User)
	if err != nil {
		return err
	}
	return f.letIn(c, s, "/account?done=confirmed")
}

func (f *face) askReset(c *web.Call) error {
	p := f.door(c, "sent")
	p.Login = strings.TrimSpace(c.R.PostFormValue("login"))
	err := f.change(c, func(tx *db.Tx) error { return account.AskReset(tx, p.Login) })
	if err != nil {
		return err
	}
	return f.show(c, http.StatusOK, p)
}

func (f *face) reset(c *web.Call) error {
	p := f.door(c, "reset")
	p.Token = c.Path("token")
	s, err := f.house.Door.ResetSession(c.R.Context(), p.Token, c.R.PostFormValue("password"))
	if err != nil {
		return f.again(c, p, err)
	}
	return f.letIn(c, s, "/account?done=password")
}

// accountPage is what a customer has here: orders, and the way out.
type accountPage struct {
	frame
	Name   string
	Email  string
	Phone  string
	Done   string // key of what was just done, "" for nothing
	Orders []pastOrder
}

func (*accountPage) template() string { return "account" }

// pastOrder is an order in a customer's list.
type pastOrder struct {
	Number string
	Shop   string
	At     span.Instant
	State  string
	order.Order
	Link string // of its page, "" once that is closed
}

const ordersShown = 50

// justDone is what the account says on arrival from a link in a mail.
var justDone = map[string]string{"confirmed": "site.account.confirmed", "password": "site.account.passwordChanged"}

func (f *face) account(c *web.Call) error {
	p := &accountPage{frame: f.frame(c)}
	p.NoIndex, p.Done = true, justDone[c.Query("done")]
	err := f.read(c, func(tx *db.Tx) error {
		profile, err := account.OpenUser(tx, c.Who.UserID)
		if err != nil {
			return err
		}
		p.Name, p.Email, p.Phone = profile.Customer.FullName(), profile.User.Email, string(profile.Customer.Telephone)
		return p.addOrders(tx, profile.Customer.ID)
	})
	if err != nil {
		return err
	}
	return f.show(c, http.StatusOK, p)
}

func (p *accountPage) addOrders(tx *db.Tx, customerID int64) error {
	if customerID == 0 {
		return nil
	}
	page, err := order.List(tx, order.ListIn{CustomerID: customerID, WithoutCarts: true, Newest: true, Limit: ordersShown})
	if err != nil {
		return err
	}
	views, err := order.ViewOrders(tx, page.Rows)
	if err != nil {
		return err
	}
	for _, v := range views {
		o := pastOrder{Number: string(v.Number), At: v.CreatedAt, State: string(v.State), Order: v.Order}
		switch {
		case v.Shop != nil:
			o.Shop = v.Shop.Name
		case v.Hub != nil:
			o.Shop = v.Hub.Name
		}
		if !v.State.Ended() {
			o.Link = TrackingPath(p.Coop.PublicIDSalt, v.ID)
		}
		p.Orders = append(p.Orders, o)
	}
	return nil
}

// deleteAccount makes the visitor's account anonymous for good, once they typed that they mean it.
func (f *face) deleteAccount(c *web.Call) error {
	if c.R.PostFormValue("sure") != "yes" {
		f.redirect(c, "/account")
		return nil
	}
	now := f.house.Door.TokenNow()
	err := f.change(c, func(tx *db.Tx) error { return account.DeleteMe(tx, now) })
	if err != nil {
		return err
	}
	web.Forget(c.W, web.SessionCookie)
	web.Forget(c.W, basketCookie)
	c.Who.UserID, c.Who.Kind = 0, 0
	return f.show(c, http.StatusOK, f.door(c, "deleted"))
}
