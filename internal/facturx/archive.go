package facturx

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/fail"
)

// archive makes a PDF/A-3b of a drawn PDF: it says in which colours it is, in metadata what it is, and holds the XML as a file of its own. The
// drawing library knows none of it, so its list of objects is taken and written anew with these at the end.
type archive struct {
	title, author, language string
	at                      time.Time
	xml                     []byte // nil: none
}

// of rewrites a PDF as fpdf draws it. The last two objects are its facts and its catalogue, which others replace.
func (a archive) of(drawn []byte) ([]byte, error) {
	end, offsets, err := objectsOf(drawn)
	if err != nil {
		return nil, err
	}
	const header = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
	first := bytes.IndexByte(drawn, '\n') + 1
	w := writer{at: offsets[:len(offsets)-2]}
	w.WriteString(header)
	w.Write(drawn[first:end])
	for i := range w.at {
		w.at[i] += len(header) - first
	}
	colours := w.stream("/N 1", greyProfile())
	intent := w.object("<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (Grey gamma 2.2) /Info (Grey gamma 2.2) /DestOutputProfile %d 0 R >>", colours)
	facts := w.stream("/Type /Metadata /Subtype /XML", a.metadata())
	files := ""
	if a.xml != nil {
		day := a.at.UTC().Format("20060102150405") + "Z"
		file := w.stream(fmt.Sprintf("/Type /EmbeddedFile /Subtype /text#2Fxml /Params << /Size %d /ModDate (D:%s) >>", len(a.xml), day), a.xml)
		spec := w.object("<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /Desc (Factur-X) /AFRelationship /Alternative /EF << /F %d 0 R /UF %d 0 R >> >>", file, file)
		files = fmt.Sprintf("/Names << /EmbeddedFiles << /Names [(factur-x.xml) %d 0 R] >> >> /AF [%d 0 R]", spec, spec)
	}
	root := w.object("<< /Type /Catalog /Pages 1 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >> /Metadata %d 0 R /OutputIntents [%d 0 R] %s >>",
		a.language, facts, intent, files)
	return w.end(root), nil
}

// objectsOf gives where the objects of a PDF begin, and where the last two do: what comes before stays.
func objectsOf(drawn []byte) (end int, offsets []int, err error) {
	bad := fail.New(fail.Internal, "invoice.pdf.unreadable")
	found := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`).FindSubmatch(drawn)
	if found == nil {
		return 0, nil, bad
	}
	at, _ := strconv.Atoi(string(found[1]))
	if at > len(drawn) {
		return 0, nil, bad
	}
	for _, line := range strings.Split(string(drawn[at:]), "\n") {
		if len(line) >= 18 && strings.HasSuffix(strings.TrimRight(line, " "), "00000 n") {
			offset, err := strconv.Atoi(line[:10])
			if err != nil {
				return 0, nil, bad
			}
			offsets = append(offsets, offset)
		}
	}
	if len(offsets) < 3 {
		return 0, nil, bad
	}
	return offsets[len(offsets)-2], offsets, nil
}

// writer writes objects one after the other and remembers where.
type writer struct {
	bytes.Buffer
	at []int
}

func (w *writer) object(format string, args ...any) int {
	w.at = append(w.at, w.Len())
	fmt.Fprintf(w, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(w.at)}, args...)...)
	return len(w.at)
}

func (w *writer) stream(facts string, content []byte) int {
	return w.object("<< %s /Length %d >>\nstream\n%s\nendstream", facts, len(content), content)
}

func (w *writer) end(root int) []byte {
	sum := sha256.Sum256(w.Bytes())
	id := strings.ToUpper(hex.EncodeToString(sum[:16]))
	start := w.Len()
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", len(w.at)+1)
	for _, at := range w.at {
		fmt.Fprintf(w, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(w, "trailer\n<< /Size %d /Root %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n", len(w.at)+1, root, id, id, start)
	return w.Bytes()
}

// metadata is XMP: which PDF/A this is, and that it holds a Factur-X.
func (a archive) metadata() []byte {
	escaped := func(text string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(text))
		return b.String()
	}
	facturx := ""
	if a.xml != nil {
		facturx = facturxMetadata
	}
	day := a.at.UTC().Format(time.RFC3339)
	return fmt.Appendf(nil, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>Pignon</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate></rdf:Description>
%s</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`, "\ufeff", escaped(a.title), escaped(a.author), a.language, day, day, facturx)
}

// facturxMetadata says what is inside, and, as PDF/A wants, what these words mean.
const facturxMetadata = `<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>DocumentFileName</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>name of the file inside</pdfaProperty:description></rdf:li>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>DocumentType</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>what it is</pdfaProperty:description></rdf:li>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>Version</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>of the standard</pdfaProperty:description></rdf:li>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>ConformanceLevel</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>its profile</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
`
