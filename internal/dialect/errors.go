package dialect

import (
	"fmt"
	"net/http"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/web"
)

// violationCodes gives the contract's code of a constraint where it has one; all others have null.
var violationCodes = map[string]string{
	"value.blank":          "c1051bb4-d103-4f74-8988-acbcafc7fdc3",
	"value.missing":        "ad32d13f-c3d4-423b-909a-857b961eac2f",
	"value.choice":         "8e179f1b-97aa-4560-a02f-2a8b42e49df7",
	"value.mime":           "744f00bc-4389-4c74-92de-9a43cde55534",
	"task.window.reversed": "6b3befbc-2f01-4ddf-be21-b57898905284",
	"value.taken":          "23bd9dbf-6b9b-41cd-a99e-4844bcf3077f",
	"value.url":            "57c2f299-1154-4870-89bb-ef3b1f5ad229",
	"value.too_long":       "d94b19cc-114f-4f44-9cc4-4138e80a87b9",
	"value.too_short":      "9ff3fdc4-b214-49db-8718-39c315e33d45",
	"value.pattern":        "de1e3db3-5ed4-4941-aae4-59f3667cc3a3",
	"email.invalid":        "bd79c0ab-ddba-46cc-a703-a7a4b08de310",
	"phone.invalid":        "ca23f4ca-38f4-4325-9bcc-eb570a4abe7f",
}

// fixedWords are the sentences that clients know by heart, the same in every language.
var fixedWords = map[string]string{
	"auth.required":                "JWT Token not found",
	"auth.user.gone":               "Invalid credentials.",
	"auth.token.invalid":           "Invalid JWT Token",
	"auth.token.expired":           "Expired JWT Token",
	"session.login.refused":        "Invalid credentials.",
	"auth.refresh.not_found":       "JWT Refresh Token Not Found",
	"auth.full_required":           "Full authentication is required to access this resource.",
	"auth.forbidden":               "Access Denied.",
	"row.not_found":                "Not Found",
	"task.finish.completed":        "Task #{id} is already completed",
	"task.finish.cancelled":        "Task #{id} is cancelled",
	"task.fail.previous_open":      "Previous task must be completed first",
	"task.assign.taken":            `Task #{id} is already assigned to "{username}"`,
	"request.relation_unknown":     `Item not found for "{iri}".`,
	"user.unknown":                 `User "{username}" does not exist`,
	"request.not_json":             "Syntax error",
	"request.mandatory_missing":    "Mandatory parameters are missing",
	"pricing.rule_set.used":        `AppBundle\Entity\Delivery\PricingRuleSet is used by AppBundle\Entity\{by}#{id}`,
	"order.payment_method.invalid": "order.paymentMethod is not valid",
	"delivery.cancel.assigned":     "Tasks have already been assigned",
	"time_slot.used":               `AppBundle\Entity\TimeSlot is used by AppBundle\Entity\{by}#{id}`,
	"package_set.used":             `AppBundle\Entity\PackageSet is used by AppBundle\Entity\{by}#{id}`,
	"task.relay.no_pair":           "Could not find a linked pickup/dropoff pair for task #{id}",
	"incident.suggestion.invalid":  "The suggestion field in metadata is not valid",
	"recurrence.date.missing":      "Date is required",
	"recurrence.date.past":         "Date must be in the future",
	"warehouse.used":               "Vehicles are linked to this warehouse",
	"task.slot.invalid":            "task.timeSlot.invalid",
	"proof.range.missing":          "Missing required parameters: from, to",
	"pricing.quote.none":           "Price could not be calculated",
	"shift.activity.unknown":       `Unknown shift activity "{slug}"`,
	"shift.week.not_published":     "The schedule for this week is not published yet",
	"shift.week.published":         "This week is already published and cannot be cleared",
	"shift.skills.missing":         "Missing required skill(s): {skills}",
	"shift.batch.incomplete":       "Each shift requires activity, startsAt and endsAt",
	"phone.unreadable":             "The string supplied did not seem to be a phone number.",
}

// refuse words an error as the contract has it.
func (f *face) refuse(c *web.Call, err error) {
	e := fail.Of(err)
	if e.Code == "auth.required" && accepted(c.R.Method, c.R.URL.Path) == account.AcceptAll {
		e = fail.New(fail.Unauthenticated, "auth.full_required")
	}
	switch {
	case e.Kind == fail.Unauthenticated && e.Code != "auth.full_required":
		c.W.Header().Set("WWW-Authenticate", "Bearer")
		f.answer(c, http.StatusUnauthorized, "application/json", Obj("code", 401, "message", f.sentence(e.Code, e.Args)))
	case e.Code == "maintenance.on":
		f.answer(c, http.StatusServiceUnavailable, "application/json", Obj("message", f.maintenanceWords()))
	case e.Kind == fail.Invalid && len(e.Fields) > 0 && wantsPlain(c.R.Header.Get("Accept")):
		f.problem(c, e)
	case e.Kind == fail.Invalid && len(e.Fields) > 0:
		f.answer(c, http.StatusBadRequest, ldJSON, f.violations(e))
	default:
		f.answer(c, status(err), ldJSON, f.hydraError(e))
	}
}

// status: in this dialect a thing that is in the wrong state, or was changed meanwhile, is a bad request. A repeated request is no thing.
func status(err error) int {
	if fail.Of(err).Code == "employee.exists" {
		return http.StatusUnprocessableEntity
	}
	if s := web.Status(err); s != http.StatusConflict || strings.HasPrefix(fail.Of(err).Code, "request.key.") {
		return s
	}
	return http.StatusBadRequest
}

func (f *face) answer(c *web.Call, status int, contentType string, document *Object) {
	body, err := document.MarshalJSON()
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"hydra:description":"Internal Server Error"}`)
	}
	c.W.Header().Set("Content-Type", contentType)
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body)
}

func (f *face) hydraError(e *fail.Error) *Object {
	description := "Internal Server Error"
	if e.Kind != fail.Internal {
		description = f.sentence(e.Code, e.Args)
	}
	o := Obj("@context", "/api/contexts/Error", "@type", "hydra:Error", "hydra:title", "An error occurred", "hydra:description", description)
	if v, ok := e.Args["calculation"]; ok { // a price that was not found says why, and has no other trace
		return o.Set("calculation", v)
	}
	return o.Set("trace", []any{})
}

func (f *face) violations(e *fail.Error) *Object {
	lines := []string{}
	list := []*Object{}
	for _, field := range e.Fields {
		message := f.sentence(field.Code, field.Args)
		line := message
		if field.Path != "" {
			line = field.Path + ": " + message
		}
		lines = append(lines, line)
		list = append(list, Obj("propertyPath", field.Path, "message", message, "code", violationCode(field)))
	}
	return Obj("@context", "/api/contexts/ConstraintViolationList", "@type", "ConstraintViolationList", "hydra:title", "An error occurred",
		"hydra:description", strings.Join(lines, "\n"), "violations", list)
}

// violationCode is the contract's code: from the table, or the one that the rule itself carries in the argument "code".
func violationCode(field fail.Field) any {
	if code, ok := field.Args["code"].(string); ok {
		return code
	}
	if code, ok := violationCodes[field.Code]; ok {
		return code
	}
	return nil
}

// problem is RFC 7807, for those who ask for plain JSON; registration answers it whatever the caller accepts.
func (f *face) problem(c *web.Call, e *fail.Error) {
	v := f.violations(e)
	f.answer(c, http.StatusBadRequest, "application/problem+json", Obj("type", "https://tools.ietf.org/html/rfc2616#section-10",
		"title", "An error occurred", "detail", v.At("hydra:description"), "violations", v.At("violations")))
}

// sentence gives the words of a code in the co-op's language.
func (f *face) sentence(code string, args map[string]any) string {
	if words, ok := fixedWords[code]; ok {
		for name, value := range args {
			words = strings.ReplaceAll(words, "{"+name+"}", fmt.Sprint(value))
		}
		return words
	}
	words := f.house.Words().T("error."+code, locale.Args(args))
	if code == "pricing.price.none" { // clients know it with their plain apostrophe
		words = strings.ReplaceAll(words, "’", "'")
	}
	return words
}
