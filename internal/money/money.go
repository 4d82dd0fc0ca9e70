// Package money counts in minor units of the co-op's one currency and rounds in one way everywhere.
package money

import "math"

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
