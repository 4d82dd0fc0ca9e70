package ch

import (
	"sync"
	"sync/atomic"
)

// portion is how many pieces of work a goroutine takes at a time.
const portion = 4

// share does pieces 0 to count-1 of some work, each by one of the workers; what a piece leaves behind must not depend on which.
func (c *contraction) share(count int, do func(w *worker, piece int)) {
	share(len(c.workers), count, func(worker, piece int) { do(&c.workers[worker], piece) })
}

// crew is how many goroutines share so many pieces of work.
func crew(workers, count int) int { return max(1, min(workers, (count+portion-1)/portion)) }

// share spreads pieces of work over goroutines and waits for all of them.
func share(workers, count int, do func(worker, piece int)) {
	if workers = crew(workers, count); workers == 1 {
		for piece := range count {
			do(0, piece)
		}
		return
	}
	var taken atomic.Int64
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for {
				end := int(taken.Add(portion))
				for piece := end - portion; piece < min(end, count); piece++ {
					do(worker, piece)
				}
				if end >= count {
					return
				}
			}
		})
	}
	group.Wait()
}
