#!/usr/bin/env bash
# Sets up what is missing, then lints and converts the sample program (or the paths that are given).
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
npm run --silent start -- "$@"
