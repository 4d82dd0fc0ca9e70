#!/bin/sh
# Measured figures: how long a co-op with a city map takes to start and how much memory it holds when idle, as figures and as
# ratios to their bars, then the Go benchmarks. The machine may be busy: compare ratios of one run.
set -eu
cd "$(dirname "$0")/.."

dir=$(mktemp -d)
pid=""
trap '[ -n "$pid" ] && kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT

extract=${PIGNON_DATA:-../shared/data}/osm/milan-otp2015.osm.pbf
[ -f "$extract" ] || extract=$(go mod download -json github.com/paulmach/osm@v0.8.0 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/testdata/andorra-latest.osm.bz2
echo "map: $(basename "$extract")"
bin/pignon map import "$extract" -o "$dir/city.pignon" 2>/dev/null

milliseconds() { date +%s%3N; }

start() {
    before=$(milliseconds)
    bin/pignon serve --addr 127.0.0.1:18099 --data "$dir/data" --map "$dir/city.pignon" --log-level warn &
    pid=$!
    until curl -fs http://127.0.0.1:18099/healthz >/dev/null 2>&1; do sleep 0.01; done
    took=$(($(milliseconds) - before))
}

stop() {
    kill "$pid"
    wait "$pid" || true
    pid=""
}

start
echo "first start, database made: $took ms"
stop
start
echo "start: $took ms, ratio to the bar of 1000 ms: $(awk "BEGIN { printf \"%.2f\", $took / 1000 }")"
sleep 5
rss=$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")
echo "idle memory: $((rss / 1024)) MB, ratio to the bar of 150 MB: $(awk "BEGIN { printf \"%.2f\", $rss / 1024 / 150 }")"
stop

# The street engine beside OSRM and RoutingKit; PIGNON_BENCH_LARGE=1 imports a made-up extract of 100 MB as well.
data=${PIGNON_DATA:-../shared/data}
if [ -f "$data/osm/milan-otp2015.osm.pbf" ]; then
    large=false
    [ -n "${PIGNON_BENCH_LARGE:-}" ] && large=true
    go run ./tools/roadbench -pignon bin/pignon -data "$data" -hundred=$large
else
    echo "street engine: not measured, since $data/osm has no milan-otp2015.osm.pbf; set PIGNON_DATA to a folder that does"
fi

# Tours on the classic instances, with two threads, and with as few vehicles as possible: a sample of four minutes of the processor.
# PIGNON_BENCH_LARGE=1 takes all instances with three seeds, which takes an hour.
if [ -d "$data/vrp/vrptw" ]; then
    go test -run '^$' -bench . -benchtime 1x -timeout 0 ./vrp ${PIGNON_BENCH_LARGE:+-vrp.all -vrp.seeds 3}
else
    echo "tours: not measured, since $data has no vrp/vrptw; set PIGNON_DATA to a folder that does"
fi

# Days of the meal delivery problem, replayed with the online dispatcher; see vrp/meals.
if [ -d "$data/vrp/mdrp" ]; then
    go test -run '^$' -bench Meals -benchtime 1x ./vrp/meals
else
    echo "meals: not measured, since $data has no vrp/mdrp; set PIGNON_DATA to a folder that does"
fi

go test -run '^$' -bench . -benchtime 1s ./road ./internal/live ./internal/order ./internal/pricing ./internal/dispatch ./vrp/online ./internal/place ./internal/basemap ./internal/app
