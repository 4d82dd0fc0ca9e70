package shift

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Skill is something that not everybody can do, such as riding a long john.
type Skill struct {
	ID        int64        `db:"id"`
	Name      string       `db:"name"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// Skilled is a skill with the people who have it, by id.
type Skilled struct {
	Skill
	Users []int64
}

// ListSkills gives every skill, by id.
func ListSkills(tx *db.Tx) ([]Skilled, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	list, err := allSkills(tx)
	if err != nil {
		return nil, err
	}
	return skilled(tx, list)
}

// ReadSkill gives one skill.
func ReadSkill(tx *db.Tx, id int64) (Skilled, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Skilled{}, err
	}
	s, err := loadSkill(tx, id)
	if err != nil {
		return Skilled{}, err
	}
	list, err := skilled(tx, []Skill{s})
	if err != nil {
		return Skilled{}, err
	}
	return list[0], nil
}

// SaveSkillIn is a new skill (ID 0) or what changes of one.
type SaveSkillIn struct {
	ID    int64
	Name  *string
	Users *[]int64
}

// SaveSkill makes or changes a skill.
func SaveSkill(tx *db.Tx, in SaveSkillIn) (out Skilled, err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return out, err
	}
	s := Skill{CreatedAt: tx.Now()}
	if in.ID != 0 {
		if s, err = loadSkill(tx, in.ID); err != nil {
			return out, err
		}
	}
	if in.Name != nil {
		s.Name = *in.Name
	}
	if err := checkName("name", s.Name).Or(); err != nil {
		return out, err
	}
	s.UpdatedAt = tx.Now()
	if s.ID == 0 {
		err = insertSkill(tx, &s)
	} else {
		err = db.Update(tx, "skills", s)
	}
	if err == nil && in.Users != nil {
		if err = mustExist(tx, *in.Users); err == nil {
			err = setSkillUsers(tx, s.ID, *in.Users)
		}
	}
	if err != nil {
		return out, err
	}
	return ReadSkill(tx, s.ID)
}

// DeleteSkill takes a skill away from people and shifts.
func DeleteSkill(tx *db.Tx, id int64) error {
	if _, err := ReadSkill(tx, id); err != nil {
		return err
	}
	return removeSkill(tx, id)
}

// mustExist refuses relations to users that lead nowhere.
func mustExist(tx *db.Tx, users []int64) error {
	known, err := account.LoadUsers(tx, users)
	for _, id := range users {
		if _, ok := known[id]; !ok && err == nil {
			return org.UnknownRelation("users", id)
		}
	}
	return err
}
