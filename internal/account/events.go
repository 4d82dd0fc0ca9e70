package account

import "pignon.coop/internal/authz"

// Registered says that somebody made an account. Confirm tells that it waits for a click in a mail.
type Registered struct {
	UserID  int64 `json:"userId"`
	Confirm bool  `json:"confirm"`
}

// EventName names the event.
func (Registered) EventName() string { return "user.registered" }

// Confirmed says that somebody proved their e-mail address.
type Confirmed struct {
	UserID int64 `json:"userId"`
}

// EventName names the event.
func (Confirmed) EventName() string { return "user.confirmed" }

// ResetAsked says that somebody wants to choose a new password and waits for the mail.
type ResetAsked struct {
	UserID int64 `json:"userId"`
}

// EventName names the event.
func (ResetAsked) EventName() string { return "user.reset_asked" }

// PasswordChanged says that a user has a new password; all older sessions and tokens ended with it.
type PasswordChanged struct {
	UserID   int64  `json:"userId"`
	Username string `json:"username"`
}

// EventName names the event.
func (PasswordChanged) EventName() string { return "user.password_changed" }

// SessionsEnded says that every session and token of a user ended: live connections must close too.
type SessionsEnded struct {
	UserID   int64  `json:"userId"`
	Username string `json:"username"`
}

// EventName names the event.
func (SessionsEnded) EventName() string { return "user.sessions_ended" }

// Deleted says that an account was made anonymous at its owner's wish.
type Deleted struct {
	UserID     int64 `json:"userId"`
	CustomerID int64 `json:"customerId"`
}

// EventName names the event.
func (Deleted) EventName() string { return "user.deleted" }

// RolesChanged says which roles a user has now.
type RolesChanged struct {
	UserID int64        `json:"userId"`
	Roles  []authz.Role `json:"roles"`
}

// EventName names the event.
func (RolesChanged) EventName() string { return "user.roles_changed" }

// SecurityChanged says that somebody's account got or lost a second factor, and whether it has one now.
type SecurityChanged struct {
	UserID int64 `json:"userId"`
	Second bool  `json:"second"`
}

// EventName names the event.
func (SecurityChanged) EventName() string { return "user.security_changed" }
