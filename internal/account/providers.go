package account

import (
	"strings"

	"pignon.coop/internal/org"
	"pignon.coop/internal/social"
)

// Providers are those that the co-op's people may prove themselves at: the one of its choice, Google, and Apple, as the settings have them.
func Providers(s org.Settings) []social.Provider {
	return []social.Provider{
		{Name: "oidc", Label: org.Text(s.OIDCName).Or("OpenID Connect"), Issuer: s.OIDCIssuer, Clients: strings.Fields(s.OIDCClientID), Secret: s.OIDCClientSecret},
		{Name: "google", Label: "Google", Issuer: s.GoogleIssuer, Clients: strings.Fields(s.GoogleClientID), Secret: s.GoogleClientSecret},
		{Name: "apple", Label: "Apple", Issuer: s.AppleIssuer, Clients: strings.Fields(s.AppleClientID)},
	}
}

// ProviderOf is the provider of this name, the zero one when there is none.
func ProviderOf(s org.Settings, name string) social.Provider {
	for _, p := range Providers(s) {
		if p.Name == name {
			return p
		}
	}
	return social.Provider{}
}
