package app

import (
	"bufio"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"
)

// Config is all that a running co-op is told from outside. Each field is a flag (`--addr`), an environment variable (`PIGNON_ADDR`) and a
// key of the configuration file (`addr = …`), in this order of precedence.
type Config struct {
	Addr        string   `help:"Address to listen on." default:"127.0.0.1:8080" env:"PIGNON_ADDR" placeholder:"HOST:PORT"`
	Data        string   `help:"Folder of the database, the map and the pictures." default:"data" env:"PIGNON_DATA_DIR" placeholder:"DIR"`
	DatabaseURL string   `name:"database-url" help:"PostgreSQL address; SQLite in the data folder when empty." env:"PIGNON_DATABASE_URL,DATABASE_URL" secret:"true" placeholder:"URL"`
	Map         string   `help:"Map file made by 'pignon map import' (default: city.pignon in the data folder), or an OpenStreetMap extract for 'pignon demo'." env:"PIGNON_MAP" placeholder:"FILE"`
	PublicURL   string   `name:"public-url" help:"Address under which people reach this server, for links in mails (default: http://ADDR)." env:"PIGNON_PUBLIC_URL" placeholder:"URL"`
	Proxies     []string `name:"trusted-proxies" help:"Networks of the web servers in front, such as 127.0.0.1/32, whose X-Forwarded-For is believed." env:"PIGNON_TRUSTED_PROXIES" placeholder:"CIDR"`
	Dev         bool     `help:"Development mode: /_dev, mails kept instead of sent. Loopback only." env:"PIGNON_DEV"`

	UnsafeDatabase bool `name:"unsafe-database" help:"For tests: accept a database that may lose what it acknowledged." env:"PIGNON_UNSAFE_DATABASE"`

	RegistrationConfirmation bool   `name:"registration-confirmation" help:"New accounts must confirm their e-mail address." env:"PIGNON_REGISTRATION_CONFIRMATION"`
	GeocoderKind             string `name:"geocoder-kind" help:"Dialect of an outside geocoder set by the setting geocoder_url." enum:"photon,nominatim,ban" default:"photon" env:"PIGNON_GEOCODER_KIND"`
	TileURL                  string `name:"tile-url" help:"Style address of an outside map; the built-in one when empty." env:"PIGNON_TILE_URL" placeholder:"URL"`

	SMTPHost     string `name:"smtp-host" help:"Mail server; without one, mails are not sent." env:"PIGNON_SMTP_HOST" placeholder:"HOST"`
	SMTPPort     int    `name:"smtp-port" help:"Port of the mail server." default:"587" env:"PIGNON_SMTP_PORT"`
	SMTPSecurity string `name:"smtp-security" help:"How the connection is protected." enum:"tls,starttls,none" default:"starttls" env:"PIGNON_SMTP_SECURITY"`
	SMTPUser     string `name:"smtp-user" help:"Name at the mail server." env:"PIGNON_SMTP_USER"`
	SMTPPassword string `name:"smtp-password" help:"Password at the mail server." env:"PIGNON_SMTP_PASSWORD" secret:"true"`
	MailFrom     string `name:"mail-from" help:"Sender of the co-op's mails." default:"Pignon <noreply@localhost>" env:"PIGNON_MAIL_FROM"`

	PushAccount string `name:"push-account" help:"Service account file of Firebase Cloud Messaging; without one, notices to telephones are kept in the outbox only." env:"PIGNON_PUSH_ACCOUNT" placeholder:"FILE"`

	LogLevel  string `name:"log-level" help:"Least serious line that is logged." enum:"debug,info,warn,error" default:"info" env:"PIGNON_LOG_LEVEL"`
	LogFormat string `name:"log-format" help:"Form of the log." enum:"text,json" default:"text" env:"PIGNON_LOG_FORMAT"`

	StopTimeout time.Duration `name:"stop-timeout" help:"How long requests in hand may take when the server stops." default:"15s" env:"PIGNON_STOP_TIMEOUT"`

	// FakeCards lets `pignon demo` take test cards from a payment provider inside the process.
	FakeCards bool `kong:"-"`
}

// Check refuses what cannot work, in words.
func (c Config) Check() error {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fmt.Errorf("--addr %q is no address: write HOST:PORT, such as 127.0.0.1:8080", c.Addr)
	}
	if _, err := c.trustedProxies(); err != nil {
		return err
	}
	if c.Dev && !loopback(host) {
		return fmt.Errorf("--dev opens the whole co-op without a password, so it listens on 127.0.0.1 or [::1] alone, not on %q", host)
	}
	return nil
}

func (c Config) trustedProxies() (networks []netip.Prefix, err error) {
	for _, text := range c.Proxies {
		n, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxies %q is no network: write it as 127.0.0.1/32", text)
		}
		networks = append(networks, n)
	}
	return networks, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Database is the address of the database in force.
func (c Config) Database() string {
	if c.DatabaseURL != "" {
		return c.DatabaseURL
	}
	return filepath.Join(c.Data, "pignon.db")
}

// MapFile is the map file in force.
func (c Config) MapFile() string {
	if strings.HasSuffix(c.Map, ".pignon") {
		return c.Map
	}
	return filepath.Join(c.Data, "city.pignon")
}

// Origin is the address under which people reach the server, without a slash at the end.
func (c Config) Origin() string {
	if c.PublicURL != "" {
		return strings.TrimRight(c.PublicURL, "/")
	}
	return "http://" + c.Addr
}

// HTTPS tells whether people reach the server by https, so that cookies may insist on it.
func (c Config) HTTPS() bool { return strings.HasPrefix(c.Origin(), "https://") }

// TrustedOrigins are the addresses that our own pages may have beside the one that a request names: a proxy may change that.
func (c Config) TrustedOrigins() []string {
	if c.PublicURL == "" {
		return nil
	}
	return []string{c.Origin()}
}

// Logger makes the log that the configuration asks for.
func (c Config) Logger() *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // the flag's enum lets only levels through
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// File is a parsed configuration file: `key = value` lines, `#` starts a comment.
type File struct {
	Path   string
	values map[string]string
	lines  map[string]int
}

// ReadFile reads a configuration file and refuses keys that do not exist. An empty path gives an empty File.
func ReadFile(path string) (File, error) {
	f := File{Path: path, values: map[string]string{}, lines: map[string]int{}}
	if path == "" {
		return f, nil
	}
	src, err := os.Open(path)
	if err != nil {
		return f, fmt.Errorf("cannot read the configuration file: %w", err)
	}
	defer src.Close()
	known := keys()
	scanner := bufio.NewScanner(src)
	for n := 1; scanner.Scan(); n++ {
		line := strings.TrimSpace(scanner.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		if !ok {
			return f, fmt.Errorf("%s:%d: write key = value", path, n)
		}
		if _, is := known[key]; !is {
			return f, fmt.Errorf("%s:%d: there is no key %q; 'pignon config' lists them all", path, n, key)
		}
		f.values[key] = strings.TrimSpace(value)
		f.lines[key] = n
	}
	return f, scanner.Err()
}

// Value gives the value of a key and whether the file has it.
func (f File) Value(key string) (string, bool) { v, ok := f.values[key]; return v, ok }

// Line is one key of the configuration in force, for `pignon config`.
type Line struct{ Key, Value, Source string }

// InForce lists every key with its value and where that came from. Secrets are not shown.
func (c Config) InForce(file File, args []string) []Line {
	var lines []Line
	v := reflect.ValueOf(c)
	for key, field := range keys() {
		value := fmt.Sprint(v.FieldByIndex(field.Index).Interface())
		if field.Tag.Get("secret") == "true" && value != "" {
			value = "(secret)"
		}
		lines = append(lines, Line{key, value, source(key, field, file, args)})
	}
	return lines
}

func source(key string, field reflect.StructField, file File, args []string) string {
	for _, a := range args {
		if a == "--"+key || strings.HasPrefix(a, "--"+key+"=") || a == "--no-"+key {
			return "flag --" + key
		}
	}
	for _, name := range strings.Split(field.Tag.Get("env"), ",") {
		if _, ok := os.LookupEnv(name); ok {
			return "environment " + name
		}
	}
	if n, ok := file.lines[key]; ok {
		return fmt.Sprintf("%s:%d", file.Path, n)
	}
	return "default"
}

// keys gives the configuration's fields by key.
func keys() map[string]reflect.StructField {
	m := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		if f.Tag.Get("help") == "" {
			continue
		}
		key := f.Tag.Get("name")
		if key == "" {
			key = strings.ToLower(f.Name)
		}
		m[key] = f
	}
	return m
}
