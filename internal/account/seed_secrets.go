package account

import "sync"

// seedSecrets remembers the secrets of seed documents, which the database keeps as hashes only, so that whoever reads the rows can use
// those that were made up. The zero value is ready; it is safe for concurrent use.
type seedSecrets struct {
	mu     sync.Mutex
	byHash map[string]string
}

const mostSeedSecrets = 10_000

// keep remembers a secret and gives its hash.
func (s *seedSecrets) keep(secret string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byHash == nil || len(s.byHash) >= mostSeedSecrets {
		s.byHash = map[string]string{}
	}
	hash := hashOf(secret)
	s.byHash[hash] = secret
	return hash
}

// of gives the secret of a hash, nil when it is not from a document.
func (s *seedSecrets) of(hash string) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if secret, ok := s.byHash[hash]; ok {
		return secret
	}
	return nil
}
