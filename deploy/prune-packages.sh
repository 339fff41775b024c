#!/bin/sh
# Takes out of node_modules what the server never loads: two thirds of it. `npm ci --omit=dev` cannot, since one package.json serves every shell.
set -eu

# Redoc ships bundled, and that file is all that is served of it; its packages are what it was built of.
kept=$(mktemp -d)
mv node_modules/redoc "$kept/"
# The desktop's: its updates, and the search models that run on a device.
npm uninstall --omit=dev --no-save @huggingface/transformers electron-updater redoc
mv "$kept/redoc" node_modules/

# pdf.js would draw on it; pages are only read here (src/core/documents/extract/pdfjs.ts).
rm -rf node_modules/@napi-rs/canvas*
# SQLite's own source, and binaries of other platforms.
rm -rf node_modules/better-sqlite3/deps
find node_modules/better-sqlite3/prebuilds -type f ! -name 'linux-*' -delete
# For debuggers and compilers.
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
