package delivery

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// OpenToken opens one thing without credentials: clients show pictures and labels without sending any. It tells nothing and cannot be guessed. The
// salt is the co-op's setting public_id_salt.
func OpenToken(salt, what string, id int64) string {
	mac := hmac.New(sha256.New, []byte(salt))
	fmt.Fprintf(mac, "%s %d", what, id) // a hash never fails
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// labelToken is as long as clients know the tokens of labels.
const labelToken = 16

// TaskCode is the code of a task on its label.
func TaskCode(task int64) string { return fmt.Sprintf("67670011%d8076", task) }

// LabelToken opens the label of a task.
func LabelToken(salt string, task int64) string {
	return OpenToken(salt, "label", task)[:labelToken]
}

// LabelPath is where the label of a task is.
func LabelPath(salt string, task int64) string {
	return "/tasks/label?code=" + TaskCode(task) + "&token=" + LabelToken(salt, task)
}
