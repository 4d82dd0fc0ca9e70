package notify

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"

	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
)

// letter is a mail before it is dressed. Texts are finished words; what comes from people is escaped in the HTML form.
type letter struct {
	To         string
	Name       string // who is greeted; empty: nobody by name
	Subject    string
	Paragraphs []string
	Button     string // with Link; no button when empty
	Link       string
	Coop       string
}

//go:embed letter.html
var letterPage string

func (l letter) greeting(words *locale.Printer) string {
	if l.Name == "" {
		return words.T("mail.greeting.nobody", nil)
	}
	return words.T("mail.greeting", locale.Args{"name": l.Name})
}

// dressed gives the mail in text and HTML, in the printer's language.
func (l letter) dressed(words *locale.Printer) (mail.Mail, error) {
	coop := locale.Args{"coop": l.Coop}
	data := struct {
		letter
		Language, Greeting, Signature, Why string
	}{l, words.Language(), l.greeting(words), words.T("mail.signature", coop), words.T("mail.why", coop)}
	page, err := template.New("letter").Parse(letterPage)
	if err != nil {
		return mail.Mail{}, err
	}
	var html bytes.Buffer
	if err := page.Execute(&html, data); err != nil {
		return mail.Mail{}, err
	}
	parts := append([]string{data.Greeting}, l.Paragraphs...)
	if l.Link != "" {
		parts = append(parts, l.Button+"\n"+l.Link)
	}
	parts = append(parts, data.Signature, "-- \n"+data.Why)
	return mail.Mail{To: []string{mail.Address(l.Name, l.To)}, Subject: l.Subject, Text: strings.Join(parts, "\n\n") + "\n", HTML: html.String()}, nil
}
