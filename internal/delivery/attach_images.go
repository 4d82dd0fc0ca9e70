package delivery

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// AddImage keeps a photo whose bytes are stored as a blob already, and attaches it to tasks that the caller works on: the first gets the
// returned row, each other one a row of its own with the same file. Without tasks it waits for AttachImages. A photo that a task has already
// is not added again: phones send one twice when an answer gets lost.
func AddImage(tx *db.Tx, blob string, tasks []int64) (Image, error) {
	if err := tx.Who().Must(authz.Courier); err != nil {
		return Image{}, err
	}
	if len(tasks) > 0 {
		if _, _, err := forWork(tx, tasks[0]); err != nil {
			return Image{}, err
		}
		if known, ok, err := imageOf(tx, tasks[0], blob); ok || err != nil {
			return known, err
		}
	}
	image, err := insertImage(tx, blob, nil)
	if err != nil || len(tasks) == 0 {
		return image, err
	}
	if err := AttachImages(tx, tasks, []int64{image.ID}); err != nil {
		return Image{}, err
	}
	return LoadImage(tx, image.ID)
}

// AttachImages attaches photos to tasks that the caller works on. A photo belongs to one task: further ones, and all when it is taken, get
// a row of their own with the same file.
func AttachImages(tx *db.Tx, tasks, images []int64) error {
	for _, id := range images {
		image, err := LoadImage(tx, id)
		if err != nil {
			return err
		}
		if err := MayAttach(tx.Who(), image); err != nil {
			return err
		}
		if err := attach(tx, image, tasks); err != nil {
			return err
		}
	}
	return nil
}

func attach(tx *db.Tx, image Image, tasks []int64) error {
	for _, task := range tasks {
		_, f, err := forWork(tx, task)
		if err != nil {
			return err
		}
		if image.TaskID != nil && *image.TaskID == task {
			continue
		}
		if image.TaskID == nil {
			image.TaskID, err = &task, giveImage(tx, image.ID, task)
		} else {
			_, err = insertImage(tx, image.Name, &task)
		}
		if err != nil {
			return err
		}
		if err := tx.Emit(TaskPhotographed{Fact: f, Image: image.Name}); err != nil {
			return err
		}
	}
	return nil
}

// MayAttach: a courier attaches, and sees before a task has it, only photos that they took.
func MayAttach(who authz.Actor, image Image) error {
	if who.Is(authz.Dispatcher) || image.UploadedBy != nil && *image.UploadedBy == who.UserID {
		return nil
	}
	return fail.New(fail.Forbidden, "auth.forbidden")
}

func insertImage(tx *db.Tx, blob string, task *int64) (Image, error) {
	id, err := tx.ID("task_images")
	if err != nil {
		return Image{}, err
	}
	image := Image{ID: id, TaskID: task, Name: blob, CreatedAt: tx.Now()}
	if who := tx.Who(); who.Kind == authz.Person {
		image.UploadedBy = &who.UserID
	}
	return image, db.Insert(tx, "task_images", image)
}
