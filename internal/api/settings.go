package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

// Settings are the co-op's choices.
type Settings struct {
	Settings []Setting `json:"settings" doc:"In a fixed order"`
}

// Setting is one of them, with its value as text. The value of a secret is never told.
type Setting struct {
	Name    string `json:"name"`
	Kind    string `json:"kind" enum:"text,bool,int"`
	Value   string `json:"value" doc:"Empty for secrets"`
	Default string `json:"default"`
	Secret  bool   `json:"secret" doc:"Can be written, never read"`
	Set     bool   `json:"set" doc:"It has a value; for secrets too"`
}

type settingsIn struct {
	Body struct {
		Settings map[string]string `json:"settings" doc:"Values by name, as text; an empty one clears. Those that are not named stay"`
	}
}

func (f *face) settingsRoutes() {
	tags := []string{"settings"}
	admin := web.Needs(authz.Admin)
	register(f, admin, huma.Operation{Method: http.MethodGet, Path: "/v1/settings", Tags: tags, Summary: "The co-op's settings"}, f.settings)
	register(f, admin, huma.Operation{Method: http.MethodPatch, Path: "/v1/settings", Tags: tags, Summary: "Change some of the co-op's settings"}, f.changeSettings)
}

func (f *face) settings(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[Settings], error) {
	var list []org.SettingValue
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		list, err = org.ListSettings(tx)
		return err
	})
	return &answer[Settings]{settingsOf(list)}, err
}

func (f *face) changeSettings(ctx context.Context, who authz.Actor, in *settingsIn) (*answer[Settings], error) {
	values := map[string]any{}
	for name, text := range in.Body.Settings {
		values[name] = text
	}
	var list []org.SettingValue
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		if err := org.SaveSettings(tx, values); err != nil {
			return err
		}
		list, err = org.ListSettings(tx)
		return err
	})
	return &answer[Settings]{settingsOf(list)}, err
}

func settingsOf(list []org.SettingValue) Settings {
	out := Settings{Settings: []Setting{}}
	for _, s := range list {
		kind := map[reflect.Kind]string{reflect.Bool: "bool", reflect.Int: "int"}[s.Kind]
		if kind == "" {
			kind = "text"
		}
		out.Settings = append(out.Settings, Setting{Name: s.Name, Kind: kind, Value: s.Value, Default: s.Default, Secret: s.Secret, Set: s.Set})
	}
	return out
}
