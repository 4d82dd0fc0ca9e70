#!/bin/sh
# Formatting, vet and lint of Go; types and lint of TypeScript.
set -eu
cd "$(dirname "$0")/.."

unformatted=$(gofmt -l $(git ls-files '*.go'))
if [ -n "$unformatted" ]; then
    echo "Not formatted (run gofmt -w):" >&2
    echo "$unformatted" >&2
    exit 1
fi
go vet ./...
cd front
test -d node_modules || npm ci --no-audit --no-fund --loglevel=error
npm run --silent check
