// Command testreport reads `go test -json` and prints, for people, a line a package, the output of what failed, and a closing count. With
// -skipped it prints only how many tests were skipped and why.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

type report struct {
	passed, failed int
	skips          map[string]int
	output         map[string][]string // of running tests
	broken         []string
}

func main() {
	onlySkipped := flag.Bool("skipped", false, "print only what was skipped")
	flag.Parse()
	r := report{skips: map[string]int{}, output: map[string][]string{}}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) == nil {
			r.take(e, !*onlySkipped)
		}
	}
	if *onlySkipped {
		r.printSkips()
		return
	}
	for _, b := range r.broken {
		fmt.Println(b)
	}
	fmt.Printf("%d passed, %d failed\n", r.passed, r.failed)
	if r.failed > 0 || r.passed == 0 {
		os.Exit(1)
	}
}

func (r *report) take(e event, loud bool) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		r.output[key] = append(r.output[key], e.Output)
		return
	case "build-output":
		r.broken = append(r.broken, strings.TrimRight(e.Output, "\n"))
		return
	case "pass":
		if e.Test != "" {
			r.passed++
		} else if loud {
			fmt.Printf("ok    %-40s %5.1f s\n", strings.TrimPrefix(e.Package, "pignon.coop/"), e.Elapsed)
		}
	case "fail":
		r.failed++
		r.broken = append(r.broken, "FAIL  "+key+"\n"+strings.Join(r.output[key], ""))
	case "skip":
		if e.Test != "" {
			r.skips[reason(r.output[key])]++
		}
	default:
		return
	}
	delete(r.output, key)
}

// reason is the last line that a skipped test said, without its place in the source.
func reason(lines []string) string {
	for i := len(lines) - 1; i >= 0; i-- {
		line := strings.TrimSpace(lines[i])
		if _, words, ok := strings.Cut(line, ".go:"); ok {
			_, words, _ = strings.Cut(words, ": ")
			return words
		}
	}
	return "no reason given"
}

func (r *report) printSkips() {
	total := 0
	var lines []string
	for why, n := range r.skips {
		total += n
		lines = append(lines, fmt.Sprintf("  %4d  %s", n, why))
	}
	if total == 0 {
		return
	}
	sort.Strings(lines)
	fmt.Printf("%d tests were skipped:\n%s\n", total, strings.Join(lines, "\n"))
}
