// Package expression is the small language in which co-ops write conditions: `distance < 3000 and in_zone(dropoff.address, "centre")`.
// Its grammar and meaning follow Symfony's ExpressionLanguage, comparisons with null included, so that rules written for CoopCycle keep
// their meaning. It knows no business word: names and functions come from the caller. Texts are bounded, so that neither reading nor
// evaluating one can take long.
package expression
