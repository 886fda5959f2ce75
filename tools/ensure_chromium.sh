#!/usr/bin/env bash
# Make sure a Chromium is there for the browser tests: installed by apt where we may, asked for where we may not.
set -euo pipefail

if command -v chromium >/dev/null || [ -x "${LAUFZETTEL_CHROMIUM:-}" ]; then
    exit 0
fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
    exit 0
fi
echo "Für die Browser-Tests fehlt Chromium / Chromium is missing for the browser tests. Bitte / please:" >&2
echo "    sudo apt-get install --no-install-recommends chromium" >&2
echo "oder/or LAUFZETTEL_CHROMIUM=/path/to/chromium make test" >&2
exit 1
