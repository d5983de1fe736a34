#!/usr/bin/env bash
# Sets everything up and runs all checks and tests: what CI runs, too. The last line counts the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

export ASTRO_TELEMETRY_DISABLED=1
report=.cache/vitest.json

step() {
  local name="$1" start="$SECONDS" code=0
  shift
  printf '\n== %s\n' "$name"
  "$@" || code=$?
  printf '== %s: %s s\n' "$name" "$((SECONDS - start))"
  return "$code"
}

run_tests() {
  mkdir -p .cache
  rm -f "$report"
  npm test --silent -- --reporter=default --reporter=json --outputFile.json="$report"
}

step 'set-up' scripts/setup.sh --all
step 'types, lint, format' npm run --silent check
step 'build' npm run --silent build
step 'guide' npm run --silent site
status=0
step 'tests' run_tests || status=$?
printf '\n'
node_modules/.bin/node scripts/count-tests.ts "$report"
exit "$status"
