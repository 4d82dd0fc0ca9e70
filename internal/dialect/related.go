package dialect

import (
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/web"
)

// related is a kind of thing that is written together with what it points to.
type related[T any] struct {
	face    *face
	kind    string
	filters []filter
	objects func(*db.Tx, []T) ([]*Object, error)
}

func (r related[T]) read(run unitOfWork, c *web.Call, do func(*db.Tx) ([]T, error)) ([]*Object, error) {
	return worked(c, run, func(tx *db.Tx) ([]*Object, error) {
		list, err := do(tx)
		if err != nil {
			return nil, err
		}
		return r.objects(tx, list)
	})
}

// unitOfWork is face.read or face.change.
type unitOfWork = func(*web.Call, func(*db.Tx) error) error

// all answers with a whole collection.
func (r related[T]) all(c *web.Call, do func(*db.Tx) ([]T, error)) error {
	members, err := r.read(r.face.read, c, do)
	if err != nil {
		return err
	}
	return r.face.list(c, http.StatusOK, collection{Context: r.kind, Members: members, Total: len(members), Filters: r.filters})
}

// one answers with a thing after something was done with it.
func (r related[T]) one(c *web.Call, status int, run unitOfWork, do func(*db.Tx) (T, error)) error {
	members, err := r.read(run, c, func(tx *db.Tx) ([]T, error) {
		thing, err := do(tx)
		return []T{thing}, err
	})
	if err != nil {
		return err
	}
	return r.face.item(c, status, r.kind, members[0])
}

// done answers with the thing of the path, after something was done with it.
func (r related[T]) done(run unitOfWork, do func(*db.Tx, int64) (T, error)) func(*web.Call) error {
	return func(c *web.Call) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		return r.one(c, http.StatusOK, run, func(tx *db.Tx) (T, error) { return do(tx, id) })
	}
}
