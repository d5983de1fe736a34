#!/usr/bin/env bash
# Sets the secret from the environment, uploads the weights, deploys.
set -euo pipefail

modal secret create hub HF_TOKEN="$HF_TOKEN"
modal volume put caption-weights ./weights models
modal deploy app.py
