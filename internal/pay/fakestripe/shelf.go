package fakestripe

import "slices"

// thing is what has an id on one account.
type thing interface{ place() (account, id string) }

// shelf keeps the things of one kind, of every account, in the order of their making.
type shelf[T thing] struct {
	byID map[string]T
	all  []T
}

func (s *shelf[T]) put(t T) {
	if s.byID == nil {
		s.byID = map[string]T{}
	}
	account, id := t.place()
	s.byID[account+"/"+id] = t
	s.all = append(s.all, t)
}

func (s *shelf[T]) find(account, id string) (T, bool) {
	t, found := s.byID[account+"/"+id]
	return t, found
}

// page gives the newest things of an account first, those that fit, after the one named, and whether there are more.
func (s *shelf[T]) page(in pageIn, fits func(T) bool) (found []T, more bool) {
	started := in.after == ""
	for _, t := range slices.Backward(s.all) {
		account, id := t.place()
		if !started {
			started = id == in.after
			continue
		}
		if account != in.account || !fits(t) {
			continue
		}
		if len(found) == in.limit {
			return found, true
		}
		found = append(found, t)
	}
	return found, false
}

type pageIn struct {
	account string
	after   string
	limit   int
}
