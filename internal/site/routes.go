package site

import (
	"time"

	"pignon.coop/internal/web"
)

// signedIn lets in who proved who they are; others are asked to and come back.
var signedIn = web.Needs("ROLE_USER")

// pageEndpoints lists every page and form.
func (f *face) pageEndpoints() []web.Endpoint {
	tries := web.Limit{Rate: &web.Rate{Every: 6 * time.Second, Burst: 20}}
	guesses := web.Limit{Rate: &web.Rate{Every: time.Second, Burst: 60}} // the ids are short
	var list []web.Endpoint
	for _, language := range f.house.Spoken {
		list = append(list, web.Endpoint{Pattern: "GET /" + language + "/pub/d/{id}", Access: web.Public, Limit: guesses, Serve: f.deliveryIn(language)})
	}
	return append(list, []web.Endpoint{
		{Pattern: "GET /{$}", Access: web.Public, Serve: f.home},
		{Pattern: "GET /restaurants", Access: web.Public, Serve: f.restaurants},
		{Pattern: "GET /restaurant/{name}", Access: web.Public, Serve: f.restaurant},
		{Pattern: "GET /shop/{name}", Access: web.Public, Serve: f.restaurant},

		{Pattern: "GET /basket", Access: web.Public, Serve: f.basket},
		{Pattern: "POST /basket/items", Access: web.Public, Serve: f.addItem},
		{Pattern: "POST /basket/items/{id}", Access: web.Public, Serve: f.changeItem},
		{Pattern: "POST /basket/method", Access: web.Public, Serve: f.switchMethod},
		{Pattern: "POST /basket/coupon", Access: web.Public, Limit: tries, Serve: f.useCoupon},
		{Pattern: "GET /hub/{name}", Access: web.Public, Serve: f.hub},
		{Pattern: "POST /checkout/begin", Access: web.Public, Limit: tries, Serve: f.beginCheckout},
		{Pattern: "POST /checkout/leave", Access: web.Public, Serve: f.leaveCheckout},
		{Pattern: "GET /checkout", Access: web.Public, Serve: f.checkout},
		{Pattern: "POST /checkout", Access: web.Public, Limit: tries, Serve: f.pay},
		{Pattern: "GET /checkout/card", Access: web.Public, Serve: f.card},
		{Pattern: "POST /checkout/card", Access: web.Public, Limit: tries, Serve: f.charge},
		{Pattern: "GET /order/{token}", Access: web.Public, Serve: f.track},

		{Pattern: "GET /login", Access: web.Public, Serve: f.doorForm("login")},
		{Pattern: "POST /login", Access: web.Public, Limit: tries, Serve: f.logIn},
		{Pattern: "GET /login/code", Access: web.Public, Serve: f.doorForm("code")},
		{Pattern: "POST /login/code", Access: web.Public, Limit: tries, Serve: f.showCode},
		{Pattern: "GET /login/with/{provider}", Access: web.Public, Limit: tries, Serve: f.goElsewhere},
		{Pattern: "GET /login/with/{provider}/back", Access: web.Public, Limit: tries, Serve: f.comeBack},
		{Pattern: "POST /logout", Access: web.Public, Serve: f.logOut},
		{Pattern: "GET /register", Access: web.Public, Serve: f.doorForm("register")},
		{Pattern: "POST /register", Access: web.Public, Limit: tries, Serve: f.register},
		{Pattern: "GET /register/confirm/{token}", Access: web.Public, Serve: f.doorForm("confirmLink")},
		{Pattern: "POST /register/confirm/{token}", Access: web.Public, Limit: tries, Serve: f.confirm},
		{Pattern: "GET /resetting/request", Access: web.Public, Serve: f.doorForm("forgotten")},
		{Pattern: "POST /resetting/request", Access: web.Public, Limit: tries, Serve: f.askReset},
		{Pattern: "GET /resetting/reset/{token}", Access: web.Public, Serve: f.doorForm("reset")},
		{Pattern: "POST /resetting/reset/{token}", Access: web.Public, Limit: tries, Serve: f.reset},
		{Pattern: "GET /account", Access: signedIn, Serve: f.account},
		{Pattern: "GET /account/data", Access: signedIn, Serve: f.takeAway},
		{Pattern: "POST /account/delete", Access: signedIn, Serve: f.deleteAccount},

		{Pattern: "GET /about", Access: web.Public, Serve: f.legal("about")},
		{Pattern: "GET /terms", Access: web.Public, Serve: f.legal("terms")},
		{Pattern: "GET /privacy", Access: web.Public, Serve: f.legal("privacy")},
		{Pattern: "/", Access: web.Public, Serve: f.unknown},
	}...)
}
