package vroom

import (
	"errors"
	"io"
	"net/http"
	"strconv"
)

// Server answers requests over HTTP as VROOM's own server does: POST / solves, GET /health tells that it is alive. It searches for one
// request at a time, each with all the threads that it may use; the others wait in line.
type Server struct {
	solver  *Solver
	maxBody int64
	turn    chan struct{}
	mux     *http.ServeMux
}

// NewServer makes a server that reads at most so many bytes of a request.
func NewServer(s *Solver, maxBody int64) *Server {
	server := &Server{solver: s, maxBody: maxBody, turn: make(chan struct{}, 1), mux: http.NewServeMux()}
	server.mux.HandleFunc("POST /{$}", server.solve)
	server.mux.HandleFunc("OPTIONS /{$}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	server.mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	return server
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Headers", "Origin, X-Requested-With, Content-Type, Accept")
	s.mux.ServeHTTP(w, r)
}

func (s *Server) solve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.maxBody))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		send(w, &Answer{Code: TooLarge, Error: "the request is longer than " + strconv.FormatInt(s.maxBody, 10) + " bytes"})
		return
	case err != nil:
		send(w, &Answer{Code: Input, Error: "the request broke off"})
		return
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
		send(w, s.solver.Solve(r.Context(), body))
	case <-r.Context().Done():
		send(w, &Answer{Code: Internal, Error: "the server is being stopped"})
	}
}

// statuses by code.
var statuses = [...]int{
	OK: http.StatusOK, Internal: http.StatusInternalServerError, Input: http.StatusBadRequest, Routing: http.StatusInternalServerError,
	TooLarge: http.StatusRequestEntityTooLarge,
}

func send(w http.ResponseWriter, a *Answer) {
	body := a.JSON()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(statuses[a.Code])
	_, _ = w.Write(body) // whoever asked has gone where this fails
}
