// Command withpostgres starts a private PostgreSQL server, runs a command with PIGNON_TEST_POSTGRES set to its address, and stops the server.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"pignon.coop/internal/db/pgcluster"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
	}
	os.Exit(code)
}

func run(args []string) (int, error) {
	if len(args) == 0 {
		return 2, errors.New("give it a command to run")
	}
	cluster, err := pgcluster.Start()
	if errors.Is(err, pgcluster.ErrMissing) && os.Getenv("PIGNON_DATA_REQUIRED") != "1" {
		fmt.Fprintln(os.Stderr, err, "- the PostgreSQL half of the tests is skipped")
		return execute(args, os.Environ())
	}
	if err != nil {
		return 1, err
	}
	defer cluster.Stop()
	return execute(args, append(os.Environ(), "PIGNON_TEST_POSTGRES="+cluster.URL))
}

func execute(args, env []string) (int, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
