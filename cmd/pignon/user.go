package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/app"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Add a user; the password is read from the first line of the standard input."`
	Password userPasswordCmd `cmd:"" help:"Give a user a new password, read from the first line of the standard input, and end their sessions."`
	Roles    userRolesCmd    `cmd:"" help:"Give a user just these roles."`
	Disable  userDisableCmd  `cmd:"" help:"Close an account and end its sessions."`
	Enable   userEnableCmd   `cmd:"" help:"Open a closed account again."`
	List     userListCmd     `cmd:"" help:"List users with their roles."`
}

type userAddCmd struct {
	app.Config `embed:""`
	Username   string   `arg:"" help:"3 to 15 letters, digits or underscores."`
	Email      string   `arg:""`
	Role       []string `help:"Role to give: admin, dispatcher, courier, restaurant, store (may be repeated)."`
}

// Run adds the user.
func (u *userAddCmd) Run(ctx context.Context) error {
	password, err := readPassword()
	if err != nil {
		return err
	}
	return withCoop(ctx, u.Config, func(c *app.Coop) error {
		made, err := c.Door().AddUser(ctx, authz.System(), account.AddUserIn{
			RegisterIn: account.RegisterIn{Username: u.Username, Email: u.Email, Password: password}, Roles: rolesOf(u.Role)})
		if err == nil {
			fmt.Printf("%s is user %d.\n", made.Username, made.ID)
		}
		return err
	})
}

type userPasswordCmd struct {
	app.Config `embed:""`
	Login      string `arg:"" help:"User name or e-mail address."`
}

// Run sets the password.
func (u *userPasswordCmd) Run(ctx context.Context) error {
	password, err := readPassword()
	if err != nil {
		return err
	}
	return withUser(ctx, u.Config, u.Login, func(c *app.Coop, found account.User) error {
		return c.Door().SetPassword(ctx, authz.System(), found.ID, password)
	})
}

type userRolesCmd struct {
	app.Config `embed:""`
	Login      string   `arg:"" help:"User name or e-mail address."`
	Roles      []string `arg:"" optional:"" help:"admin, dispatcher, courier, restaurant, store; none takes all away."`
}

// Run gives the roles.
func (u *userRolesCmd) Run(ctx context.Context) error {
	return withUser(ctx, u.Config, u.Login, func(c *app.Coop, found account.User) error {
		return c.DB().Write(ctx, authz.System(), func(tx *db.Tx) error {
			_, err := account.GrantRoles(tx, account.GrantRolesIn{UserID: found.ID, Roles: rolesOf(u.Roles)})
			return err
		})
	})
}

type userDisableCmd struct {
	app.Config `embed:""`
	Login      string `arg:"" help:"User name or e-mail address."`
}

// Run closes the account.
func (u *userDisableCmd) Run(ctx context.Context) error {
	return withUser(ctx, u.Config, u.Login, func(c *app.Coop, found account.User) error {
		return c.DB().Write(ctx, authz.System(), func(tx *db.Tx) error {
			return account.DisableUser(tx, account.DisableUserIn{UserID: found.ID, TokenNow: c.Door().TokenNow()})
		})
	})
}

type userEnableCmd struct {
	app.Config `embed:""`
	Login      string `arg:"" help:"User name or e-mail address."`
}

// Run opens the account.
func (u *userEnableCmd) Run(ctx context.Context) error {
	return withUser(ctx, u.Config, u.Login, func(c *app.Coop, found account.User) error {
		return c.DB().Write(ctx, authz.System(), func(tx *db.Tx) error { return account.EnableUser(tx, found.ID) })
	})
}

type userListCmd struct {
	app.Config `embed:""`
}

// Run lists the users.
func (u *userListCmd) Run(ctx context.Context) error {
	return withCoop(ctx, u.Config, func(c *app.Coop) error {
		return c.DB().Read(ctx, authz.System(), func(tx *db.Tx) error {
			users, err := account.ListUsers(tx)
			for _, found := range users {
				state := ""
				if !found.Enabled {
					state = " (closed)"
				}
				fmt.Printf("%d %s <%s>%s %v\n", found.ID, found.Username, found.Email, state, found.AllRoles())
			}
			return err
		})
	})
}

// rolesOf reads "admin" and "ROLE_ADMIN" alike.
func rolesOf(words []string) []authz.Role {
	roles := []authz.Role{}
	for _, w := range words {
		roles = append(roles, authz.Role("ROLE_"+strings.TrimPrefix(strings.ToUpper(w), "ROLE_")))
	}
	return roles
}

// readPassword: a password on the command line would be seen by everybody on the machine.
func readPassword() (string, error) {
	if info, err := os.Stdin.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprint(os.Stderr, "Password (shown as you type; or pipe it in): ")
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.Join(errors.New("no password on the standard input: type one, or pipe it in"), err)
	}
	return line, nil
}

func withUser(ctx context.Context, config app.Config, login string, fn func(*app.Coop, account.User) error) error {
	return withCoop(ctx, config, func(c *app.Coop) error {
		var found account.User
		err := c.DB().Read(ctx, authz.System(), func(tx *db.Tx) error {
			u, ok, err := account.UserByLogin(tx, login)
			if err == nil && !ok {
				return fmt.Errorf("nobody is called %q here; 'pignon user list' shows everybody", login)
			}
			found = u
			return err
		})
		if err != nil {
			return err
		}
		return fn(c, found)
	})
}

// withCoop opens the co-op for one command and words what it refuses.
func withCoop(ctx context.Context, config app.Config, fn func(*app.Coop) error) error {
	coop, err := app.Open(ctx, config, config.Logger())
	if err != nil {
		return err
	}
	defer coop.Close()
	err = fn(coop)
	var refused *fail.Error
	if !errors.As(err, &refused) {
		return err
	}
	sentences := []string{}
	for _, field := range refused.Fields {
		sentences = append(sentences, field.Path+": "+coop.Words().T("error."+field.Code, field.Args))
	}
	if len(sentences) == 0 {
		sentences = append(sentences, coop.Words().T("error."+refused.Code, refused.Args))
	}
	return errors.New(strings.Join(sentences, "\n"))
}
