// Package stories plays the product's promises, one text script each, against the real program: a separate process on a real database.
//
// Words of a script: `coop`, `seed FILE`, `as NAME`, `call METHOD PATH [BODY]`, `key NAME`, `status N`, `json PATH VALUE`, `nojson PATH`, `both … -- …`, `drain`,
// `clock INSTANT`, `kill`, `provider …`. Each is described at its function.
package stories

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"pignon.coop/internal/db/dbtest"
)

func TestStories(t *testing.T) {
	program := build(t)
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			testscript.Run(t, testscript.Params{
				Dir: ".",
				Setup: func(env *testscript.Env) error {
					w := &world{program: program, data: filepath.Join(env.WorkDir, "data"), token: map[string]string{}}
					if engine == "postgres" {
						w.database = dbtest.Postgres(t).URL
					}
					base, err := os.ReadFile(filepath.Join("testdata", "base.json"))
					if err == nil {
						err = os.WriteFile(filepath.Join(env.WorkDir, "base.json"), base, 0o600)
					}
					if err != nil {
						return err
					}
					env.Values[worldKey{}] = w
					env.Defer(w.stop)
					return nil
				},
				Cmds: words,
			})
		})
	}
}

// build makes the program once for all stories.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pignon")
	cmd := exec.CommandContext(context.Background(), "go", "build", "-o", path, "pignon.coop/cmd/pignon")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return path
}
