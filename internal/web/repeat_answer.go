package web

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"

	"pignon.coop/internal/fail"
)

// recorder takes an answer in, to be sent once it is kept.
type recorder struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (o *recorder) Header() http.Header { return o.header }

func (o *recorder) WriteHeader(status int) {
	if o.code == 0 {
		o.code = status
	}
}

func (o *recorder) Write(b []byte) (int, error) {
	o.WriteHeader(http.StatusOK)
	return o.body.Write(b)
}

func (o *recorder) status() int {
	if o.code == 0 {
		return http.StatusOK
	}
	return o.code
}

func (o *recorder) send(w http.ResponseWriter) error {
	for name, values := range o.header {
		w.Header()[name] = values
	}
	w.WriteHeader(o.status())
	_, _ = w.Write(o.body.Bytes()) // an error means that the caller went away
	return nil
}

// said is what is kept of an answer besides its status.
type said struct {
	Headers map[string]string
	Body    []byte
}

// keptHeaders are those that belong to what was answered rather than to the connection.
var keptHeaders = [...]string{"Content-Type", "Location", "Etag"}

// sealed gives the answer as it is kept: whoever reads the database without knowing the key, which only the caller has, cannot read it.
func (o *recorder) sealed(k key) (a answered, err error) {
	kept := said{Headers: map[string]string{}, Body: o.body.Bytes()}
	for _, name := range keptHeaders {
		if value := o.header.Get(name); value != "" {
			kept.Headers[name] = value
		}
	}
	plain, err := json.Marshal(kept)
	if err != nil {
		return a, err
	}
	lock, err := k.lock()
	if err != nil {
		return a, err
	}
	nonce := make([]byte, lock.NonceSize())
	_, _ = rand.Read(nonce)
	box := lock.Seal(nonce, nonce, plain, nil)
	return answered{ID: k.id, Request: k.request, Status: int64(o.status()), Sealed: base64.StdEncoding.EncodeToString(box)}, nil
}

func (k key) lock() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.secret[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// replay gives the answer of the first time.
func replay(w http.ResponseWriter, k key, a answered) error {
	switch {
	case a.Request != k.request:
		return fail.New(fail.Invalid, keyReused)
	case a.Status == 0:
		return fail.New(fail.Conflict, keyLost)
	}
	kept, err := k.open(a.Sealed)
	if err != nil {
		return err
	}
	for name, value := range kept.Headers {
		w.Header().Set(name, value)
	}
	w.Header().Set(ReplayHeader, "true")
	w.WriteHeader(int(a.Status))
	_, _ = w.Write(kept.Body) // an error means that the caller went away
	return nil
}

func (k key) open(sealed string) (kept said, err error) {
	box, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return kept, err
	}
	lock, err := k.lock()
	if err != nil {
		return kept, err
	}
	if len(box) < lock.NonceSize() {
		return kept, fail.New(fail.Internal, "internal")
	}
	plain, err := lock.Open(nil, box[:lock.NonceSize()], box[lock.NonceSize():], nil)
	if err != nil {
		return kept, err
	}
	return kept, json.Unmarshal(plain, &kept)
}
