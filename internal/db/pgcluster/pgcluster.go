// Package pgcluster runs a private PostgreSQL server for tests: a fresh cluster in a temporary folder, on a unix socket and a free
// loopback port, stopped with the process that started it. It needs the server's programs (Debian: postgresql).
package pgcluster

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/jmoiron/sqlx"
)

// ErrMissing says that no PostgreSQL server is installed.
var ErrMissing = errors.New("no PostgreSQL server programs (initdb, postgres): on Debian or Ubuntu run `apt-get install postgresql`")

// Cluster is a running server.
type Cluster struct {
	URL  string // of its maintenance database
	dir  string
	proc *exec.Cmd
}

// Start makes a cluster and waits until it answers. Durability is off: it is for tests alone.
func Start() (*Cluster, error) {
	return start("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
}

// StartDurable is Start with the durability of a server as it comes, for measuring.
func StartDurable() (*Cluster, error) { return start() }

func start(options ...string) (*Cluster, error) {
	initdb, postgres, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pignon-pg-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir}
	if err := c.boot(initdb, postgres, options); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) boot(initdb, postgres string, options []string) error {
	owner, err := unprivileged(c.dir)
	if err != nil {
		return err
	}
	data := filepath.Join(c.dir, "data")
	setup := exec.Command(initdb, "-D", data, "-U", "pignon", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	setup.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	setup.Dir = c.dir
	if out, err := setup.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, bytes.TrimSpace(out))
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	c.URL = fmt.Sprintf("postgres://pignon@127.0.0.1:%d/postgres?sslmode=disable", port)
	c.proc = exec.Command(postgres, append([]string{"-D", data, "-p", strconv.Itoa(port), "-k", c.dir, "-c", "listen_addresses=127.0.0.1",
		"-c", "max_connections=300"}, options...)...)
	c.proc.Dir = c.dir
	c.proc.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Pdeathsig: syscall.SIGQUIT}
	if err := startOnOwnThread(c.proc); err != nil {
		return err
	}
	return c.wait()
}

// startOnOwnThread keeps the starting thread alive, since the kernel sends the death signal when the thread, not the process, ends.
func startOnOwnThread(cmd *exec.Cmd) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	return <-started
}

func (c *Cluster) wait() error {
	var err error
	for range 300 {
		var db *sqlx.DB
		if db, err = sqlx.Connect("pgx", c.URL); err == nil {
			return db.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the private PostgreSQL server does not answer: %w", err)
}

// Stop ends the server and removes its files.
func (c *Cluster) Stop() {
	if c.proc != nil && c.proc.Process != nil {
		_ = c.proc.Process.Signal(syscall.SIGQUIT)
		for range 100 {
			if c.proc.Process.Signal(syscall.Signal(0)) != nil {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	_ = os.RemoveAll(c.dir)
}

func programs() (initdb, postgres string, err error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	sort.Sort(sort.Reverse(sort.StringSlice(dirs)))
	for _, dir := range append(dirs, filepath.SplitList(os.Getenv("PATH"))...) {
		initdb, postgres = filepath.Join(dir, "initdb"), filepath.Join(dir, "postgres")
		if executable(initdb) && executable(postgres) {
			return initdb, postgres, nil
		}
	}
	return "", "", ErrMissing
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&0o111 != 0
}

// unprivileged gives the folder to an ordinary user when root runs the tests, since PostgreSQL refuses to run as root.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
	}
	return nil, errors.New("root cannot run PostgreSQL and there is no user postgres or nobody")
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
