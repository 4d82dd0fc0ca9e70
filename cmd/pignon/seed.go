package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"pignon.coop/internal/app"
)

type seedCmd struct {
	File       string `arg:"" help:"Seed document: settings and rows, as JSON." type:"existingfile"`
	app.Config `embed:""`
}

// Run adds a document to what the co-op has, whole or not at all.
func (s *seedCmd) Run(ctx context.Context) error {
	text, err := os.ReadFile(s.File)
	if err != nil {
		return err
	}
	if !json.Valid(text) {
		return fmt.Errorf("%s is not JSON", s.File)
	}
	coop, err := app.Open(ctx, s.Config, s.Logger())
	if err != nil {
		return err
	}
	defer coop.Close()
	if err := coop.Seed(ctx, json.RawMessage(text)); err != nil {
		return fmt.Errorf("%s: %w", s.File, err)
	}
	fmt.Println("Done.")
	return nil
}
