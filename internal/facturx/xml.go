package facturx

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// node is an element of the XML: its name with its prefix, and what is in it. One without text and nodes is left out.
type node struct {
	name  string
	attrs [][2]string
	text  string
	nodes []node
}

func tag(name string, nodes ...node) node { return node{name: name, nodes: nodes} }

func leaf(name, text string, attrs ...[2]string) node {
	return node{name: name, text: text, attrs: attrs}
}

func (n node) empty() bool {
	for _, inner := range n.nodes {
		if !inner.empty() {
			return false
		}
	}
	return n.text == ""
}

func (n node) write(b *bytes.Buffer) {
	if n.empty() {
		return
	}
	b.WriteString("<" + n.name)
	for _, a := range n.attrs {
		b.WriteString(" " + a[0] + `="` + a[1] + `"`)
	}
	b.WriteByte('>')
	_ = xml.EscapeText(b, []byte(n.text)) // a buffer takes everything
	for _, inner := range n.nodes {
		inner.write(b)
	}
	b.WriteString("</" + n.name + ">")
}

const profile = "urn:cen.eu:en16931:2017"

// XML writes the invoice as Cross Industry Invoice in the profile EN 16931. Amounts of a credit note are those that are taken back.
func (i Invoice) XML() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	root := tag("rsm:CrossIndustryInvoice", i.context(), i.document(), tag("rsm:SupplyChainTradeTransaction", append(i.lines(), i.agreement(), i.delivery(), i.settlement())...))
	root.attrs = [][2]string{
		{"xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"},
		{"xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"},
		{"xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"}, {"xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"},
	}
	root.write(&b)
	return b.Bytes()
}

func (i Invoice) context() node {
	return tag("rsm:ExchangedDocumentContext", tag("ram:GuidelineSpecifiedDocumentContextParameter", leaf("ram:ID", profile)))
}

func (i Invoice) document() node {
	code := "380"
	if i.Kind == CreditNote {
		code = "381"
	}
	doc := tag("rsm:ExchangedDocument", leaf("ram:ID", i.Number), leaf("ram:TypeCode", code), tag("ram:IssueDateTime", dayNode("udt:DateTimeString", i.Day)))
	for _, note := range i.Notes {
		doc.nodes = append(doc.nodes, tag("ram:IncludedNote", leaf("ram:Content", note)))
	}
	return doc
}

func dayNode(name string, d span.Day) node {
	return leaf(name, strings.ReplaceAll(string(d), "-", ""), [2]string{"format", "102"})
}

// lines: a line that makes the invoice cheaper has a quantity below zero, for the standard wants no price to be.
func (i Invoice) lines() (nodes []node) {
	piece := [2]string{"unitCode", "C62"}
	for at, l := range i.Lines {
		quantity, net := l.Quantity, l.Net()
		if net < 0 {
			quantity, net = -quantity, -net
		}
		nodes = append(nodes, tag("ram:IncludedSupplyChainTradeLineItem",
			tag("ram:AssociatedDocumentLineDocument", leaf("ram:LineID", strconv.Itoa(at+1))),
			tag("ram:SpecifiedTradeProduct", leaf("ram:Name", l.Name), leaf("ram:Description", strings.Join(l.Details, ", "))),
			tag("ram:SpecifiedLineTradeAgreement", tag("ram:NetPriceProductTradePrice",
				leaf("ram:ChargeAmount", decimal(net)), leaf("ram:BasisQuantity", strconv.FormatInt(l.Quantity, 10), piece))),
			tag("ram:SpecifiedLineTradeDelivery", leaf("ram:BilledQuantity", strconv.FormatInt(quantity, 10), piece)),
			tag("ram:SpecifiedLineTradeSettlement", tag("ram:ApplicableTradeTax", l.category(nil)...),
				tag("ram:SpecifiedTradeSettlementLineMonetarySummation", leaf("ram:LineTotalAmount", decimal(l.Net()))))))
	}
	return nodes
}

// category names the rate of a line, or of a sum by rate, whose other nodes stand around.
func (l Line) category(sum *Tax) []node {
	rate, exempt := l.taxedAs()
	code := "S"
	if exempt != "" || rate == 0 {
		code = "E"
	}
	if sum == nil {
		return []node{leaf("ram:TypeCode", "VAT"), leaf("ram:CategoryCode", code), leaf("ram:RateApplicablePercent", percent(rate))}
	}
	return []node{
		leaf("ram:CalculatedAmount", decimal(sum.Tax)), leaf("ram:TypeCode", "VAT"), leaf("ram:ExemptionReason", exempt), leaf("ram:BasisAmount", decimal(sum.Net)),
		leaf("ram:CategoryCode", code), leaf("ram:RateApplicablePercent", percent(rate)),
	}
}

func (i Invoice) agreement() node {
	return tag("ram:ApplicableHeaderTradeAgreement", i.Seller.node("ram:SellerTradeParty"), i.Buyer.node("ram:BuyerTradeParty"),
		tag("ram:BuyerOrderReferencedDocument", leaf("ram:IssuerAssignedID", i.Order)))
}

func (p Party) node(name string) node {
	legal := leaf("ram:ID", p.LegalID)
	if scheme := map[int]string{9: "0002", 14: "0009"}[len(p.LegalID)]; scheme != "" && p.Country == "FR" { // SIREN, SIRET
		legal.attrs = [][2]string{{"schemeID", scheme}}
	}
	return tag(name, leaf("ram:Name", p.Name), tag("ram:SpecifiedLegalOrganization", legal),
		tag("ram:PostalTradeAddress", leaf("ram:PostcodeCode", p.PostalCode), leaf("ram:LineOne", p.Street), leaf("ram:CityName", p.City), leaf("ram:CountryID", p.Country)),
		tag("ram:SpecifiedTaxRegistration", leaf("ram:ID", p.VATID, [2]string{"schemeID", "VA"})))
}

func (i Invoice) delivery() node {
	delivery := tag("ram:ApplicableHeaderTradeDelivery")
	if i.DeliverTo != "" {
		delivery.nodes = append(delivery.nodes, tag("ram:ShipToTradeParty", leaf("ram:Name", i.Buyer.Name),
			tag("ram:PostalTradeAddress", leaf("ram:LineOne", i.DeliverTo), leaf("ram:CountryID", i.Buyer.Country))))
	}
	day := i.Delivered
	if day == "" {
		day = i.Day
	}
	delivery.nodes = append(delivery.nodes, tag("ram:ActualDeliverySupplyChainEvent", tag("ram:OccurrenceDateTime", dayNode("udt:DateTimeString", day))))
	return delivery
}

func (i Invoice) settlement() node {
	settled := tag("ram:ApplicableHeaderTradeSettlement", leaf("ram:InvoiceCurrencyCode", i.Currency),
		tag("ram:SpecifiedTradeSettlementPaymentMeans", leaf("ram:TypeCode", map[Means]string{ByCard: "48", InCash: "10"}[i.Means])))
	for _, t := range i.oneExempt() {
		l := Line{Exempt: t.Exempt}
		if t.Exempt == "" {
			l.Rates = []money.Rate{t.Rate}
		}
		settled.nodes = append(settled.nodes, tag("ram:ApplicableTradeTax", l.category(&t)...))
	}
	if due := i.Total - i.Paid; due > 0 {
		settled.nodes = append(settled.nodes, tag("ram:SpecifiedTradePaymentTerms", tag("ram:DueDateDateTime", dayNode("udt:DateTimeString", i.Day))))
	}
	net := decimal(i.Total - i.Tax)
	return tag(settled.name, append(settled.nodes, tag("ram:SpecifiedTradeSettlementHeaderMonetarySummation",
		leaf("ram:LineTotalAmount", net), leaf("ram:TaxBasisTotalAmount", net), leaf("ram:TaxTotalAmount", decimal(i.Tax), [2]string{"currencyID", i.Currency}),
		leaf("ram:GrandTotalAmount", decimal(i.Total)), leaf("ram:TotalPrepaidAmount", decimal(i.Paid)), leaf("ram:DuePayableAmount", decimal(i.Total-i.Paid))),
		i.corrected())...)
}

// oneExempt lists the sums by rate with all that is not taxed in one: the standard wants it so.
func (i Invoice) oneExempt() (taxes []Tax) {
	free := -1
	for _, t := range i.Taxes {
		if t.Exempt != "" && free >= 0 {
			taxes[free].Exempt += "; " + t.Exempt
			taxes[free].Net += t.Net
			continue
		}
		if t.Exempt != "" {
			free = len(taxes)
		}
		taxes = append(taxes, t)
	}
	return taxes
}

func (i Invoice) corrected() node {
	if i.Corrects == "" {
		return node{}
	}
	return tag("ram:InvoiceReferencedDocument", leaf("ram:IssuerAssignedID", i.Corrects), tag("ram:FormattedIssueDateTime", dayNode("qdt:DateTimeString", i.Corrected)))
}
