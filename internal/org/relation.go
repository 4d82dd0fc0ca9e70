package org

import (
	"fmt"

	"pignon.coop/internal/fail"
)

// UnknownRelation says that a body names a thing that nobody has. Invalid.
func UnknownRelation(collection string, id int64) error {
	return fail.New(fail.Invalid, "request.relation_unknown", "iri", fmt.Sprintf("/api/%s/%d", collection, id))
}

// Named words the error of looking for a thing that a body names: when there is none the body is wrong, the resource is not missing.
func Named(err error, collection string, id int64) error {
	if fail.Is(err, fail.NotFound) {
		return UnknownRelation(collection, id)
	}
	return err
}
