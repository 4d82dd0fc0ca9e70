// Package fiscal owns what the tax office asks for: invoices and credit notes, numbered without holes and chained by their hashes, frozen as PDF with
// their data inside; closures of days, months and years; and who sells. A document is never changed: what is wrong is taken back by a credit note.
// It refuses to know how a price comes about: it writes down what the order says.
package fiscal

// Version is that of this package's rules, for the publisher's attestation: whoever changes what is kept or how it is protected counts it up.
const Version = "1"
