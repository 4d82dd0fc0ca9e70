// Package money counts in minor units of the co-op's one currency and rounds in one way everywhere.
package money

import (
	"cmp"
	"math"
	"slices"
)

// Amount is money in minor units (cents). Negative amounts are reductions.
type Amount int64

// Rate is a share in millionths: 0.055 is Rate(55000). Tax rates and fee rates fit without loss.
type Rate int64

// RateOf turns a decimal share (0.2 for 20 %) into a Rate, to the nearest millionth.
func RateOf(share float64) Rate { return Rate(math.Round(share * 1e6)) }

// Float gives the share as a decimal number, 0.2 for 20 %.
func (r Rate) Float() float64 { return float64(r) / 1e6 }

// Of gives the share of an amount, half rounded away from zero.
func (r Rate) Of(a Amount) Amount { return divide(int64(a)*int64(r), 1e6) }

// IncludedIn gives the tax that an amount already contains at this rate: a - a/(1+r), the net part rounded half away from zero.
func (r Rate) IncludedIn(a Amount) Amount { return a - divide(int64(a)*1e6, 1e6+int64(r)) }

// Within gives the tax that an amount already contains at this rate: a - a/(1+r), itself rounded half away from zero. It is a cent above
// IncludedIn where the net part ends in half a cent: what is sold by itself is taxed so, goods are by IncludedIn.
func (r Rate) Within(a Amount) Amount { return divide(int64(a)*int64(r), 1e6+int64(r)) }

func divide(n, d int64) Amount {
	q, rest := n/d, n%d
	if rest < 0 {
		rest = -rest
	}
	if rest*2 >= d {
		if n < 0 {
			return Amount(q - 1)
		}
		return Amount(q + 1)
	}
	return Amount(q)
}

// Divide cuts an amount into parts by their weights, to the cent: the parts add up to the amount. Cents that are left over go to the parts that
// lost most by rounding, the earlier ones first (largest remainder). Weights below zero count as none; where all are none the first part gets all.
func (a Amount) Divide(weights []int64) []Amount {
	parts := make([]Amount, len(weights))
	sum := int64(0)
	for _, w := range weights {
		sum += max(0, w)
	}
	if len(parts) == 0 {
		return parts
	}
	if sum == 0 {
		parts[0] = a
		return parts
	}
	left := a
	order := make([]int, len(weights))
	lost := make([]int64, len(weights))
	for i, w := range weights {
		share := int64(a) * max(0, w)
		parts[i], order[i] = Amount(share/sum), i
		lost[i] = max(share%sum, -(share % sum))
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(lost[y], lost[x]) })
	for i := 0; left != 0; i++ {
		cent := Amount(1)
		if left < 0 {
			cent = -1
		}
		parts[order[i]] += cent
		left -= cent
	}
	return parts
}
