package org

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"pignon.coop/internal/fail"
)

// ParsePhone reads a telephone number as people of the country (`fr`) write it and gives its E.164 form. Empty text is no number. What
// cannot be one is Invalid with the code phone.invalid.
func ParsePhone(text, country string) (Text, error) { return parsePhone(text, country, false) }

// parsePhone, when lenient, takes what reads like a number though nobody can have it.
func parsePhone(text, country string, lenient bool) (Text, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	number, err := phonenumbers.Parse(text, strings.ToUpper(country))
	if err != nil || !lenient && !phonenumbers.IsPossibleNumber(number) {
		return "", fail.New(fail.Invalid, "phone.invalid", "number", text)
	}
	return Text(phonenumbers.Format(number, phonenumbers.E164)), nil
}
