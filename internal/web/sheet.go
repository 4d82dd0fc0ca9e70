package web

import "strings"

// SheetText makes a text fit for a spreadsheet's cell: one that it would run as a formula is marked as text (OWASP, CSV injection).
func SheetText(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
