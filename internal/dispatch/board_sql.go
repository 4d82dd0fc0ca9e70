package dispatch

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
)

func lastSeq(tx *db.Tx) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(MAX(seq), 0) FROM journal")
}

type person struct {
	ID       int64  `db:"id"`
	Username string `db:"username"`
}

func usernames(tx *db.Tx, ids []int64) (map[int64]string, error) {
	rows, err := db.All[person](tx, "SELECT id, username FROM users WHERE id IN (?)", ids)
	names := map[int64]string{}
	for _, r := range rows {
		names[r.ID] = r.Username
	}
	return names, err
}

// couriers lists everybody who can be given a task, by name, with their places while on duty.
func couriers(tx *db.Tx) ([]Courier, error) {
	users, err := db.All[account.User](tx, "SELECT * FROM users WHERE enabled AND roles <> '[]' ORDER BY username_canonical")
	if err != nil {
		return nil, err
	}
	onDuty, err := everyoneOnDuty(tx)
	if err != nil {
		return nil, err
	}
	places, err := PositionsSince(tx, tx.Now().Add(-silence))
	if err != nil {
		return nil, err
	}
	at := map[int64]*Fix{}
	for _, f := range places {
		at[f.CourierID] = &f
	}
	var list []Courier
	for _, u := range users {
		if mayCarry(u) == nil {
			list = append(list, Courier{User: u, OnDuty: slices.Contains(onDuty, u.ID), Position: at[u.ID]})
		}
	}
	return list, nil
}
