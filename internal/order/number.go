package order

import "pignon.coop/internal/org"

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NumberOf is what people call an order by: its id in Crockford's base 32, in which no two characters look alike.
func NumberOf(id int64) org.Text {
	if id <= 0 {
		return "0"
	}
	var digits []byte
	for ; id > 0; id /= 32 {
		digits = append([]byte{crockford[id%32]}, digits...)
	}
	return org.Text(digits)
}
