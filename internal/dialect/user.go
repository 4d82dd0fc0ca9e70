package dialect

import (
	"net/http"
	"net/url"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/web"
)

func (f *face) userEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/users", Access: web.Needs(authz.Dispatcher), Serve: f.users},
		{Pattern: "GET /api/users/{id}", Access: web.Needs(authz.User), Serve: f.user},
		{Pattern: "PUT /api/users/{id}", Access: web.Needs(authz.User), Serve: f.changeUser},
	}
}

// userObject is a user as dispatchers see them.
func userObject(p account.Profile, book []org.Address, skills []shift.Skill) *Object {
	u := p.User
	return Obj("@id", iri("users", u.ID), "@type", "User", "addresses", addressObjects(book), "username", u.Username, "email", u.Email,
		"givenName", p.Customer.GivenName, "familyName", p.Customer.FamilyName, "roles", u.AllRoles(), "telephone", p.Customer.Telephone, "skills", skillBriefs(skills))
}

func (f *face) users(c *web.Call) error {
	members := []*Object{}
	err := f.read(c, func(tx *db.Tx) error {
		profiles, err := account.Profiles(tx, rolesIn(c.R.URL.Query())...)
		if err != nil {
			return err
		}
		ids := make([]int64, len(profiles))
		users := make([]int64, len(profiles))
		for i, p := range profiles {
			ids[i], users[i] = p.Customer.ID, p.User.ID
		}
		skills, err := shift.SkillsOf(tx, users)
		if err != nil {
			return err
		}
		books, err := account.AddressBooks(tx, ids)
		if err != nil {
			return err
		}
		for _, p := range profiles {
			members = append(members, userObject(p, books[p.Customer.ID], skills[p.User.ID]))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "User", Members: members, Total: len(members), Filters: []filter{{"roles", "roles"}}})
}

// rolesIn reads ?roles=, ?roles[]= and ?roles[0]=.
func rolesIn(query url.Values) []authz.Role {
	var roles []authz.Role
	for name, values := range query {
		if head, _, _ := strings.Cut(name, "["); head != "roles" {
			continue
		}
		for _, v := range values {
			roles = append(roles, authz.Role(v))
		}
	}
	return roles
}

func (f *face) user(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.answerUser(c, id)
}

func (f *face) answerUser(c *web.Call, id int64) error {
	o, err := f.openUser(c, id)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "User", o)
}

// openUser is a user whom the caller may see, with addresses and skills.
func (f *face) openUser(c *web.Call, id int64) (*Object, error) {
	return worked(c, f.read, func(tx *db.Tx) (*Object, error) {
		p, err := account.OpenUser(tx, id)
		if err != nil {
			return nil, err
		}
		book, err := account.AddressesOf(tx, p.Customer.ID)
		if err != nil {
			return nil, err
		}
		skills, err := shift.SkillsOf(tx, []int64{id})
		return userObject(p, book, skills[id]), err
	})
}

func (f *face) changeUser(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if err := f.changeTelephone(c, account.ChangeTelephoneIn{UserID: id}); err != nil {
		return err
	}
	return f.answerUser(c, id)
}

// changeTelephone reads the one thing that users and customers can change about themselves here. Who may is checked even when nothing changes.
func (f *face) changeTelephone(c *web.Call, in account.ChangeTelephoneIn) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	for _, key := range []string{"phoneNumber", "telephone"} {
		if !b.has(key) {
			continue
		}
		text := ""
		if string(b[key]) != "false" {
			if err := b.into(key, &text); err != nil {
				return err
			}
		}
		in.Telephone = &text
	}
	return f.change(c, func(tx *db.Tx) error { return account.ChangeTelephone(tx, in) })
}
