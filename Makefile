# Two commands do everything: `make run` and `make test`.

GO   ?= go
PORT ?= 8080
VERSIONS = sh scripts/versions.sh

.PHONY: run test check front build bench story soak clean

run: ## build, import the demo map, seed a demo co-op and serve it
	@$(VERSIONS)
	@$(MAKE) --no-print-directory --silent build
	@exec bin/pignon demo --addr 127.0.0.1:$(PORT) --data data/demo

build: bin/pignon

# The front end is built when its sources are newer than its build.
front/dist/built: $(shell find front/src front/public locales -type f 2>/dev/null) $(wildcard front/*.html front/*.ts front/*.json)
	@echo "Building the screens ..."
	@cd front && (test node_modules/.package-lock.json -nt package-lock.json || npm ci --no-audit --no-fund --loglevel=error) && npm run --silent build
	@touch $@

bin/pignon: front/dist/built $(shell find cmd internal road locales vrp sim -name '*.go' -o -name '*.sql' -o -name '*.html' -o -name '*.json' 2>/dev/null) go.mod
	@echo "Building the program ..."
	@$(GO) build -o $@ ./cmd/pignon

check: ## formatting, vet and lint
	@sh scripts/check.sh

test: ## everything: Go on both databases, TypeScript, browser
	@$(VERSIONS)
	@sh scripts/test.sh

bench: build ## measured figures, as ratios
	@sh scripts/bench.sh

story: build ## an order from cart to doorstep in browsers, on another map: make story MAP=town.osm.pbf
	@map=$$(realpath "$(MAP)") && cd front && PIGNON_MAP="$$map" node e2e/run.mjs

soak: build ## what takes long: races, fuzzing, crashes
	@sh scripts/soak.sh

clean:
	rm -rf bin data front/dist/assets front/dist/built test-results
