#!/usr/bin/env bash
# Sets everything up and shows what modal-lint does with a sample Modal program.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
exec npm run --silent start -- "$@"
