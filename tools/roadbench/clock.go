package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// samples are measurements of one thing, in one unit.
type samples []float64

func (s samples) least() float64 { return slices.Min(s) }

func (s samples) median() float64 {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[len(sorted)/2]
}

// processor is the processor time of all threads of a process so far, 0 for this one.
func processor(pid int) time.Duration {
	clock := int32(unix.CLOCK_PROCESS_CPUTIME_ID)
	if pid > 0 {
		clock = ^int32(pid)<<3 | 2 // how Linux numbers the clocks of other processes
	}
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// busy measures the processor time, in milliseconds, that each of some calls takes in a process, after one that warms up.
func busy(pid, runs int, call func() error) (samples, error) {
	return measure(runs, call, func() time.Duration { return processor(pid) })
}

// waited measures the time on the clock instead.
func waited(runs int, call func() error) (samples, error) {
	start := time.Now()
	return measure(runs, call, func() time.Duration { return time.Since(start) })
}

func measure(runs int, call func() error, clock func() time.Duration) (samples, error) {
	if err := call(); err != nil {
		return nil, err
	}
	taken := make(samples, runs)
	for i := range taken {
		runtime.GC()
		before := clock()
		if err := call(); err != nil {
			return nil, err
		}
		taken[i] = milliseconds(clock() - before)
	}
	return taken, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// shared divides samples of many questions by their number.
func (s samples) shared(questions int) samples {
	each := slices.Clone(s)
	for i := range each {
		each[i] /= float64(questions)
	}
	return each
}

// threadsOf lists the processor time of each thread of a process, in milliseconds, by the thread's folder.
func threadsOf(pid int) map[string]float64 {
	used := make(map[string]float64)
	folders, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	for _, folder := range folders {
		text, err := os.ReadFile(filepath.Join(folder, "schedstat"))
		var nanoseconds float64
		if _, wrong := fmt.Sscan(string(text), &nanoseconds); err == nil && wrong == nil {
			used[folder] = nanoseconds / 1e6
		}
	}
	return used
}

// spent tells what all threads used between two moments, and what the busiest one did.
func spent(before, after map[string]float64) (all, most float64) {
	for thread, used := range after {
		used -= before[thread]
		all, most = all+used, max(most, used)
	}
	return all, most
}
