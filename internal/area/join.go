package area

// Join strings lines together at their common ends, turning them round where that helps, and returns the longest lines that come
// out. A ring ends with the node it began with. Lines already closed stay as they are.
func Join(lines [][]int64) [][]int64 {
	j := joiner{used: make([]bool, len(lines)), ends: map[int64][]int{}, lines: lines}
	for i, line := range lines {
		first, last := line[0], line[len(line)-1]
		if first != last {
			j.ends[first] = append(j.ends[first], i)
			j.ends[last] = append(j.ends[last], i)
		}
	}
	var out [][]int64
	for i := range lines {
		if !j.used[i] {
			out = append(out, j.grow(i))
		}
	}
	return out
}

// Chain does what Join does without turning any line round: each begins where the one before it ends.
func Chain(lines [][]int64) [][]int64 {
	j := joiner{used: make([]bool, len(lines)), ends: map[int64][]int{}, lines: lines}
	entered := map[int64]bool{}
	for i, line := range lines {
		j.ends[line[0]] = append(j.ends[line[0]], i)
		entered[line[len(line)-1]] = true
	}
	var out [][]int64
	for _, heads := range []bool{true, false} {
		for i, line := range lines {
			if !j.used[i] && entered[line[0]] != heads {
				j.used[i] = true
				out = append(out, j.extend(append([]int64(nil), line...)))
			}
		}
	}
	return out
}

type joiner struct {
	lines [][]int64
	used  []bool
	ends  map[int64][]int
}

// grow extends a line at its end, then at its beginning, until it closes or nothing fits.
func (j *joiner) grow(i int) []int64 {
	j.used[i] = true
	line := append([]int64(nil), j.lines[i]...)
	line = j.extend(line)
	if line[0] == line[len(line)-1] {
		return line
	}
	return reversed(j.extend(reversed(line)))
}

func (j *joiner) extend(line []int64) []int64 {
	for line[0] != line[len(line)-1] {
		next := j.take(line[len(line)-1])
		if next == nil {
			break
		}
		line = append(line, next[1:]...)
	}
	return line
}

// take uses up a line that touches a node, and returns it beginning there.
func (j *joiner) take(node int64) []int64 {
	for _, i := range j.ends[node] {
		if j.used[i] {
			continue
		}
		j.used[i] = true
		if j.lines[i][0] == node {
			return j.lines[i]
		}
		return reversed(j.lines[i])
	}
	return nil
}

func reversed(line []int64) []int64 {
	out := make([]int64, len(line))
	for i, id := range line {
		out[len(line)-1-i] = id
	}
	return out
}
