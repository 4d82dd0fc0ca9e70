// Package social asks others who somebody is: OpenID Connect providers, Google and Apple among them, and Facebook. It knows no account of ours.
package social
