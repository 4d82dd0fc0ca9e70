package app_test

import "testing"

// taskYard has, on 24 November, a free drop-off (1), the bakery's delivery 1 of pick-up 2 and drop-off 3, one stop each of cal (4) and cora (5), and the
// florist's delivery 2 of 6 and 7. Task 8 ended, 9 was taken off.
const taskYard = `{"rows":[
	{"kind":"tag","name":"Froid","color":"#00f"},
	{"kind":"task","ref":"lone","address":"@home","before":"2026-11-24 14:00","comments":"Ring"},
	{"kind":"task","ref":"up","address":"@shop","before":"2026-11-24 12:00","type":"PICKUP"},
	{"kind":"task","ref":"down","address":"@home","before":"2026-11-24 13:00","previous":"@up","weight":1500,"packages":[{"package":"@xl","quantity":2}]},
	{"kind":"delivery","tasks":["@up","@down"],"store":"@bakery"},
	{"kind":"task","ref":"cals","address":"@home","before":"2026-11-24 15:00","assignedTo":"@cal"},
	{"kind":"task_image","imageName":"door.jpg","task":"@cals"},
	{"kind":"task","ref":"coras","address":"@home","before":"2026-11-24 15:00","assignedTo":"@cora"},
	{"kind":"task","ref":"up2","address":"@shop","before":"2026-11-25 12:00","type":"PICKUP"},
	{"kind":"task","ref":"down2","address":"@home","before":"2026-11-25 13:00","previous":"@up2"},
	{"kind":"delivery","tasks":["@up2","@down2"],"store":"@florist"},
	{"kind":"task","ref":"ended","address":"@home","before":"2026-11-24 10:00","status":"DONE"},
	{"kind":"task","ref":"off","address":"@home","before":"2026-11-24 10:00","status":"CANCELLED"}]}`

// Reading: tasks.md §2.
func TestTaskReadingRows(t *testing.T) {
	plays(t, taskYard, []line{
		{"", "GET /api/tasks/1", "", 401, "", "", ""},
		{"zoe", "GET /api/tasks/1", "", 403, "", "", ""},
		{"cal", "GET /api/tasks/1", "", 403, "", "", ""},
		{"sue", "GET /api/tasks/1", "", 403, "", "", ""},
		{"parcels", "GET /api/tasks/2", "", 403, "", "", ""},
		{"tasks", "GET /api/tasks/1", "", 403, "", "", ""},
		{"dan", "GET /api/tasks/99", "", 404, "", "", ""},
		{"zoe", "GET /api/tasks/99", "", 404, "", "", ""},
		{"dan", "GET /api/tasks/1", "", 200, `{"@context":"/api/contexts/Task","@id":"/api/tasks/1","@type":"Task","id":1,"type":"DROPOFF","status":"TODO","after":"2026-11-24T13:45:00+01:00","before":"2026-11-24T14:00:00+01:00","doneAfter":"2026-11-24T13:45:00+01:00","doneBefore":"2026-11-24T14:00:00+01:00","comments":"Ring","isAssigned":false,"assignedTo":null,"previous":null,"next":null,"group":null,"tags":[],"doorstep":false,"ref":null,"recurrenceRule":null,"metadata":{"zero_waste":false},"weight":null,"hasIncidents":false,"incidents":[],"orgName":"","images":[],"emittedCo2":0,"traveledDistanceMeter":0,"packages":[],"address":{"@id":"/api/addresses/2","@type":"http://schema.org/Place","contactName":null,"geo":{"@type":"GeoCoordinates","latitude":48.8575,"longitude":2.353},"provider":null,"streetAddress":"1 Rue X","telephone":null,"name":null,"description":null,"firstName":null,"lastName":null},"barcode":{"barcode":"6767001118076","label":{"token":"…","url":"…"}}}`, "", ""},
		{"cal", "GET /api/tasks/4", "", 200, `{"@id":"/api/tasks/4","isAssigned":true,"assignedTo":"cal"}`, "", ""},
		{"sue", "GET /api/tasks/3", "", 200, `{"orgName":"Le Fournil","previous":"/api/tasks/2","metadata":{"zero_waste":false,"delivery_position":2,"store":"/api/stores/1"},"weight":1500,"packages":[{"name":"XL","type":"XL","short_code":"XL","volume_per_package":2,"quantity":2,"labels":["…","…"],"tasks":["/api/tasks/3"]}]}`, "", ""},
		{"sue", "GET /api/tasks/2", "", 200, `{"next":"/api/tasks/3","weight":1500,"packages":[{"name":"XL","type":"XL","short_code":"XL","volume_per_package":2,"quantity":2,"labels":["…","…"],"tasks":["/api/tasks/3"]}]}`, "", ""},
		{"sue", "GET /api/tasks/6", "", 403, "", "", ""},
		{"tasks", "GET /api/tasks/2", "", 200, `{"id":2}`, "", ""},
		{"tasks", "GET /api/tasks/6", "", 403, "", "", ""},
		{"tasksAll", "GET /api/tasks/1", "", 200, `{"id":1}`, "", ""},

		{"", "GET /api/tasks", "", 401, "", "", ""},
		{"zoe", "GET /api/tasks", "", 403, "", "", ""},
		{"sue", "GET /api/tasks", "", 403, "", "", ""},
		{"tasks", "GET /api/tasks", "", 403, "", "", ""},
		{"dan", "GET /api/tasks", "", 200, `{"@context":"/api/contexts/Task","@id":"/api/tasks","@type":"hydra:Collection","hydra:totalItems":9,"hydra:search":{"@type":"hydra:IriTemplate","hydra:template":"/api/tasks{?date,assigned,organization}","hydra:variableRepresentation":"BasicRepresentation","hydra:mapping":[{"@type":"IriTemplateMapping","variable":"date","property":"date","required":false},{"@type":"IriTemplateMapping","variable":"assigned","property":"assigned","required":false},{"@type":"IriTemplateMapping","variable":"organization","property":"organization","required":false}]}}`, "", ""},
		{"tasksAll", "GET /api/tasks", "", 200, `{"hydra:totalItems":9}`, "", ""},
		{"cal", "GET /api/tasks", "", 200, `{"hydra:totalItems":1}`, "", ""},
		{"dan", "GET /api/tasks?date=2026-11-24", "", 200, `{"hydra:totalItems":7,"hydra:view":{"@id":"/api/tasks?date=2026-11-24","@type":"hydra:PartialCollectionView"}}`, "", ""},
		{"dan", "GET /api/tasks?date=2026-11-24&assigned=yes", "", 200, `{"hydra:totalItems":2}`, "", ""},
		{"dan", "GET /api/tasks?date=2026-11-24&assigned=no", "", 200, `{"hydra:totalItems":5}`, "", ""},
		{"cal", "GET /api/tasks?date=2026-11-24&assigned=no", "", 200, `{"hydra:totalItems":1}`, "", ""},
		{"ada", "GET /api/tasks?organization=Fleurs", "", 200, `{"hydra:totalItems":2}`, "", ""},
		{"dan", "GET /api/tasks?organization=Fleurs", "", 200, `{"hydra:totalItems":9}`, "", ""},
		{"dan", "GET /api/tasks?date=2026-11-24&pagination=true&itemsPerPage=2&page=1", "", 200, `{"hydra:totalItems":7,"hydra:view":{"@id":"/api/tasks?date=2026-11-24&itemsPerPage=2&pagination=true&page=1","@type":"hydra:PartialCollectionView","hydra:first":"/api/tasks?date=2026-11-24&itemsPerPage=2&pagination=true&page=1","hydra:last":"/api/tasks?date=2026-11-24&itemsPerPage=2&pagination=true&page=4","hydra:next":"/api/tasks?date=2026-11-24&itemsPerPage=2&pagination=true&page=2"}}`, "", ""},
		{"dan", "GET /api/tasks?date=soon", "", 400, "", "", ""},

		{"", "GET /api/tasks/1/events", "", 401, "", "", ""},
		{"zoe", "GET /api/tasks/1/events", "", 403, "", "", ""},
		{"dan", "GET /api/tasks/99/events", "", 404, "", "", ""},
		{"cal", "GET /api/tasks/4/events", "", 200, `{"@context":"/api/contexts/Task","@id":"/api/tasks/4/events","hydra:totalItems":2,"hydra:member":[{"@id":"…","@type":"TaskEvent","name":"task:created","data":[],"createdAt":"…"},{"@id":"…","@type":"TaskEvent","name":"task:assigned","data":{"username":"cal"},"createdAt":"…"}]}`, "", ""},
		{"dan", "GET /api/task_events/1", "", 200, `{"@context":"/api/contexts/TaskEvent","@id":"/api/task_events/1","name":"task:created","data":[]}`, "", ""},
		{"cal", "GET /api/task_events/1", "", 403, "", "", ""},
		{"", "GET /api/task_events/1", "", 401, "", "", ""},
		{"dan", "GET /api/task_events/999", "", 404, "", "", ""},

		{"", "GET /api/tasks/1/incidents", "", 401, "", "", ""},
		{"cora", "GET /api/tasks/4/incidents", "", 403, "", "", ""},
		{"cal", "GET /api/tasks/4/incidents", "", 200, `{"@id":"/api/tasks/4/incidents","hydra:totalItems":0,"hydra:member":[]}`, "", ""},
		{"dan", "GET /api/tasks/99/incidents", "", 404, "", "", ""},

		{"", "GET /api/tasks/1/failure_reasons", "", 401, "", "", ""},
		{"cora", "GET /api/tasks/4/failure_reasons", "", 403, "", "", ""},
		{"cal", "GET /api/tasks/4/failure_reasons", "", 200, `{"@id":"/api/tasks/4/failure_reasons","hydra:totalItems":22}`, "", ""},
		{"dan", "GET /api/tasks/99/failure_reasons", "", 404, "", "", ""},

		{"", "GET /api/tasks/1/context", "", 401, "", "", ""},
		{"cora", "GET /api/tasks/4/context", "", 403, "", "", ""},
		{"cal", "GET /api/tasks/4/context", "", 200, `{"delivery":null,"order":null}`, "", ""},
		{"dan", "GET /api/tasks/99/context", "", 404, "", "", ""},

		{"", "GET /api/tasks/3/delivery_form_data", "", 401, "", "", ""},
		{"cal", "GET /api/tasks/3/delivery_form_data", "", 403, "", "", ""},
		{"dan", "GET /api/tasks/1/delivery_form_data", "", 404, `{"error":"No data found."}`, "", ""},
		{"dan", "GET /api/tasks/99/delivery_form_data", "", 404, "", "", ""},
		{"sue", "GET /api/tasks/3/delivery_form_data", "", 200, `{"@context":"/api/contexts/Delivery","@id":"/api/deliveries/1","@type":"http://schema.org/ParcelDelivery","id":1,"order":null}`, "", ""},

		{"", "GET /api/task_lists?date=2026-11-24", "", 401, "", "", ""},
		{"zoe sue cal parcels", "GET /api/task_lists?date=2026-11-24", "", 403, "", "", ""},
		{"dan tasks", "GET /api/task_lists?date=2026-11-24", "", 200, `{"@context":"/api/contexts/TaskList","@id":"/api/task_lists","@type":"hydra:Collection","hydra:totalItems":2}`, "", ""},
		{"zoe sue cal", "GET /api/task_lists/v2?date=2026-11-24", "", 403, "", "", ""},
		{"dan", "GET /api/task_lists/v2?date=2026-11-24", "", 200, `{"@id":"/api/task_lists/v2","hydra:totalItems":2}`, "", ""},
		{"", "GET /api/task_images/1", "", 401, "", "", ""},
		{"dan", "GET /api/task_images/99", "", 404, "", "", ""},
		{"cora zoe", "GET /api/task_images/1", "", 403, "", "", ""},
		{"cal dan", "GET /api/task_images/1", "", 200, `{"@context":"/api/contexts/TaskImage","@id":"/api/task_images/1","@type":"http://schema.org/MediaObject","imageName":"door.jpg","thumbnail":"…"}`, "", ""},
		{"", "GET /api/task_images/1/photo?key=guessed", "", 404, "", "", ""},

		{"", "GET /api/me/tasks/2026-11-24", "", 401, "", "", ""},
		{"zoe", "GET /api/me/tasks/2026-11-24", "", 403, "", "", ""},
		{"tasks", "GET /api/me/tasks/2026-11-24", "", 401, "", "", ""},
		{"cal", "GET /api/me/tasks/soon", "", 400, "", "", ""},
		{"cal", "GET /api/me/tasks/2026-11-25", "", 200, `{"@context":"/api/contexts/TaskList","@id":"/api/task_lists/0","id":0,"@type":"TaskList","items":[],"distance":0,"duration":0,"polyline":"","date":"2026-11-25","username":"cal","createdAt":"2026-11-24T11:00:00+01:00","updatedAt":"2026-11-24T11:00:00+01:00"}`, "", ""},
		{"cal", "GET /api/me/tasks/2026-11-24", "", 200, `{"@id":"/api/task_lists/1","id":1,"username":"cal"}`, "", ""},
	})
}

// Adding and editing: tasks.md §3.
func TestTaskEditingRows(t *testing.T) {
	const home = `"address":"/api/addresses/2"`
	plays(t, taskYard, []line{
		{"", "POST /api/tasks", `{bad`, 401, "", "", ""},
		{"cal", "POST /api/tasks", `{` + home + `,"before":"2026-11-24 14:00"}`, 403, "", "", ""},
		{"sue", "POST /api/tasks", `{` + home + `,"before":"2026-11-24 14:00"}`, 403, "", "", ""},
		{"tasks", "POST /api/tasks", `{` + home + `,"before":"2026-11-24 14:00"}`, 401, "", "", ""},
		{"dan", "POST /api/tasks", `{bad`, 400, `{"@type":"hydra:Error"}`, "", ""},
		{"dan", "POST /api/tasks", `{"address":{},"before":"2026-11-24 14:00"}`, 400, `{"@type":"ConstraintViolationList","violations":[{"propertyPath":"address.geo","message":"…","code":"ad32d13f-c3d4-423b-909a-857b961eac2f"},{"propertyPath":"address.streetAddress","message":"…","code":"c1051bb4-d103-4f74-8988-acbcafc7fdc3"}]}`, "", ""},
		{"dan", "POST /api/tasks", `{"before":"2026-11-24 14:00"}`, 400, `{"violations":[{"propertyPath":"address","message":"…","code":"ad32d13f-c3d4-423b-909a-857b961eac2f"}]}`, "", ""},
		{"dan", "POST /api/tasks", `{` + home + `}`, 400, `{"violations":[{"propertyPath":"before","message":"…","code":"c1051bb4-d103-4f74-8988-acbcafc7fdc3"}]}`, "", ""},
		{"dan", "POST /api/tasks", `{` + home + `,"before":"2026-11-24 14:00","after":"2026-11-24 15:00"}`, 400, `{"violations":[{"propertyPath":"before","message":"…","code":"6b3befbc-2f01-4ddf-be21-b57898905284"}]}`, "", ""},
		{"dan", "POST /api/tasks", `{` + home + `,"before":"2026-11-24 14:00","type":"x"}`, 400, `{"violations":[{"propertyPath":"type","message":"…","code":"8e179f1b-97aa-4560-a02f-2a8b42e49df7"}]}`, "", ""},
		{"dan", "POST /api/tasks", `{"address":"/api/addresses/99","before":"2026-11-24 14:00"}`, 400, `{"@type":"hydra:Error","hydra:description":"Item not found for \"/api/addresses/99\"."}`, "", ""},
		{"dan", "POST /api/tasks", `{` + home + `,"before":"2026-11-24 14:00","type":"pickup","doorstep":true,"ref":"A1","tags":["froid","ghost"],"weight":900,"status":"DONE"}`, 201, `{"id":10,"type":"PICKUP","status":"TODO","weight":null,"doorstep":true,"ref":"A1","tags":[{"name":"Froid","slug":"froid","color":"#00f"}],"after":"2026-11-24T13:45:00+01:00","createdAt":"2026-11-24T11:00:00+01:00","updatedAt":"2026-11-24T11:00:00+01:00"}`, "task.created", "live task:created staff"},
		{"dan", "POST /api/tasks", `{` + home + `,"timeSlot":"2026-11-24 16:00-17:00","weight":900,"packages":[{"type":"XL","quantity":1},{"type":"ghost","quantity":1}],"assignedTo":"cal"}`, 201, `{"id":11,"type":"DROPOFF","after":"2026-11-24T16:00:00+01:00","before":"2026-11-24T17:00:00+01:00","weight":900,"assignedTo":"cal"}`, "task.created task.assigned task_list.changed task_list.routed", "live task:assigned staff; live task:created staff; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},
		{"dan", "POST /api/tasks", `{` + home + `,"timeSlot":"2026-11-24T15:00:00Z/2026-11-24T16:00:00Z","doneAfter":"2026-11-20 10:00","assignedTo":"zoe"}`, 201, `{"id":12,"after":"2026-11-24T16:00:00+01:00","isAssigned":false}`, "task.created", "live task:created staff"},
		{"ada", "POST /api/tasks", `{"address":{"streetAddress":"2 Rue Y","geo":{"latitude":48.86,"longitude":2.36},"contactName":"Ana de la Cruz","telephone":"06 12 34 56 78"},"doneBefore":"2026-11-24T14:00:00Z"}`, 201, `{"before":"2026-11-24T15:00:00+01:00","address":{"@id":"/api/addresses/3","@type":"http://schema.org/Place","contactName":"Ana de la Cruz","firstName":"Ana","lastName":"de la Cruz","geo":{"@type":"GeoCoordinates","latitude":48.86,"longitude":2.36},"provider":null,"streetAddress":"2 Rue Y","telephone":"+33612345678","name":null,"description":null}}`, "task.created", "live task:created staff"},

		{"", "PUT /api/tasks/1", `{}`, 401, "", "", ""},
		{"zoe", "PUT /api/tasks/1", `{}`, 403, "", "", ""},
		{"cal", "PUT /api/tasks/1", `{}`, 403, "", "", ""},
		{"sue", "PUT /api/tasks/3", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99", `{}`, 404, "", "", ""},
		{"dan", "PUT /api/tasks/1", `{"images":["/api/task_images/99"]}`, 400, `{"hydra:description":"Item not found for \"/api/task_images/99\"."}`, "", ""},
		{"dan", "PUT /api/tasks/3", `{"type":"PICKUP"}`, 400, `{"@type":"ConstraintViolationList","violations":[{"propertyPath":"type","message":"…","code":null}]}`, "", ""},
		{"dan", "PUT /api/tasks/1", `{"type":"PICKUP"}`, 200, `{"type":"PICKUP"}`, "task.updated", "live task:updated staff"},
		{"dan", "PUT /api/tasks/1", `{"type":"DROPOFF","comments":"Twice","metadata":{"a":"b"},"tags":["froid"],"weight":200}`, 200, `{"type":"DROPOFF","comments":"Twice","weight":200,"metadata":{"a":"b","zero_waste":false},"tags":[{"name":"Froid","slug":"froid","color":"#00f"}]}`, "task.updated", "live task:updated staff"},
		{"dan", "PUT /api/tasks/1", `{"tags":[]}`, 200, `{"tags":[],"comments":"Twice"}`, "task.updated", "live task:updated staff"},
		{"dan", "PUT /api/tasks/3", `{"packages":[{"type":"XL","quantity":2}]}`, 200, `{"packages":[{"name":"XL","type":"XL","short_code":"XL","volume_per_package":2,"quantity":2,"labels":["…","…"],"tasks":["/api/tasks/3"]}]}`, "task.updated", "live task:updated staff,pignon_follow#delivery-1"},
		{"dan", "PUT /api/tasks/3", `{"packages":[{"type":"XL","quantity":0}]}`, 200, `{"packages":[]}`, "task.updated", "live task:updated staff,pignon_follow#delivery-1"},
		{"cal", "PUT /api/tasks/4", `{"comments":"Door is open"}`, 200, `{"comments":"Door is open"}`, "task.updated", "live task:updated ada,cal,dan"},
		{"dan", "PUT /api/tasks/4", `{"assignedTo":"cora","before":"2026-11-24 16:00","after":"2026-11-24 15:30"}`, 200, `{"assignedTo":"cora","after":"2026-11-24T15:30:00+01:00"}`, "task.updated task.unassigned task.assigned task_list.changed task_list.changed task_list.routed task_list.routed", "live task:assigned staff; live task:unassigned staff; live task:updated ada,cal,dan; live task_list:updated cal,cora; live v2:task_list:updated ada,cal,cora,dan; push tasks:changed phone-cal"},
		{"dan", "PUT /api/tasks/1", `{"address":{"streetAddress":"3 Rue Z","geo":{"latitude":48.87,"longitude":2.37}}}`, 200, `{"address":{"@id":"/api/addresses/4","@type":"http://schema.org/Place","contactName":null,"firstName":null,"lastName":null,"geo":{"@type":"GeoCoordinates","latitude":48.87,"longitude":2.37},"provider":null,"streetAddress":"3 Rue Z","telephone":null,"name":null,"description":null}}`, "task.updated task.updated", "live task:updated staff"},
		{"dan", "PUT /api/tasks/1", `{"address":{"name":"Bell","telephone":"+33612345678"}}`, 200, `{"address":{"@id":"/api/addresses/4","@type":"http://schema.org/Place","contactName":null,"firstName":null,"lastName":null,"geo":{"@type":"GeoCoordinates","latitude":48.87,"longitude":2.37},"provider":null,"streetAddress":"3 Rue Z","telephone":"+33612345678","name":"Bell","description":null}}`, "task.updated", "live task:updated staff"},

		{"dan", "PUT /api/tasks/2/bio_deliver", `{"comments":"x"}`, 403, "", "", ""},
		{"tasksAll", "PUT /api/tasks/2/bio_deliver", `{"comments":"x"}`, 403, "", "", ""},
		{"tasks", "PUT /api/tasks/6/bio_deliver", `{"comments":"x"}`, 403, "", "", ""},
		{"tasks", "PUT /api/tasks/99/bio_deliver", `{"comments":"x"}`, 404, "", "", ""},
		{"", "PUT /api/tasks/2/bio_deliver", `{"comments":"x"}`, 401, "", "", ""},
		{"tasks", "PUT /api/tasks/3/bio_deliver", `{"comments":"Bread","address":{"name":"Ana","streetAddress":"not read"}}`, 200, `{"comments":"Bread","address":{"@id":"/api/addresses/2","@type":"http://schema.org/Place","contactName":null,"firstName":null,"lastName":null,"geo":{"@type":"GeoCoordinates","latitude":48.8575,"longitude":2.353},"provider":null,"streetAddress":"1 Rue X","telephone":null,"name":"Ana","description":null}}`, "task.updated", "live task:updated staff,pignon_follow#delivery-1"},
		{"tasks", "PUT /api/tasks/3/bio_deliver", `{"comments":"","address":{"name":""}}`, 200, `{"comments":"Bread"}`, "", ""},

		{"", "PUT /api/tasks/4/append_to_comment", `{"note":"x"}`, 401, "", "", ""},
		{"cal", "PUT /api/tasks/4/append_to_comment", `{"note":"x"}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/append_to_comment", `{"note":"x"}`, 404, "", "", ""},
		{"cora", "PUT /api/tasks/4/append_to_comment", `{"note":"third floor"}`, 200, `{"comments":"Door is open\n\ncora: third floor"}`, "task.updated", "live task:updated ada,cora,dan"},
		{"dan", "PUT /api/tasks/4/append_to_comment", `{"note":""}`, 200, `{"comments":"Door is open\n\ncora: third floor"}`, "", ""},

		{"", "POST /api/tasks/3/duplicate", `{}`, 401, "", "", ""},
		{"cal", "POST /api/tasks/3/duplicate", `{}`, 403, "", "", ""},
		{"dan", "POST /api/tasks/99/duplicate", `{}`, 404, "", "", ""},
		{"dan", "POST /api/tasks/3/duplicate", `{}`, 201, `{"id":14,"type":"DROPOFF","status":"TODO","weight":1500,"comments":"Bread","previous":null,"next":null,"isAssigned":false,"group":null,"ref":null,"orgName":"","images":[],"metadata":{"zero_waste":false}}`, "task.created", "live task:created staff"},
	})
}

// What becomes of a task: tasks.md §4.
func TestTaskVerbRows(t *testing.T) {
	plays(t, taskYard, []line{
		{"", "PUT /api/tasks/4/start", `{}`, 401, "", "", ""},
		{"cora", "PUT /api/tasks/4/start", `{}`, 403, "", "", ""},
		{"sue", "PUT /api/tasks/3/start", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/start", `{}`, 404, "", "", ""},
		{"cal", "PUT /api/tasks/4/start", `{}`, 200, `{"@id":"/api/tasks/4","status":"DOING"}`, "task.started", "live task:started staff"},
		{"cal", "PUT /api/tasks/4/start", `{}`, 200, `{"status":"DOING"}`, "", ""},
		{"dan", "PUT /api/tasks/8/start", `{}`, 200, `{"status":"DONE"}`, "", ""},

		{"", "PUT /api/tasks/4/done", `{}`, 401, "", "", ""},
		{"cora", "PUT /api/tasks/4/done", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/done", `{}`, 404, "", "", ""},
		{"cal", "PUT /api/tasks/4/done", `{"notes":"left with Ana","contactName":"Ana Diaz"}`, 200, `{"status":"DONE","assignedTo":"cal"}`, "task.done", "live task:done staff"},
		{"cal", "PUT /api/tasks/4/done", `{}`, 400, `{"@type":"hydra:Error","hydra:description":"Task #4 is already completed"}`, "", ""},
		{"dan", "PUT /api/tasks/9/done", `{}`, 400, `{"hydra:description":"Task #9 is cancelled"}`, "", ""},
		{"dan", "PUT /api/tasks/3/done", `{}`, 400, `{"hydra:description":"La tâche #3 ne peut pas être terminée, car la tâche #2 doit l’être avant elle."}`, "", ""},
		{"dan", "PUT /api/tasks/3/failed", `{}`, 400, `{"hydra:description":"Previous task must be completed first"}`, "", ""},
		{"dan", "PUT /api/tasks/2/start", `{}`, 200, `{"status":"DOING"}`, "task.started", "live task:started staff,pignon_follow#delivery-1"},
		{"dan", "PUT /api/tasks/2/done", `{"reason":"ok"}`, 200, `{"status":"DONE"}`, "task.done", "live task:done staff,pignon_follow#delivery-1; mail task.done sue"},
		{"dan", "GET /api/tasks/2/events", "", 200, `{"hydra:member":[{"@id":"…","@type":"TaskEvent","name":"task:created","data":[],"createdAt":"…"},{"@id":"…","@type":"TaskEvent","name":"task:started","data":[],"createdAt":"2026-11-24T11:00:00+01:00"},{"@id":"…","@type":"TaskEvent","name":"task:done","data":{"notes":"ok"},"createdAt":"2026-11-24T11:00:00+01:00"}]}`, "", ""},
		{"dan", "PUT /api/tasks/3/done", `{}`, 200, `{"status":"DONE"}`, "task.done", "live task:done staff,pignon_follow#delivery-1; mail task.done sue"},

		{"", "PUT /api/tasks/6/failed", `{}`, 401, "", "", ""},
		{"cal", "PUT /api/tasks/6/failed", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/6/failed", `{"reason":"CLOSED_STORE","notes":"shut"}`, 200, `{"status":"FAILED","hasIncidents":false,"incidents":[]}`, "task.incident_reported task.failed", "live task:failed staff,pignon_follow#delivery-2; live task:incident-reported staff; live task:incident_reported pignon_follow#delivery-2; mail task.failed olga"},
		{"dan", "GET /api/tasks/6/events", "", 200, `{"hydra:member":[{"@id":"…","@type":"TaskEvent","name":"task:created","data":[],"createdAt":"…"},{"@id":"…","@type":"TaskEvent","name":"task:incident-reported","data":{"reason":"CLOSED_STORE","notes":"shut"},"createdAt":"2026-11-24T11:00:00+01:00"},{"@id":"…","@type":"TaskEvent","name":"task:failed","data":{"notes":"shut","reason":"CLOSED_STORE"},"createdAt":"2026-11-24T11:00:00+01:00"}]}`, "", ""},

		{"", "PUT /api/tasks/5/cancel", `{}`, 401, "", "", ""},
		{"cora", "PUT /api/tasks/5/cancel", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/cancel", `{}`, 404, "", "", ""},
		{"dan", "PUT /api/tasks/5/cancel", `{}`, 200, `{"status":"CANCELLED","assignedTo":"cora"}`, "task.cancelled", "live task:cancelled staff"},
		{"dan", "PUT /api/tasks/5/cancel", `{}`, 200, `{"status":"CANCELLED"}`, "", ""},

		{"", "PUT /api/tasks/5/restore", `{}`, 401, "", "", ""},
		{"cora", "PUT /api/tasks/5/restore", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/restore", `{}`, 404, "", "", ""},
		{"dan", "PUT /api/tasks/5/restore", `{}`, 200, `{"status":"TODO","assignedTo":"cora"}`, "task.restored", "live task:restored staff"},

		{"", "PUT /api/tasks/5/reschedule", `{}`, 401, "", "", ""},
		{"cora", "PUT /api/tasks/5/reschedule", `{"after":"2026-11-25 08:00","before":"2026-11-25 09:00"}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/reschedule", `{"after":"2026-11-25 08:00","before":"2026-11-25 09:00"}`, 404, "", "", ""},
		{"dan", "PUT /api/tasks/5/reschedule", `{"after":"soon","before":"later"}`, 400, "", "", ""},
		{"dan", "PUT /api/tasks/5/reschedule", `{"after":"2026-11-25 08:00","before":"2026-11-25 09:00"}`, 200, `{"status":"TODO","isAssigned":false,"after":"2026-11-25T08:00:00+01:00","before":"2026-11-25T09:00:00+01:00","metadata":{"zero_waste":false,"rescheduled":true}}`, "task.unassigned task_list.changed task.rescheduled task_list.routed", "live task:rescheduled staff; live task:unassigned staff; live task_list:updated cora; live v2:task_list:updated ada,cora,dan"},
		{"dan", "PUT /api/tasks/6/reschedule", `{"after":"2026-11-25 08:00","before":"2026-11-25 09:00"}`, 200, `{"status":"TODO","isAssigned":false}`, "task.rescheduled", "live task:rescheduled staff,pignon_follow#delivery-2"},
		{"dan", "GET /api/tasks/5/events", "", 200, `{"hydra:totalItems":7}`, "", ""},

		{"", "PUT /api/tasks/1/incidents", `{}`, 401, "", "", ""},
		{"cal", "PUT /api/tasks/1/incidents", `{"reason":"LATE"}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/incidents", `{"reason":"LATE"}`, 404, "", "", ""},
		{"dan", "PUT /api/tasks/1/incidents", `{"reason":"LATE","notes":"rain"}`, 200, `{"id":1,"hasIncidents":false}`, "task.incident_reported", "live task:incident-reported staff"},
	})
}

// Who rides what, and several at once: tasks.md §5 and §6.
func TestTaskAssigningRows(t *testing.T) {
	plays(t, taskYard, []line{
		{"", "PUT /api/tasks/1/assign", `{}`, 401, "", "", ""},
		{"zoe", "PUT /api/tasks/1/assign", `{}`, 403, "", "", ""},
		{"tasks", "PUT /api/tasks/2/assign", `{}`, 401, "", "", ""},
		{"dan", "PUT /api/tasks/99/assign", `{"username":"cal"}`, 404, "", "", ""},
		{"dan", "PUT /api/tasks/1/assign", `{"username":"lea"}`, 404, `{"hydra:description":"User \"lea\" does not exist"}`, "", ""},
		{"cal", "PUT /api/tasks/1/assign", `{}`, 200, `{"assignedTo":"cal","isAssigned":true}`, "task.assigned task_list.changed task_list.routed", "live task:assigned staff; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},
		{"dan", "GET /api/tasks/1/events", "", 200, `{"hydra:totalItems":3}`, "", ""},
		{"cora", "PUT /api/tasks/1/assign", `{}`, 400, `{"hydra:description":"Task #1 is already assigned to \"cal\""}`, "", ""},
		{"dan", "PUT /api/tasks/1/assign", `{"username":"cal"}`, 200, `{"assignedTo":"cal"}`, "", ""},
		{"dan", "PUT /api/tasks/1/assign", `{"username":"cora"}`, 200, `{"assignedTo":"cora"}`, "task.unassigned task.assigned task_list.changed task_list.changed task_list.routed task_list.routed", "live task:assigned staff; live task:unassigned staff; live task_list:updated cal,cora; live v2:task_list:updated ada,cal,cora,dan; push tasks:changed phone-cal"},
		{"dan", "PUT /api/tasks/3/assign", `{"username":"cal"}`, 200, `{"assignedTo":"cal"}`, "task.assigned task.assigned task_list.changed task_list.routed", "live task:assigned staff,pignon_follow#delivery-1; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},

		{"", "PUT /api/tasks/3/unassign", `{}`, 401, "", "", ""},
		{"cora", "PUT /api/tasks/3/unassign", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/tasks/99/unassign", `{}`, 404, "", "", ""},
		{"cal", "PUT /api/tasks/3/unassign", `{}`, 200, `{"assignedTo":null,"isAssigned":false}`, "task.unassigned task.unassigned task_list.changed task_list.routed", "live task:unassigned staff,pignon_follow#delivery-1; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},
		{"dan", "GET /api/tasks/2", "", 200, `{"isAssigned":false}`, "", ""},

		{"", "PUT /api/tasks/assign", `{"tasks":["/api/tasks/1"]}`, 401, "", "", ""},
		{"zoe", "PUT /api/tasks/assign", `{"tasks":["/api/tasks/1"]}`, 403, "", "", ""},
		{"cal", "PUT /api/tasks/assign", `{"tasks":["/api/tasks/1"]}`, 400, `{"hydra:description":"Task #1 is already assigned to \"cora\""}`, "", ""},
		{"dan", "PUT /api/tasks/assign", `{"username":"cal","tasks":["/api/tasks/99"]}`, 400, `{"hydra:description":"Item not found for \"/api/tasks/99\"."}`, "", ""},
		{"dan", "PUT /api/tasks/assign", `{"username":"cal","tasks":["/api/tasks/1","/api/tasks/6"]}`, 200, `{"@context":"/api/contexts/Task","@id":"/api/tasks/assign","@type":"hydra:Collection","hydra:totalItems":2}`, "task.unassigned task.assigned task.assigned task.assigned task_list.changed task_list.changed task_list.changed task_list.routed task_list.routed task_list.routed", "live task:assigned staff,pignon_follow#delivery-2; live task:unassigned staff; live task_list:updated cal,cora; live v2:task_list:updated ada,cal,cora,dan; push tasks:changed phone-cal"},

		{"", "PUT /api/tasks/done", `{"tasks":["/api/tasks/1"]}`, 401, "", "", ""},
		{"zoe", "PUT /api/tasks/done", `{"tasks":["/api/tasks/1"]}`, 403, "", "", ""},
		{"cal", "PUT /api/tasks/done", `{"tasks":["/api/tasks/99"]}`, 400, `{"hydra:description":"Item not found for \"/api/tasks/99\"."}`, "", ""},
		{"cal", "PUT /api/tasks/done", `{"tasks":["/api/tasks/7","/api/tasks/6","/api/tasks/5"],"notes":"ok"}`, 200, `{"failed":{"/api/tasks/5":"Access Denied."}}`, "task.done task.done", "live task:done staff,pignon_follow#delivery-2; mail task.done olga"},
		{"dan", "PUT /api/tasks/done", `{"tasks":["/api/tasks/1"],"contactName":"Ana"}`, 200, `{"failed":[]}`, "task.done", "live task:done staff"},

		{"", "POST /api/task_images", ``, 401, "", "", ""},
		{"zoe", "POST /api/task_images", ``, 403, "", "", ""},
		{"", "PUT /api/tasks/images", `{"tasks":["/api/tasks/4"],"images":[]}`, 401, "", "", ""},
		{"zoe", "PUT /api/tasks/images", `{"tasks":["/api/tasks/4"],"images":[]}`, 403, "", "", ""},
		{"cal", "PUT /api/tasks/images", `{"tasks":["/api/tasks/4"]}`, 400, `{"hydra:description":"Mandatory parameters are missing"}`, "", ""},
		{"cal", "PUT /api/tasks/images", `{"tasks":["/api/tasks/4"],"images":["/api/task_images/99"]}`, 400, `{"hydra:description":"Item not found for \"/api/task_images/99\"."}`, "", ""},
	})
}

// Groups and tables: tasks.md §8.
func TestTaskGroupRows(t *testing.T) {
	const table = "type,address,before,ref\npickup,/api/addresses/1,2026-11-24 12:00,R1\ndropoff,/api/addresses/2,2026-11-24 13:00,R2\n"
	const twice = "address,before,ref\n/api/addresses/1,2026-11-24 12:00,R3\n/api/addresses/2,2026-11-24 13:00,R3\n"
	const later = "type,address,latlong,after,before,ref,packages,tags\npickup,1 Rue X,\"48.85,2.35\",12:00,13:00,R4,,\ndropoff,2 Rue X,\"48.86,2.36\",2026-11-24 13:00,24/11 14:00,R5,XL=2,froid\n"
	plays(t, taskYard, []line{
		{"", "POST /api/task_groups", `{"name":"Morning","tasks":["/api/tasks/1"]}`, 401, "", "", ""},
		{"cal", "POST /api/task_groups", `{"name":"Morning","tasks":["/api/tasks/1"]}`, 403, "", "", ""},
		{"dan", "POST /api/task_groups", `{"name":7,"tasks":["/api/tasks/1"]}`, 400, "", "", ""},
		{"dan", "POST /api/task_groups", `{"name":"Morning","tasks":["/api/tasks/99"]}`, 400, `{"hydra:description":"Item not found for \"/api/tasks/99\"."}`, "", ""},
		{"dan", "POST /api/task_groups", `{"name":"Morning","tasks":["/api/tasks/2","/api/tasks/3"]}`, 201, `{"@context":"/api/contexts/TaskGroup","@id":"/api/task_groups/1","@type":"TaskGroup","id":1,"name":"Morning","tasks":["/api/tasks/2","/api/tasks/3"]}`, "", ""},
		{"", "GET /api/task_groups/1", "", 401, "", "", ""},
		{"cal", "GET /api/task_groups/1", "", 403, "", "", ""},
		{"sue", "GET /api/task_groups/1", "", 403, "", "", ""},
		{"dan", "GET /api/task_groups/99", "", 404, "", "", ""},
		{"tasks", "GET /api/task_groups/1", "", 200, `{"id":1}`, "", ""},
		{"dan", "GET /api/task_groups/1", "", 200, `{"tasks":["/api/tasks/2","/api/tasks/3"]}`, "", ""},
		{"dan", "GET /api/tasks/2", "", 200, `{"group":{"@id":"/api/task_groups/1","@type":"TaskGroup","id":1,"name":"Morning","tags":[]}}`, "", ""},
		{"", "POST /api/task_groups/1/tasks", `{"tasks":["/api/tasks/1"]}`, 401, "", "", ""},
		{"cal", "POST /api/task_groups/1/tasks", `{"tasks":["/api/tasks/1"]}`, 403, "", "", ""},
		{"dan", "POST /api/task_groups/99/tasks", `{"tasks":["/api/tasks/1"]}`, 404, "", "", ""},
		{"dan", "POST /api/task_groups/1/tasks", `{"tasks":["/api/tasks/1","/api/tasks/4"]}`, 201, `{"tasks":["/api/tasks/1","/api/tasks/2","/api/tasks/3","/api/tasks/4"]}`, "", ""},
		{"tasks", "GET /api/task_groups/1", "", 403, "", "", ""},
		{"", "PUT /api/task_groups/1", `{}`, 401, "", "", ""},
		{"cal", "PUT /api/task_groups/1", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/task_groups/99", `{"name":"x"}`, 404, "", "", ""},
		{"dan", "PUT /api/task_groups/1", `{"name":"Evening"}`, 200, `{"name":"Evening","tasks":["/api/tasks/1","/api/tasks/2","/api/tasks/3","/api/tasks/4"]}`, "", ""},
		{"dan", "PUT /api/task_groups/1", `{"tasks":["/api/tasks/1","/api/tasks/3","/api/tasks/4"]}`, 200, `{"name":"Evening","tasks":["/api/tasks/1","/api/tasks/3","/api/tasks/4"]}`, "", ""},
		{"dan", "GET /api/tasks/2", "", 200, `{"group":null}`, "", ""},
		{"", "DELETE /api/tasks/3/group", "", 401, "", "", ""},
		{"cal", "DELETE /api/tasks/4/group", "", 403, "", "", ""},
		{"dan", "DELETE /api/tasks/99/group", "", 404, "", "", ""},
		{"dan", "DELETE /api/tasks/3/group", "", 204, "", "", ""},
		{"", "DELETE /api/task_groups/1", "", 401, "", "", ""},
		{"cal", "DELETE /api/task_groups/1", "", 403, "", "", ""},
		{"dan", "DELETE /api/task_groups/1", "", 204, "", "task.cancelled", "live task:cancelled staff"},
		{"dan", "DELETE /api/task_groups/1", "", 404, "", "", ""},
		{"dan", "GET /api/tasks/1", "", 200, `{"status":"CANCELLED","group":null}`, "", ""},
		{"dan", "GET /api/tasks/4", "", 200, `{"status":"TODO","group":null}`, "", ""},

		{"", "POST /api/tasks/import", table, 401, "", "", ""},
		{"dan", "POST /api/tasks/import", table, 403, "", "", ""},
		{"parcels", "POST /api/tasks/import", table, 403, "", "", ""},
		{"tasks", "POST /api/tasks/import", table, 201, `{"@type":"TaskGroup","name":"Import 24/11 11:00"}`, "task.created task.created", "live task:created staff"},
		{"tasks", "GET /api/tasks/10", "", 200, `{"ref":"R1","orgName":"Le Fournil","type":"PICKUP"}`, "", ""},
		{"tasks", "POST /api/tasks/import", table, 400, `{"violations":[{"propertyPath":"tasks[0].ref","message":"…","code":"23bd9dbf-6b9b-41cd-a99e-4844bcf3077f"}]}`, "", ""},
		{"tasks", "POST /api/tasks/import", twice, 400, `{"violations":[{"propertyPath":"tasks[1]","message":"…","code":null}]}`, "", ""},
		{"", "POST /api/tasks/import_async", table, 401, "", "", ""},
		{"dan", "POST /api/tasks/import_async", table, 403, "", "", ""},
		{"tasks", "POST /api/tasks/import_async", later, 201, `{"@context":"/api/contexts/TaskImportQueue","@id":"/api/task_import_queues/1","@type":"TaskImportQueue"}`, "task.created task.created task_import.completed", "live task:created staff; live task_import:success ada"},
		{"tasks", "POST /api/tasks/import_async", "type,latlong,before\ndropoff,nowhere,13:00\n", 201, `{"@id":"/api/task_import_queues/2"}`, "task_import.failed", "live task_import:failure ada"},
		{"", "GET /api/task_import_queues/1", "", 401, "", "", ""},
		{"zoe", "GET /api/task_import_queues/1", "", 403, "", "", ""},
		{"tasksAll", "GET /api/task_import_queues/1", "", 403, "", "", ""},
		{"dan", "GET /api/task_import_queues/99", "", 404, "", "", ""},
		{"tasks", "GET /api/task_import_queues/1", "", 200, `{"status":"completed","group":"/api/task_groups/3","tasks":["/api/tasks/12","/api/tasks/13"]}`, "", ""},
		{"dan", "GET /api/task_import_queues/2", "", 200, `{"status":"failed","error":"…"}`, "", ""},
	})
}

// Codes that are scanned: tasks.md §9.
func TestBarcodeRows(t *testing.T) {
	plays(t, taskYard, []line{
		{"", "GET /api/barcode?code=x", "", 401, "", "", ""},
		{"zoe", "GET /api/barcode?code=x", "", 403, "", "", ""},
		{"cal", "GET /api/barcode", "", 400, `{"error":"No code provided."}`, "", ""},
		{"cal", "GET /api/barcode?code=x", "", 404, `{"error":"No data found."}`, "", ""},
		{"cal", "GET /api/barcode?code=6767001118076", "", 200, `{"ressource":"/api/tasks/1","client_action":null,"token_action":"…"}`, "task.assigned task_list.changed task.scanned task_list.routed", "live task:assigned staff; live task:scanned staff; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},
		{"cal", "GET /api/barcode?code=6767001118076", "", 200, `{"client_action":{"action":"ask_to_unassign","payload":{"task_id":1}}}`, "task.scanned", "live task:scanned staff"},
		{"cora", "GET /api/barcode?code=6767001118076", "", 200, `{"client_action":{"action":"ask_to_assign","payload":{"task_id":1}}}`, "task.scanned", "live task:scanned staff"},
		{"cal", "GET /api/barcode?code=6767001138076", "", 200, `{"ressource":"/api/tasks/3","client_action":{"action":"ask_to_start_pickup","payload":{"task_id":2}}}`, "task.assigned task.assigned task_list.changed task.scanned task_list.routed", "live task:assigned staff,pignon_follow#delivery-1; live task:scanned staff,pignon_follow#delivery-1; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},
		{"cal", "PUT /api/tasks/2/start", `{}`, 200, "", "task.started", "live task:started staff,pignon_follow#delivery-1"},
		{"cal", "GET /api/barcode?code=6767001138076", "", 200, `{"client_action":{"action":"ask_to_complete_pickup","payload":{"task_id":2}}}`, "task.scanned", "live task:scanned staff,pignon_follow#delivery-1"},
		{"cal", "GET /api/barcode?code=6767001188076", "", 200, `{"ressource":"/api/tasks/8","client_action":null}`, "task.scanned", "live task:scanned staff"},
	})
}
