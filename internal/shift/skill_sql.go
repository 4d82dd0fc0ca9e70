package shift

import (
	"pignon.coop/internal/db"
)

func loadSkill(tx *db.Tx, id int64) (Skill, error) {
	return db.One[Skill](tx, "SELECT * FROM skills WHERE id = ?", id)
}

func allSkills(tx *db.Tx) ([]Skill, error) {
	return db.All[Skill](tx, "SELECT * FROM skills ORDER BY id")
}

func skillsByID(tx *db.Tx, ids []int64) ([]Skill, error) {
	return db.All[Skill](tx, "SELECT * FROM skills WHERE id IN (?) ORDER BY id", ids)
}

type skillUser struct {
	SkillID int64 `db:"skill_id"`
	UserID  int64 `db:"user_id"`
}

func skilled(tx *db.Tx, list []Skill) ([]Skilled, error) {
	pairs, err := db.All[skillUser](tx, "SELECT skill_id, user_id FROM skill_users ORDER BY user_id")
	out := make([]Skilled, len(list))
	for i, s := range list {
		out[i] = Skilled{Skill: s, Users: []int64{}}
		for _, p := range pairs {
			if p.SkillID == s.ID {
				out[i].Users = append(out[i].Users, p.UserID)
			}
		}
	}
	return out, err
}

// SkillsOf lists the skills of people. Those without any are missing in the map.
func SkillsOf(tx *db.Tx, users []int64) (map[int64][]Skill, error) {
	type row struct {
		UserID int64 `db:"user_id"`
		Skill
	}
	rows, err := db.All[row](tx, "SELECT u.user_id, s.* FROM skill_users u JOIN skills s ON s.id = u.skill_id WHERE u.user_id IN (?) ORDER BY s.id", users)
	out := map[int64][]Skill{}
	for _, r := range rows {
		out[r.UserID] = append(out[r.UserID], r.Skill)
	}
	return out, err
}

func insertSkill(tx *db.Tx, s *Skill) (err error) {
	if s.ID, err = tx.ID("skills"); err != nil {
		return err
	}
	return db.Insert(tx, "skills", *s)
}

func setSkillUsers(tx *db.Tx, id int64, users []int64) error {
	if _, err := tx.Exec("DELETE FROM skill_users WHERE skill_id = ?", id); err != nil {
		return err
	}
	for _, u := range users {
		if _, err := tx.Exec("INSERT INTO skill_users (skill_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING", id, u); err != nil {
			return err
		}
	}
	return nil
}

func removeSkill(tx *db.Tx, id int64) error {
	for _, query := range []string{"DELETE FROM skill_users WHERE skill_id = ?", "DELETE FROM shift_skills WHERE skill_id = ?", "DELETE FROM skills WHERE id = ?"} {
		if _, err := tx.Exec(query, id); err != nil {
			return err
		}
	}
	return nil
}
