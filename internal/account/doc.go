// Package account knows who people and programs are: users with their roles, the customers they are (or, for guests, only are), sessions,
// tokens, consents, telephones to wake and integrations. It owns the tables users, customers, customer_addresses, refresh_tokens,
// sessions, login_failures, push_tokens, optin_consents, api_apps and signing_keys. Its events are in events.go. It sends no mail itself and
// knows nothing about what people own or order. How proofs become an actor: docs/adr/0004.
package account
