package dialect

import (
	"net/http"

	"pignon.coop/internal/web"
)

func (f *face) entrypointEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api", Access: web.Public, Serve: f.entrypoint},
		{Pattern: "GET /api/contexts/{name}", Access: web.Public, Serve: f.context},
	}
}

// entrypoint is what the phone app looks for to tell whether a server speaks its language.
func (f *face) entrypoint(c *web.Call) error {
	return f.ldJSON(c, Obj("@context", "/api/contexts/Entrypoint", "@id", "/api", "@type", "Entrypoint",
		"address", "/api/addresses", "delivery", "/api/deliveries", "order", "/api/orders", "restaurant", "/api/restaurants",
		"shopCollection", "/api/shop_collections", "store", "/api/stores", "tag", "/api/tags", "task", "/api/tasks", "taskList", "/api/task_lists",
		"taxRate", "/api/tax_rates", "tour", "/api/tours", "user", "/api/users"))
}

func (f *face) context(c *web.Call) error {
	return f.ldJSON(c, Obj("@context", Obj("@vocab", "/api/docs.jsonld#", "hydra", "http://www.w3.org/ns/hydra/core#")))
}

// ldJSON answers with JSON-LD whatever was asked for.
func (f *face) ldJSON(c *web.Call, document *Object) error {
	f.answer(c, http.StatusOK, ldJSON, document)
	return nil
}
