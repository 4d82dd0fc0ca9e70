package shift

import (
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/us"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// BankHoliday is a day on which a whole country is off, under the name that it has there.
type BankHoliday struct {
	Day  span.Day
	Name string
}

// countries are the days off by two letters of the country; of regions they know nothing.
func countries() map[string][]*cal.Holiday {
	return map[string][]*cal.Holiday{"at": at.Holidays, "be": be.Holidays, "ca": ca.Holidays, "ch": ch.Holidays, "de": de.Holidays, "dk": dk.Holidays,
		"es": es.Holidays, "fr": fr.Holidays, "gb": gb.Holidays, "gr": gr.Holidays, "ie": ie.Holidays, "it": it.Holidays, "nl": nl.Holidays,
		"no": no.Holidays, "pl": pl.Holidays, "se": se.Holidays, "us": us.Holidays}
}

// mostYears keeps a range of days from being without end.
const mostYears = 20

// BankHolidays lists the days off of a country, none when the country is not known, in order.
func BankHolidays(country string, days Days) ([]BankHoliday, error) {
	list := []BankHoliday{}
	first, last := days.First.In(time.UTC).From.Year(), days.Last.In(time.UTC).From.Year()
	if last-first > mostYears {
		return nil, fail.New(fail.Invalid, "request.date", "value", days.Last)
	}
	for year := first; year <= last; year++ {
		for _, h := range countries()[strings.ToLower(country)] {
			if day, _ := h.Calc(year); !day.IsZero() && h.Type == cal.ObservancePublic {
				if d := span.Day(day.Format(time.DateOnly)); d >= days.First && d <= days.Last {
					list = append(list, BankHoliday{Day: d, Name: h.Name})
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b BankHoliday) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return list, nil
}
