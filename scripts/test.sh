#!/bin/sh
# Runs every test: Go on SQLite and on a private PostgreSQL, TypeScript, and the browser stories.
set -eu
cd "$(dirname "$0")/.."

sh scripts/needs.sh
make --no-print-directory build

log=$(mktemp)
trap 'rm -f "$log"' EXIT

echo "== Go"
status=0
go run ./tools/withpostgres go test -count=1 -json ./... | tee "$log" | go run ./tools/testreport || status=1

echo "== Races in the concurrent parts"
go run ./tools/withpostgres go test -race -count=1 ./internal/db ./internal/job ./internal/relay ./internal/web ./internal/dispatch || status=1
go test -race -count=1 -run 'AtOnce|Workers' ./road ./road/internal/ch ./road/internal/cch || status=1

echo "== TypeScript"
(cd front && npm run --silent test) || status=1

if [ -f front/e2e/run.mjs ]; then
    echo "== Browser"
    (cd front && node e2e/run.mjs) || status=1
fi

go run ./tools/testreport -skipped <"$log"
exit $status
