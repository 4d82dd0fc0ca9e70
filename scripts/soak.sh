#!/bin/sh
# What takes long: the race detector over everything, tests with all their data, every fuzz target for a while, and the browser
# stories again and again.
set -eu
export PIGNON_SOAK=1
cd "$(dirname "$0")/.."

for package in $(go list ./...); do
    for target in $(go test -list '^Fuzz' "$package" 2>/dev/null | grep '^Fuzz' || true); do
        echo "== $package $target"
        go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}" -fuzzminimizetime 1s "$package"
    done
done
go run ./tools/withpostgres go test -race -count=1 -timeout 60m ./...
go run ./tools/withpostgres env PIGNON_ROUNDS=1000 go test -count=1 -timeout 120m -run TestCrowdNeverOversells ./internal/order
for _ in 1 2 3; do (cd front && node e2e/run.mjs); done
# The story of an order in other towns, where their extracts are.
data=$(cd "${PIGNON_DATA:-../shared/data}" && pwd || true)
for town in helsinki-pyrosm2020b monaco-osrm zurich-hb-osr2025; do
    [ ! -f "$data/osm/$town.osm.pbf" ] || (cd front && PIGNON_MAP="$data/osm/$town.osm.pbf" node e2e/run.mjs)
done
