package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"pignon.coop/road"
)

// importing measures imports of streets by the program, as an operator would run them.
func importing(pignon, file, mapFile string, runs int, out *report) error {
	var cpu, wall, memory samples
	for range runs {
		start := time.Now()
		cmd := exec.Command(pignon, "map", "import", "--streets-only", file, "-o", mapFile)
		if said, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("import %s: %w: %s", file, err, said)
		}
		wall = append(wall, time.Since(start).Seconds())
		cpu = append(cpu, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
		usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			return errors.New("this system does not tell what a process used")
		}
		memory = append(memory, float64(usage.Maxrss)/1024)
	}
	out.add("import, CPU s", cpu)
	out.add("import, s on the clock", wall)
	out.add("import, largest memory MB", memory)
	out.add("extract, MB", samples{megabytes(file)})
	out.add("map file, MB", samples{megabytes(mapFile)})
	return nil
}

func megabytes(path string) float64 {
	info, err := os.Stat(path)
	if err != nil {
		return math.NaN()
	}
	return float64(info.Size()) / 1e6
}

// opening measures fresh processes from before they open a map to after their first route.
func opening(mapFile string, e *engine) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var wall, cpu samples
	for range 15 {
		said, err := exec.Command(self, "-open", mapFile, "-pair", written(e.points[:2])).Output()
		if err != nil {
			return fmt.Errorf("open %s: %w", mapFile, err)
		}
		var w, c float64
		if _, err := fmt.Sscan(string(said), &w, &c); err != nil {
			return err
		}
		wall, cpu = append(wall, w), append(cpu, c)
	}
	e.out.add("open to first route, ms", wall)
	e.out.add("open to first route, CPU ms", cpu)
	return nil
}

// openOnce is what such a process does.
func openOnce(mapFile, pair string) error {
	points, err := read(pair)
	if err != nil {
		return err
	}
	start, used := time.Now(), processor(0)
	_, router, err := openMap(mapFile)
	if err != nil {
		return err
	}
	if _, err := router.Route((&engine{}).context(), road.Stops(points...), road.RouteOptions{Line: true}); err != nil {
		return err
	}
	fmt.Println(milliseconds(time.Since(start)), milliseconds(processor(0)-used))
	return nil
}

// read is the reverse of written.
func read(coordinates string) ([]road.Point, error) {
	var points []road.Point
	for pair := range strings.SplitSeq(coordinates, ";") {
		lng, lat, _ := strings.Cut(pair, ",")
		x, err := strconv.ParseFloat(lng, 64)
		if err != nil {
			return nil, err
		}
		y, err := strconv.ParseFloat(lat, 64)
		if err != nil {
			return nil, err
		}
		points = append(points, road.Point{Lat: int32(y * 1e7), Lng: int32(x * 1e7)})
	}
	return points, nil
}
