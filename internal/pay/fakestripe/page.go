package fakestripe

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

const bankPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Test bank</title>
<style>body{font:1.1rem system-ui;max-width:28rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1rem;margin-right:.5rem}</style>
<h1>Test bank</h1>
<p>A shop asks for {{.Amount}} {{.Currency}}. No real money moves.</p>
<form method="post"><button name="outcome" value="success">Confirm the payment</button><button name="outcome" value="fail">Refuse it</button></form>
</html>`

const bankDone = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test bank</title><p>{{.}} You can go back to the shop.</p></html>`

// bankPage asks the customer, where a real bank would.
func (e *Engine) bankPage(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	i, found := e.asked(r)
	if !found {
		http.NotFound(w, r)
		return
	}
	show(w, bankPage, map[string]any{"Amount": decimal(i.amount), "Currency": strings.ToUpper(i.currency)})
}

// bankAnswer takes the customer's answer and sends the browser back to the shop.
func (e *Engine) bankAnswer(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	i, found := e.asked(r)
	if !found {
		http.NotFound(w, r)
		return
	}
	c := &call{Engine: e, request: r, form: r.Form, account: i.account, now: e.config.Now()}
	failed := c.settleAction(i, r.PostFormValue("outcome") == "success")
	back, err := url.Parse(i.returnURL)
	if i.returnURL == "" || err != nil || back.Scheme != "http" && back.Scheme != "https" {
		show(w, bankDone, word(failed == nil && i.lastError == nil, "Confirmed.", "Refused."))
		return
	}
	query := back.Query()
	query.Set("payment_intent", i.id)
	query.Set("payment_intent_client_secret", i.secret)
	query.Set("redirect_status", word(failed == nil && i.lastError == nil, "succeeded", "failed"))
	back.RawQuery = query.Encode()
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}

func (e *Engine) asked(r *http.Request) (*intent, bool) {
	query := r.URL.Query()
	i, found := e.intents.find(query.Get("account"), r.PathValue("id"))
	return i, found && query.Get("client_secret") == i.secret
}

func show(w http.ResponseWriter, page string, values any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	// A page that breaks off half-way is the browser's loss alone.
	_ = template.Must(template.New("bank").Parse(page)).Execute(w, values)
}

func decimal(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }
