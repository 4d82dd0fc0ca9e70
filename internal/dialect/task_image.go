package dialect

import (
	"crypto/hmac"
	"net/http"
	"strings"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

const photoMost = 6 << 20 // bytes of a body: a photo of at most 5 MB and its envelope

func (f *face) taskImageEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "POST /api/task_images", Access: web.Needs(authz.Courier), Limit: web.Limit{Body: photoMost}, Serve: f.addTaskImage},
		{Pattern: "GET /api/task_images/{id}", Access: web.Known, Serve: f.taskImage},
		{Pattern: "GET /api/task_images/{id}/photo", Access: web.Public, Serve: f.photo},
	}
}

// addTaskImage takes in a photo and attaches it to the tasks of the header X-Attach-To.
func (f *face) addTaskImage(c *web.Call) error {
	file, _, err := c.R.FormFile("file")
	if err != nil {
		return fail.At("file", "value.blank")
	}
	defer file.Close() //nolint:errcheck // it was only read
	var tasks []int64
	for _, text := range strings.FieldsFunc(c.R.Header.Get("X-Attach-To"), func(r rune) bool { return r == ';' || r == ' ' }) {
		id := idOf("tasks", text)
		if id == 0 {
			return itemNotFound(text)
		}
		tasks = append(tasks, id)
	}
	if err := f.read(c, func(tx *db.Tx) error { return seenTasks(tx, tasks) }); err != nil { // before the work of cleaning
		return err
	}
	name, err := f.house.Photos.Keep(c.R.Context(), file)
	if fail.Is(err, fail.Invalid) {
		return fail.At("file", "value.mime")
	}
	if err != nil {
		return err
	}
	var m delivery.Image
	err = f.change(c, func(tx *db.Tx) (err error) {
		if err := tasksIn(tx, tasks); err != nil {
			return err
		}
		m, err = delivery.AddImage(tx, name, tasks)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "TaskImage", f.painter(c).image(m))
}

func (f *face) taskImage(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var m delivery.Image
	err = f.read(c, func(tx *db.Tx) (err error) {
		if m, err = delivery.LoadImage(tx, id); err != nil {
			return err
		}
		if m.TaskID == nil {
			return delivery.MayAttach(c.Who, m)
		}
		_, err = seenTask(tx, *m.TaskID)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "TaskImage", f.painter(c).image(m))
}

func seenTasks(tx *db.Tx, ids []int64) error {
	if err := tasksIn(tx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := seenTask(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// attachImages attaches photos that were sent before to several tasks.
func (f *face) attachImages(c *web.Call) error {
	b, err := bodyOf(c, true)
	if err != nil {
		return err
	}
	if !b.has("tasks") || !b.has("images") {
		return fail.New(fail.Invalid, "request.mandatory_missing")
	}
	tasks, err := b.relations("tasks", "tasks")
	if err != nil {
		return err
	}
	images, err := b.relations("images", "task_images")
	if err != nil {
		return err
	}
	err = f.change(c, func(tx *db.Tx) error {
		if err := tasksIn(tx, tasks); err != nil {
			return err
		}
		if err := imagesIn(tx, images); err != nil {
			return err
		}
		return delivery.AttachImages(tx, tasks, images)
	})
	if err != nil {
		return err
	}
	return f.answerTasks(c, tasks)
}

// imagesIn refuses a body that names a photo that there is not.
func imagesIn(tx *db.Tx, ids []int64) error {
	for _, id := range ids {
		if _, err := delivery.LoadImage(tx, id); fail.Is(err, fail.NotFound) {
			return itemNotFound(iri("task_images", id))
		} else if err != nil {
			return err
		}
	}
	return nil
}

// photo gives the file itself to who has its URL, which only those get who may see the task.
func (f *face) photo(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if f.house.Settings().PublicIDSalt == "" || !hmac.Equal([]byte(c.Query("key")), []byte(f.painter(c).token("photo", id))) {
		return fail.New(fail.NotFound, "row.not_found")
	}
	var m delivery.Image
	err = f.read(c, func(tx *db.Tx) (err error) {
		m, err = delivery.LoadImage(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.serveFile(c, m.Name, m.CreatedAt.Time)
}

func (f *face) serveFile(c *web.Call, name string, at time.Time) error {
	content, kind, err := f.house.Photos.Open(c.R.Context(), name)
	if err != nil {
		return err
	}
	defer content.Close() //nolint:errcheck // it was only read
	c.W.Header().Set("Content-Type", kind)
	c.W.Header().Set("Cache-Control", "private, max-age=86400")
	http.ServeContent(c.W, c.R, "", at, content)
	return nil
}
