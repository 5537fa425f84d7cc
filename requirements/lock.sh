#!/bin/sh
# Rewrites the lock files from pyproject.toml and models.in. Needs `pip install uv`.
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-find-links --no-emit-index-url --custom-compile-command requirements/lock.sh"
$compile pyproject.toml -o requirements/base.lock
$compile pyproject.toml --extra dev -c requirements/base.lock -o requirements/dev.lock
$compile --no-deps requirements/models.in -o requirements/models.lock
