// Package partner owns what ties deliveries to logistics partners that send us theirs: which store a partner's hub stands for, and which delivery
// is which of the partner's tasks.
//
// Tables: urbantz_hubs, partner_deliveries.
package partner
