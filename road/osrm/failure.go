package osrm

// A code is what an answer's "code" says. All but ok come with status 400.
type code string

const (
	ok             code = "Ok"
	invalidURL     code = "InvalidUrl"
	invalidService code = "InvalidService"
	invalidVersion code = "InvalidVersion"
	invalidOptions code = "InvalidOptions"
	invalidQuery   code = "InvalidQuery"
	invalidValue   code = "InvalidValue"
	noSegment      code = "NoSegment"
	tooBig         code = "TooBig"
	noRoute        code = "NoRoute"
	noTable        code = "NoTable"
	noTrips        code = "NoTrips"
	noMatch        code = "NoMatch"
	notImplemented code = "NotImplemented"
)

// failure is an answer that is not Ok.
type failure struct {
	code    code
	message string
}

func (f *failure) Error() string { return string(f.code) + ": " + f.message }
