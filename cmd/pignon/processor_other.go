//go:build !unix

package main

import "time"

var started = time.Now()

// processorTime is the time since the start, where the time on the processors is not known.
func processorTime() time.Duration { return time.Since(started) }
