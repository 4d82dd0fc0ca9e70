package shift

import (
	"regexp"
	"strconv"
	"unicode/utf8"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Activity is what people can be on shift for. Its slug never changes.
type Activity struct {
	ID        int64        `db:"id"`
	Slug      string       `db:"slug"`
	Label     string       `db:"label"`
	Color     org.Text     `db:"color"` // #rrggbb
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// ActivityIn are the words and the colour of an activity.
type ActivityIn struct{ Label, Color string }

const longestName = 255

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func (in ActivityIn) check() error {
	wrong := checkName("label", in.Label)
	if in.Color != "" && !colour.MatchString(in.Color) {
		wrong = wrong.Add("color", "value.invalid")
	}
	return wrong.Or()
}

func checkName(field, name string) *fail.Error {
	var wrong *fail.Error
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return wrong.Add(field, "value.blank")
	case n > longestName:
		return wrong.Add(field, "value.too_long")
	}
	return nil
}

// ListActivities gives every activity, by id.
func ListActivities(tx *db.Tx) ([]Activity, error) {
	if err := mayWork(tx.Who()); err != nil {
		return nil, err
	}
	return allActivities(tx)
}

// ReadActivity gives one activity.
func ReadActivity(tx *db.Tx, id int64) (Activity, error) {
	if err := mayWork(tx.Who()); err != nil {
		return Activity{}, err
	}
	return loadActivity(tx, id)
}

// SaveActivity makes an activity (id 0) or gives one other words and colour.
func SaveActivity(tx *db.Tx, id int64, in ActivityIn) (a Activity, err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return a, err
	}
	a = Activity{CreatedAt: tx.Now()}
	if id != 0 {
		if a, err = loadActivity(tx, id); err != nil {
			return a, err
		}
	}
	if err := in.check(); err != nil {
		return a, err
	}
	a.Label, a.Color, a.UpdatedAt = in.Label, org.Text(in.Color), tx.Now()
	if id != 0 {
		return a, db.Update(tx, "shift_activities", a)
	}
	if a.Slug, err = freeSlug(tx, in.Label); err != nil {
		return a, err
	}
	if a.ID, err = tx.ID("shift_activities"); err != nil {
		return a, err
	}
	return a, db.Insert(tx, "shift_activities", a)
}

// freeSlug makes a slug that no activity has: the label's, or else the label's with a number.
func freeSlug(tx *db.Tx, label string) (string, error) {
	base := org.Slug(label)
	if base == "" {
		base = "activity"
	}
	if len(base) > longestActivity-4 {
		base = base[:longestActivity-4]
	}
	slug := base
	for n := 2; ; n++ {
		taken, err := activityExists(tx, slug)
		if err != nil || !taken {
			return slug, err
		}
		slug = base + "-" + strconv.Itoa(n)
	}
}

// DeleteActivity takes an activity away. Shifts for it keep its slug.
func DeleteActivity(tx *db.Tx, id int64) error {
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	if _, err := loadActivity(tx, id); err != nil {
		return err
	}
	return removeActivity(tx, id)
}
