#!/bin/sh
# Installs what the tests need and is missing, where it may (Debian or Ubuntu, as root or by sudo); elsewhere it says what to install.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v qpdf >/dev/null 2>&1 || missing="$missing qpdf"
command -v xmllint >/dev/null 2>&1 || missing="$missing libxml2-utils"
[ -z "$missing" ] && exit 0

if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "The tests need:$missing. Run: sudo apt-get install$missing" >&2
            exit 1
        fi
        as_root="sudo -n"
    fi
    echo "Installing for the tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq
    $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi
echo "The tests need:$missing. Install them with your system's package manager." >&2
exit 1
