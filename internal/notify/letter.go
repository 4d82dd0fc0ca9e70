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
	Files      []mail.File
	words      *locale.Printer // of who reads it
}

//go:embed letter.html
var letterPage string

func (l letter) greeting() string {
	if l.Name == "" {
		return l.words.T("mail.greeting.nobody", nil)
	}
	return l.words.T("mail.greeting", locale.Args{"name": l.Name})
}

// dressed gives the mail in text and HTML.
func (l letter) dressed() (mail.Mail, error) {
	coop := locale.Args{"coop": l.Coop}
	data := struct {
		letter
		Language, Greeting, Signature, Why string
	}{l, l.words.Language(), l.greeting(), l.words.T("mail.signature", coop), l.words.T("mail.why", coop)}
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
	return mail.Mail{To: []string{mail.Address(l.Name, l.To)}, Subject: l.Subject, Text: strings.Join(parts, "\n\n") + "\n", HTML: html.String(), Files: l.Files}, nil
}
