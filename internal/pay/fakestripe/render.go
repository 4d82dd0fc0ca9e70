package fakestripe

import "net/url"

// noExpand is for objects inside events, which are never expanded.
func noExpand(string) bool { return false }

func (e *Engine) renderIntent(i *intent, expand func(string) bool) object {
	out := object{
		"id": i.id, "object": "payment_intent", "livemode": false, "created": i.created, "status": i.status, "amount": i.amount,
		"amount_capturable": i.capturable, "amount_received": i.received, "currency": i.currency, "client_secret": i.secret,
		"description": orNil(i.description), "customer": orNil(i.customer), "payment_method": orNil(i.method), "metadata": i.metadata,
		"capture_method": word(i.manualCapture, "manual", "automatic"), "confirmation_method": word(i.manualConfirmation, "manual", "automatic"),
		"setup_future_usage": orNil(i.futureUse), "receipt_email": orNil(i.receipt), "transfer_group": orNil(i.group),
		"cancellation_reason": orNil(i.reason), "payment_method_types": []string{"card"}, "next_action": nil, "latest_charge": nil,
		"last_payment_error": nil, "application_fee_amount": nil, "transfer_data": nil,
	}
	if i.lastError != nil {
		out["last_payment_error"] = i.lastError
	}
	if i.fee > 0 {
		out["application_fee_amount"] = i.fee
	}
	if i.destination != "" {
		out["transfer_data"] = object{"destination": i.destination, "amount": i.destinationAmount}
	}
	if i.status == requiresAction {
		out["next_action"] = e.nextAction(i)
	}
	if i.charge != nil {
		out["latest_charge"] = i.charge.id
		if expand("latest_charge") {
			out["latest_charge"] = e.renderCharge(i.charge, expand("latest_charge.balance_transaction"))
		}
	}
	return out
}

// nextAction sends the customer to the bank's page.
func (e *Engine) nextAction(i *intent) object {
	base := e.config.PublicURL
	if base == "" {
		base = e.host
	}
	page := base + "/3ds/" + i.id + "?" + url.Values{"client_secret": {i.secret}, "account": {i.account}}.Encode()
	if i.returnURL == "" {
		return object{"type": "use_stripe_sdk", "use_stripe_sdk": object{"type": "three_d_secure_redirect", "stripe_js": page}}
	}
	return object{"type": "redirect_to_url", "redirect_to_url": object{"url": page, "return_url": i.returnURL}}
}

func (e *Engine) renderCharge(c *charge, withBalance bool) object {
	i := c.intent
	out := object{
		"id": c.id, "object": "charge", "livemode": false, "created": c.created, "status": c.status, "amount": i.amount,
		"amount_captured": c.taken, "amount_refunded": c.returned, "captured": c.captured, "refunded": c.captured && c.returned == c.taken || c.released,
		"paid": c.status == succeeded, "currency": i.currency, "payment_intent": i.id, "customer": orNil(i.customer), "metadata": i.metadata,
		"payment_method": orNil(i.method), "balance_transaction": orNil(c.balance), "transfer_group": orNil(i.group),
		"failure_code": nil, "failure_message": nil,
	}
	if c.failure != nil {
		out["failure_code"], out["failure_message"] = c.failure["code"], c.failure["message"]
	}
	card := object{"brand": "visa", "last4": "4242"}
	if m, found := e.methods.find(i.account, i.method); found {
		card = m.renderCard()
	}
	if !c.captured && c.status == succeeded {
		card["capture_before"] = c.captureBefore.Unix()
	}
	out["payment_method_details"] = object{"type": "card", "card": card}
	if withBalance && c.captured {
		out["balance_transaction"] = object{"id": c.balance, "object": "balance_transaction", "amount": c.taken, "fee": c.fee(),
			"net": c.taken - c.fee(), "currency": i.currency, "source": c.id, "type": "charge"}
	}
	return out
}

func word(yes bool, ifYes, ifNo string) string {
	if yes {
		return ifYes
	}
	return ifNo
}
