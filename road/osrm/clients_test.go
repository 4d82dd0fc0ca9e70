package osrm_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pignon.coop/road/osrm"
)

// TestClients plays the scenarios of front/osrmtest: client packages from the registry, against a real map.
func TestClients(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	run := exec.CommandContext(t.Context(), "node", "run.mjs", url, pasteur+";"+moulins+";"+larvoto)
	run.Dir = clients(t)
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, want := strings.Count(string(out), "ok "), 13; got != want {
		t.Errorf("%d scenarios passed, want %d:\n%s", got, want, out)
	}
}

// clients returns the folder of the clients, installed.
func clients(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../front/osrmtest")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing(t, "the routing clients need node on the PATH")
	}
	if installed(dir) {
		return dir
	}
	install := exec.CommandContext(t.Context(), "npm", "ci")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		missing(t, "npm ci in front/osrmtest: "+err.Error()+"\n"+string(out))
	}
	return dir
}

// installed says whether the folder's packages are those of its lock file.
func installed(dir string) bool {
	lock, err := os.Stat(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		return false
	}
	done, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json"))
	return err == nil && !done.ModTime().Before(lock.ModTime())
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("PIGNON_DATA_REQUIRED") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}
