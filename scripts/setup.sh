#!/usr/bin/env bash
# Sets up what the command line needs; with --all also what the tests need. Does nothing where nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

need_node() {
  local found
  if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    say 'Node.js 20.19 or newer with npm is missing (on Debian: apt-get install nodejs npm, or see nodejs.org).'
    exit 1
  fi
  found="$(node -p 'const [a, b] = process.versions.node.split(".").map(Number); a * 100 + b')"
  if [ "$found" -lt 2019 ]; then
    say "Node.js 20.19 or newer is needed, this is $(node --version)."
    exit 1
  fi
}

# The packages bring their own Node.js 24, which `npm run` finds first.
install_packages() {
  local stamp=node_modules/.modal-lint-lock
  if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then return; fi
  say 'Installing the npm packages …'
  npm ci --loglevel=error
  cp package-lock.json "$stamp"
}

make_python_env() {
  if node_modules/.bin/node scripts/python-env.ts > /dev/null; then return; fi
  [ "${CI:-}" != true ] || exit 1
  say 'The tests that need the real SDKs will be skipped.'
}

install_browser() {
  if command -v chromium > /dev/null || command -v chromium-browser > /dev/null; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    say 'Installing chromium …'
    apt-get update -qq > /dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium > /dev/null
  else
    say 'chromium is missing (on Debian: apt-get install chromium): the tests of the pages will be skipped.'
  fi
}

need_node
install_packages
if [ "${1:-}" = --all ]; then
  make_python_env
  install_browser
fi
