package extract_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"pignon.coop/internal/datatest"
	"pignon.coop/road/extract"
)

// BenchmarkReadFile reports, besides the time that passes, the processor time and what stays in memory for each megabyte of the file.
func BenchmarkReadFile(b *testing.B) {
	for _, name := range []string{"osm/delaware-paulmach.osm.pbf", "osm/milan-otp2015.osm.pbf", "osm/rouen-gama.osm.gz"} {
		b.Run(filepath.Base(name), func(b *testing.B) {
			path := datatest.Path(b, name)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			start := processorSeconds(b)
			var x *extract.Extract
			for b.Loop() {
				if x, err = extract.ReadFile(context.Background(), path, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((processorSeconds(b)-start)/float64(b.N), "cpu-s/op")
			full := heap()
			runtime.KeepAlive(x)
			x = nil
			b.ReportMetric(float64(full-heap())/float64(info.Size()), "kept-B/B")
		})
	}
}

// heap is how many bytes are in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func processorSeconds(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
