package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"path/filepath"
	"testing"
)

// keptBy opens one connection that keeps so many statements, and gives its keeper.
func keptBy(t *testing.T, most int) (*sql.Conn, *keeper) {
	t.Helper()
	connector, err := openThrifty("file:" + filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	pool := sql.OpenDB(connector)
	c, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(); _ = pool.Close() })
	var k *keeper
	_ = c.Raw(func(raw any) error { k = raw.(*keeper); k.most = most; return nil })
	return c, k
}

func mustExec(t *testing.T, c *sql.Conn, query string, args ...any) {
	t.Helper()
	if _, err := c.ExecContext(context.Background(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func (k *keeper) queries() (list []string) {
	for e := k.latest.Front(); e != nil; e = e.Next() {
		list = append(list, e.Value.(statement).query)
	}
	return list
}

func TestStatementsAreKeptAndBounded(t *testing.T) {
	t.Parallel()
	c, k := keptBy(t, 3)
	mustExec(t, c, "CREATE TABLE x (a INTEGER)")
	for i := range 10 {
		mustExec(t, c, "INSERT INTO x (a) VALUES (?)", i)
	}
	first := k.latest.Front().Value.(statement).Stmt
	mustExec(t, c, "INSERT INTO x (a) VALUES (?)", 10)
	if k.latest.Front().Value.(statement).Stmt != first {
		t.Error("a statement was compiled twice")
	}
	for i := range 5 {
		mustExec(t, c, fmt.Sprintf("DELETE FROM x WHERE a = ? AND %d = 0", i), i)
	}
	mustExec(t, c, "DELETE FROM x WHERE a = ? AND 3 = 0", 3)
	if got := fmt.Sprint(k.queries()); got != "[DELETE FROM x WHERE a = ? AND 3 = 0 DELETE FROM x WHERE a = ? AND 4 = 0 DELETE FROM x WHERE a = ? AND 2 = 0]" {
		t.Errorf("kept %s", got)
	}
	if len(k.byQuery) != 3 {
		t.Errorf("%d statements are found by their text", len(k.byQuery))
	}
}

// TestStatementsInUseAreNotShared reads rows and asks the same again meanwhile: both get all of theirs.
func TestStatementsInUseAreNotShared(t *testing.T) {
	t.Parallel()
	c, k := keptBy(t, 9)
	mustExec(t, c, "CREATE TABLE x (a INTEGER)")
	mustExec(t, c, "INSERT INTO x (a) VALUES (1), (2), (3)")
	const query = "SELECT a FROM x WHERE a > ? ORDER BY a"
	outer, err := c.QueryContext(context.Background(), query, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer outer.Close()
	got := ""
	for outer.Next() {
		var a, b int
		_ = outer.Scan(&a)
		if err := c.QueryRowContext(context.Background(), query, a).Scan(&b); err != nil && a < 3 {
			t.Fatal(err)
		}
		got += fmt.Sprint(a, b, " ")
	}
	if got != "1 2 2 3 3 0 " {
		t.Errorf("read %q", got)
	}
	_ = outer.Close()
	if n := len(k.queries()); n != 3 {
		t.Errorf("%d statements are kept, want 3: %q", n, k.queries())
	}
}

func TestStatementsSurviveChangesOfTheSchema(t *testing.T) {
	t.Parallel()
	c, _ := keptBy(t, 9)
	mustExec(t, c, "CREATE TABLE x (a INTEGER)")
	mustExec(t, c, "INSERT INTO x (a) VALUES (1)")
	read := func(want string) {
		t.Helper()
		rows, err := c.QueryContext(context.Background(), "SELECT * FROM x")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		if columns, _ := rows.Columns(); fmt.Sprint(columns) != want {
			t.Errorf("columns %v, want %s", columns, want)
		}
	}
	read("[a]")
	mustExec(t, c, "ALTER TABLE x ADD COLUMN b INTEGER")
	read("[a b]")
	mustExec(t, c, "DROP TABLE x")
	if _, err := c.QueryContext(context.Background(), "SELECT * FROM x"); err == nil {
		t.Error("a table that is gone was read")
	}
	mustExec(t, c, "CREATE TABLE x (c INTEGER)")
	read("[c]")
}

// TestStatementsThatFailAreLetGo: a refused row, then a good one by the same statement.
func TestStatementsThatFailAreLetGo(t *testing.T) {
	t.Parallel()
	c, k := keptBy(t, 9)
	mustExec(t, c, "CREATE TABLE x (a INTEGER PRIMARY KEY)")
	const query = "INSERT INTO x (a) VALUES (?)"
	mustExec(t, c, query, 1)
	if _, err := c.ExecContext(context.Background(), query, 1); err == nil {
		t.Fatal("the same row came twice")
	}
	if len(k.byQuery) != 1 {
		t.Errorf("kept %q", k.queries())
	}
	mustExec(t, c, query, 2)
	mustExec(t, c, query, 3)
}

func TestStatementsEndWithTheirConnection(t *testing.T) {
	t.Parallel()
	c, k := keptBy(t, 9)
	mustExec(t, c, "CREATE TABLE x (a INTEGER)")
	mustExec(t, c, "INSERT INTO x (a) VALUES (1)")
	if err := c.Raw(func(any) error { return driver.ErrBadConn }); err == nil {
		t.Fatal("a bad connection was kept")
	}
	if len(k.byQuery) != 0 || k.latest.Len() != 0 {
		t.Errorf("kept %q after the end", k.queries())
	}
}
