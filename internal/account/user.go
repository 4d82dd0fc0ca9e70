package account

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// User is an account that somebody can log into.
type User struct {
	ID                  int64                 `db:"id"`
	Username            string                `db:"username"`
	UsernameCanonical   string                `db:"username_canonical"`
	Email               string                `db:"email"`
	EmailCanonical      string                `db:"email_canonical"`
	PasswordHash        org.Text              `db:"password_hash"`
	Roles               db.JSON[[]authz.Role] `db:"roles"` // as given, without ROLE_USER
	Enabled             bool                  `db:"enabled"`
	CustomerID          int64                 `db:"customer_id"`
	ConfirmationToken   org.Text              `db:"confirmation_token"`
	PasswordRequestedAt span.Instant          `db:"password_requested_at"`
	StripeCustomerID    org.Text              `db:"stripe_customer_id"`
	TokensFrom          span.Instant          `db:"tokens_from"`     // access tokens issued before are dead
	EmailProvedAt       span.Instant          `db:"email_proved_at"` // mails to the account reached whoever asked; zero: nobody knows
	Version             int64                 `db:"version"`
	CreatedAt           span.Instant          `db:"created_at"`
	UpdatedAt           span.Instant          `db:"updated_at"`
}

// AllRoles are the user's roles in their stored order, then ROLE_USER.
func (u User) AllRoles() []authz.Role {
	roles := slices.DeleteFunc(slices.Clone(u.Roles.V), func(r authz.Role) bool { return r == authz.User })
	return append(roles, authz.User)
}

// Actor is the user as the one who asks.
func (u User) Actor() authz.Actor {
	return authz.Actor{Kind: authz.Person, UserID: u.ID, Username: u.Username, CustomerID: u.CustomerID, Roles: u.Roles.V}
}

// Customer is who orders: the customer side of a user, or a guest without account.
type Customer struct {
	ID                 int64             `db:"id"`
	Email              string            `db:"email"`
	EmailCanonical     string            `db:"email_canonical"`
	GivenName          org.Text          `db:"given_name"`
	FamilyName         org.Text          `db:"family_name"`
	Telephone          org.Text          `db:"telephone"` // E.164
	Language           org.Text          `db:"language"`  // that they were last seen to read, "" when nobody knows
	Tags               db.JSON[[]string] `db:"tags"`
	EdenredCredentials org.Text          `db:"edenred_credentials"` // JSON
	LoopeatCredentials org.Text          `db:"loopeat_credentials"` // JSON
	CreatedAt          span.Instant      `db:"created_at"`
	UpdatedAt          span.Instant      `db:"updated_at"`
}

// FullName is first and last name, "" when neither is known.
func (c Customer) FullName() string {
	return strings.TrimSpace(string(c.GivenName) + " " + string(c.FamilyName))
}

// Rename sets the names from one text, cut at its first space.
func (c *Customer) Rename(full string) {
	given, family, _ := strings.Cut(strings.TrimSpace(full), " ")
	c.GivenName, c.FamilyName = org.Text(given), org.Text(strings.TrimSpace(family))
}

// canonical is the form under which names and e-mail addresses must be unique.
func canonical(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

var usernameForm = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

// checkUsername names the one thing that is wrong with a user name, "" when it is fine.
func checkUsername(name string) string {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "value.blank"
	case n < 3:
		return "value.too_short"
	case n > 15:
		return "value.too_long"
	case !usernameForm.MatchString(name):
		return "value.pattern"
	}
	return ""
}

const longestEmail = 180

// checkEmail names the one thing that is wrong with an e-mail address, "" when it is fine. Letters that cannot be seen, or look like others, would make
// twins of other people's addresses.
func checkEmail(email string) string {
	if email == "" {
		return "value.blank"
	}
	if strings.ContainsFunc(email, func(r rune) bool { return !unicode.IsPrint(r) }) || norm.NFKC.String(email) != email {
		return "email.invalid"
	}
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > longestEmail || !strings.Contains(email[strings.LastIndex(email, "@"):], ".") {
		return "email.invalid"
	}
	return ""
}

// unreadable tells that a text cannot be anybody's name, nor be asked of a database.
func unreadable(s string) bool { return len(s) > 255 || !org.Readable(s) }

func checkRoles(roles []authz.Role) error {
	for _, r := range roles {
		if !authz.Assignable(r) && r != authz.LoopEat {
			return fail.At("roles", "user.role.unknown", "role", string(r))
		}
	}
	return nil
}
