package ch

// Seed is a node where a way may begin or end, and what is to be added for it: usually the rest of an arc where it begins (0 or
// more), and that rest taken away where it ends (0 or less). Weights lie between -2^28 and 2^28.
type Seed struct {
	Node           uint32
	Weight, Ms, Cm int32
}

// least is the smallest weight of some seeds. Searches count from there, so that their labels are never negative.
func least(seeds []Seed) int32 {
	if len(seeds) == 0 {
		return 0
	}
	weight := seeds[0].Weight
	for _, s := range seeds[1:] {
		weight = min(weight, s.Weight)
	}
	return weight
}
