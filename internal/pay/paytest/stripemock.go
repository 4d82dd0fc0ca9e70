package paytest

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/datatest"
	"pignon.coop/internal/pay"
)

// StripeMock builds Stripe's mock server (once; the program is kept in the user's cache), starts it for this test and returns a
// gateway to it. The mock checks the shape of each call against Stripe's published description and answers samples; it has no state.
// Where it cannot be built the test is skipped, or fails when PIGNON_DATA_REQUIRED is 1.
func StripeMock(t testing.TB) pay.Gateway {
	t.Helper()
	program, err := buildMock(filepath.Join(datatest.Root(t), "tools", "stripemock"))
	if err != nil {
		missing := t.Skipf
		if os.Getenv("PIGNON_DATA_REQUIRED") == "1" {
			missing = t.Fatalf
		}
		missing("stripe-mock cannot be built from tools/stripemock: %v", err)
	}
	base := startMock(t, program)
	return pay.NewStripe(pay.StripeIn{Client: &http.Client{Timeout: time.Minute}, BaseURL: base, Key: Key})
}

// buildMock builds the version that the module at source pins, under a name that changes with the pin.
func buildMock(source string) (string, error) {
	pin, err := os.ReadFile(filepath.Join(source, "go.sum"))
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	digest := sha256.Sum256(pin)
	program := filepath.Join(cache, "pignon", "stripe-mock-"+hex.EncodeToString(digest[:6]))
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	return program, buildInto(source, program)
}

// buildInto builds beside the final name and renames, so that two tests building at once do no harm.
func buildInto(source, program string) error {
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		return err
	}
	half, err := os.CreateTemp(filepath.Dir(program), "stripe-mock-half-")
	if err != nil {
		return err
	}
	half.Close()
	defer os.Remove(half.Name())
	build := exec.Command("go", "build", "-o", half.Name(), "github.com/stripe/stripe-mock")
	build.Dir = source
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return os.Rename(half.Name(), program)
}

func startMock(t testing.TB, program string) string {
	t.Helper()
	address := freeAddress(t)
	mock := exec.Command(program, "-http-addr", address)
	said, err := mock.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	mock.Stderr = mock.Stdout
	if err := mock.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		mock.Process.Kill()
		mock.Wait()
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Listening") {
			go drain(lines)
			return "http://" + address
		}
	}
	t.Fatalf("stripe-mock ended before it listened on %s", address)
	return ""
}

func drain(lines *bufio.Scanner) {
	for lines.Scan() {
	}
}

func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
