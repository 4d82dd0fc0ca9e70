package account

import "pignon.coop/internal/db"

// LoadApp reads an integration by id; NotFound when there is none.
func LoadApp(tx *db.Tx, id int64) (App, error) {
	return db.One[App](tx, "SELECT * FROM api_apps WHERE id = ?", id)
}

func appByClient(tx *db.Tx, clientID string) (App, bool, error) {
	if unreadable(clientID) {
		return App{}, false, nil
	}
	return db.Maybe[App](tx, "SELECT * FROM api_apps WHERE type = 'oauth' AND client_id = ?", clientID)
}

func appByKey(tx *db.Tx, key string) (App, bool, error) {
	return db.Maybe[App](tx, "SELECT * FROM api_apps WHERE type = 'api_key' AND api_key_hash = ?", hashOf(key))
}

func listApps(tx *db.Tx) ([]App, error) { return db.All[App](tx, "SELECT * FROM api_apps ORDER BY id") }

func insertApp(tx *db.Tx, a App) error { return db.Insert(tx, "api_apps", a) }

func saveApp(tx *db.Tx, a App) error { return db.Update(tx, "api_apps", a) }
