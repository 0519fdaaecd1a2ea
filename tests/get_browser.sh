#!/bin/sh
# Makes sure that there is a Chromium for the browser tests: one that is here, Debian's package
# where it may be installed, Playwright's own download elsewhere.
set -eu
bin=$1
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if "$bin/python" -c 'import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as p: sys.exit(not Path(p.chromium.executable_path).exists())'; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    as_root=
    if [ "$(id -u)" != 0 ]; then as_root="sudo -n"; fi
    echo "The browser tests need Chromium; installing Debian's package."
    if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
fi
echo "The browser tests need Chromium; downloading Playwright's."
"$bin/playwright" install chromium
