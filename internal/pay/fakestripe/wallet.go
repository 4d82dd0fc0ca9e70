package fakestripe

type customer struct {
	id, account, email string
	metadata           object
	created            int64
}

func (u *customer) place() (string, string) { return u.account, u.id }

func (u *customer) render() object {
	return object{"id": u.id, "object": "customer", "email": orNil(u.email), "metadata": u.metadata, "created": u.created, "livemode": false}
}

func createCustomer(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	u := &customer{id: c.newID("cus"), account: c.account, email: c.form.Get("email"), metadata: c.metadata(), created: c.now.Unix()}
	c.customers.put(u)
	return u.render(), nil
}

func readCustomer(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	u, found := c.customers.find(c.account, c.id())
	if !found {
		return nil, missing("customer", c.id(), "id")
	}
	return u.render(), nil
}

func readMethod(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	m, found := c.methods.find(c.account, c.id())
	if !found {
		return nil, missing("PaymentMethod", c.id(), "id")
	}
	return m.render(), nil
}

func listMethods(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	owner := c.form.Get("customer")
	if id := c.id(); id != "" {
		owner = id
	}
	if _, found := c.customers.find(c.account, owner); !found {
		return nil, missing("customer", owner, "customer")
	}
	found, more := c.methods.page(c.paging(), func(m *method) bool { return m.customer == owner })
	return list(c, found, more, (*method).render), nil
}

func attachMethod(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	owner := c.form.Get("customer")
	if _, found := c.customers.find(c.account, owner); !found {
		return nil, missing("customer", owner, "customer")
	}
	m, err := c.usableMethod(c.id(), owner)
	if err != nil {
		return nil, err
	}
	if card := m.behaviour(); card.onAttach {
		return nil, &apiError{status: 402, object: card.declined()}
	}
	m.customer = owner
	return m.render(), nil
}

func detachMethod(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	m, found := c.methods.find(c.account, c.id())
	if !found || m.customer == "" {
		return nil, missing("attached PaymentMethod", c.id(), "id")
	}
	// A detached card can never be used again.
	m.customer, m.used = "", true
	return m.render(), nil
}

type setup struct {
	id, account, secret, status, customer, method string
	created                                       int64
}

func (s *setup) place() (string, string) { return s.account, s.id }

func (s *setup) render() object {
	out := object{"id": s.id, "object": "setup_intent", "status": s.status, "client_secret": s.secret, "customer": orNil(s.customer),
		"payment_method": orNil(s.method), "usage": "on_session", "created": s.created, "livemode": false, "next_action": nil,
		"payment_method_types": []string{"card"}}
	if s.status == requiresAction {
		out["next_action"] = object{"type": "use_stripe_sdk", "use_stripe_sdk": object{"type": "three_d_secure_redirect"}}
	}
	return out
}

// createSetup makes a set-up intent and confirms it when asked: the card is attached to the customer, unless its bank asks first.
func createSetup(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	owner := c.form.Get("customer")
	if _, found := c.customers.find(c.account, owner); owner != "" && !found {
		return nil, missing("customer", owner, "customer")
	}
	s := &setup{id: c.newID("seti"), account: c.account, status: requiresMethod, customer: owner, created: c.now.Unix()}
	s.secret = s.id + "_" + c.newID("secret")
	if id := c.form.Get("payment_method"); id != "" {
		m, err := c.usableMethod(id, owner)
		if err != nil {
			return nil, err
		}
		s.method, s.status = m.id, requiresConfirmation
	}
	if c.form.Get("confirm") == "true" {
		if err := c.trySetup(s); err != nil {
			return nil, err
		}
	}
	c.setups.put(s)
	return s.render(), nil
}

func (c *call) trySetup(s *setup) *apiError {
	m, found := c.methods.find(s.account, s.method)
	if !found {
		return refuse("parameter_missing", "You cannot confirm this SetupIntent because it's missing a payment method.", "payment_method")
	}
	switch card := m.behaviour(); {
	case card.onAttach:
		return &apiError{status: 402, object: card.declined()}
	case card.authenticate:
		s.status = requiresAction
	default:
		s.status, m.customer = succeeded, s.customer
	}
	return nil
}

func readSetup(c *call) (object, *apiError) {
	s, found := c.setups.find(c.account, c.id())
	if !found || c.public && c.form.Get("client_secret") != s.secret {
		return nil, missing("setup_intent", c.id(), "intent")
	}
	return s.render(), nil
}
