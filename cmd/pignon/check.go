package main

import (
	"context"
	"errors"
	"fmt"

	"pignon.coop/internal/app"
)

type checkCmd struct {
	app.Config `embed:""`
}

// Run checks all invariants, also while the co-op is served, and fails when one is broken.
func (c *checkCmd) Run(ctx context.Context) error {
	coop, err := app.OpenBeside(ctx, c.Config, c.Logger())
	if err != nil {
		return err
	}
	defer coop.Close()
	r, err := coop.Check(ctx)
	if err != nil {
		return err
	}
	for _, b := range r.Broken {
		fmt.Println(b)
	}
	for _, s := range r.Skipped {
		fmt.Println(s)
	}
	if len(r.Broken) > 0 {
		return errors.New("the data breaks its invariants: keep a copy of the data folder and ask for help before you go on")
	}
	fmt.Printf("%d invariants hold.\n", r.Checked)
	return nil
}
