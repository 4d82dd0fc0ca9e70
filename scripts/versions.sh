#!/bin/sh
# Checks that Go and Node are there and new enough, and says what to do where they are not.
set -eu

newer() { # newer HAVE WANT
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

need() { # need NAME COMMAND VERSION WANT WHERE
    if ! command -v "$2" >/dev/null 2>&1; then
        echo "Pignon needs $1 $4 or newer, and there is no $2 here. $5" >&2
        exit 1
    fi
    if ! newer "$3" "$4"; then
        echo "Pignon needs $1 $4 or newer; here is $3. $5" >&2
        exit 1
    fi
}

need Go go "$(go env GOVERSION 2>/dev/null | sed 's/^go//')" 1.26 "Install it from https://go.dev/dl/."
need Node.js node "$(node --version 2>/dev/null | sed 's/^v//')" 20.19 "Install it from https://nodejs.org/ or with your distribution's backports."
need npm npm "$(npm --version 2>/dev/null)" 10 "It comes with Node.js."
