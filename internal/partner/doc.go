// Package partner owns what ties deliveries to logistics partners: which store a partner's hub or shop stands for and what that store takes,
// which delivery is which of the partner's, and the calls that tell partners what became of theirs, with their log.
//
// Tables: urbantz_hubs, woopit_integrations, partner_links, partner_calls.
package partner
