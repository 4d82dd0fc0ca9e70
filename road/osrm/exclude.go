package osrm

import (
	"context"
	"slices"
	"sync"

	"pignon.coop/road"
	"pignon.coop/road/guide"
)

// leavingOut keeps the routers that leave a class of streets out. Each is made when it is first asked for.
type leavingOut struct {
	lock    sync.Mutex
	routers map[excluded]*road.Router
}

type excluded struct {
	from  *road.Router
	class guide.Classes
}

// routerFor finds the router of a request's profile, without what the request excludes: one class of streets, as in the profiles
// that clients know.
func (s *Server) routerFor(ctx context.Context, query *request) (*road.Router, *failure) {
	router := s.config.Routers[query.profile]
	if router == nil {
		router = s.config.Routers[s.config.Default]
	}
	words := query.options.exclude
	if len(words) == 0 {
		return router, nil
	}
	class, ok := classOf(words)
	if !ok {
		return nil, &failure{invalidValue, "Exclude flag combination is not supported."}
	}
	return s.leavingOut.router(ctx, excluded{router, class})
}

// classOf is the class that all words name.
func classOf(words []string) (guide.Classes, bool) {
	for class := guide.OnFerry; class <= guide.OnMotorway; class <<= 1 {
		name := class.Words()[0]
		if !slices.ContainsFunc(words, func(word string) bool { return word != name }) {
			return class, true
		}
	}
	return 0, false
}

func (w *leavingOut) router(ctx context.Context, key excluded) (*road.Router, *failure) {
	w.lock.Lock()
	defer w.lock.Unlock()
	if known, ok := w.routers[key]; ok {
		return known, nil
	}
	metric, err := key.from.Metric().Without(ctx, key.class)
	if err != nil {
		return nil, failed(err)
	}
	if w.routers == nil {
		w.routers = make(map[excluded]*road.Router)
	}
	w.routers[key] = road.NewRouter(metric)
	return w.routers[key], nil
}
