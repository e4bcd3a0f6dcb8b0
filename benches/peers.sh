#!/usr/bin/env bash
# Other converters and ours on the same documents, in one run: how long each takes as a whole process, and whether
# what it writes is Swagger 2.0 for a validator that is not ours (@apidevtools/swagger-parser).
#
#   benches/peers.sh [FOLDER]           all converters, `--target swagger2`
#   benches/peers.sh --valid [FOLDER]   only ours, for both readers; exits 1 if something written is not valid
#
# FOLDER holds OpenAPI documents; without one it is the real ones beside the checkout. Needs node and npm. What npm
# installs, and every output, goes into a folder of its own under TMPDIR, named by PEERS to keep it.
set -euo pipefail
cd "$(dirname "$0")/.."

only_valid=
if [ "${1:-}" = --valid ]; then
    only_valid=yes
    shift
fi
documents=${1:-../shared/corpus/openapi}
if [ ! -d "$documents" ]; then
    echo "SKIPPED: $documents is not here" >&2
    exit 0
fi
documents=$(realpath "$documents")
if [ -n "${PEERS:-}" ]; then
    work=$PEERS
    mkdir -p "$work"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
ours=${CONNECTORC:-$PWD/target/release/connectorc}
[ -n "${CONNECTORC:-}" ] || cargo build --release --quiet

packages=(@apidevtools/swagger-parser@12)
[ -n "$only_valid" ] ||
    packages+=(api-spec-converter@2.12.0 @apiture/openapi-down-convert@0.14.2 @samchon/openapi@6.0.1)
(cd "$work" && npm install --silent --no-audit --no-fund --no-save "${packages[@]}")

cat >"$work/valid.mjs" <<'JS'
import SwaggerParser from '@apidevtools/swagger-parser';
try {
    await SwaggerParser.validate(process.argv[2]);
    console.log('valid');
} catch (error) {
    console.log('not valid: ' + error.message.split('\n').slice(0, 3).join(' ').slice(0, 160));
}
JS
cat >"$work/asc.cjs" <<'JS'
const { convert } = require('api-spec-converter');
const syntax = 'json';
convert({ from: 'openapi_3', to: 'swagger_2', source: process.argv[2] })
    .then((converted) => process.stdout.write(converted.stringify({ syntax })))
    .catch((error) => { console.error(String(error).slice(0, 160)); process.exit(1); });
JS
cat >"$work/samchon.mjs" <<'JS'
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const yaml = require('js-yaml');
const { OpenApiConverter, OpenApi } = require('@samchon/openapi');
const path = process.argv[2];
const text = readFileSync(path, 'utf8');
const source = path.endsWith('.json') ? JSON.parse(text) : yaml.load(text);
const down = OpenApiConverter
    ? OpenApiConverter.downgradeDocument(OpenApiConverter.upgradeDocument(source), '2.0')
    : OpenApi.downgrade(OpenApi.convert(source), '2.0');
process.stdout.write(JSON.stringify(down));
JS

# Writes into OUT what the command gives; prints how long it took in milliseconds, or `fails`.
run() {
    local out=$1 start end
    shift
    start=$(date +%s%N)
    if timeout 300 "$@" >"$out" 2>"$work/stderr"; then
        end=$(date +%s%N)
        echo $(((end - start) / 1000000))
    else
        echo fails
    fi
}

ours() { "$ours" build "$1" --target swagger2 --host api.example.com --stdout; }
asc() { node "$work/asc.cjs" "$1"; }
apiture_asc() {
    rm -f "$work/down.yaml"
    "$work/node_modules/.bin/openapi-down-convert" --input "$1" --output "$work/down.yaml" >&2 &&
        node "$work/asc.cjs" "$work/down.yaml"
}
samchon() { node "$work/samchon.mjs" "$1"; }
export -f ours asc apiture_asc samchon
export ours work

valid() { node "$work/valid.mjs" "$1"; }

if [ -n "$only_valid" ]; then
    faults=0
    for document in "$documents"/*; do
        for target in connector swagger2; do
            out=$work/out.json
            if ! "$ours" build "$document" --target "$target" --host api.example.com --stdout >"$out" 2>"$work/stderr"; then
                verdict="refused: $(grep -o 'error\[[A-Za-z]*\]' "$work/stderr" | sort | uniq -c | xargs)"
            else
                verdict=$(valid "$out")
            fi
            [ "${verdict#not valid}" = "$verdict" ] || faults=$((faults + 1))
            printf '%-32s %-10s %s\n' "$(basename "$document")" "$target" "$verdict"
        done
    done
    [ "$faults" = 0 ] || exit 1
    exit 0
fi

printf '%-32s %-14s %8s  %s\n' document converter ms output
for document in "$documents"/*; do
    for converter in ours asc apiture_asc samchon; do
        out=$work/out.json
        took=$(run "$out" bash -c "$converter \"\$1\"" _ "$document")
        verdict="$(tr '\n' ' ' <"$work/stderr" | cut -c1-100)"
        [ "$took" = fails ] || verdict=$(valid "$out")
        printf '%-32s %-14s %8s  %s\n' "$(basename "$document")" "$converter" "$took" "$verdict"
    done
done
