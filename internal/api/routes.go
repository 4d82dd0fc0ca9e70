package api

// routes lists all of /v1, a line per resource.
func (f *face) routes() {
}
