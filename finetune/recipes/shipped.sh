#!/bin/sh
# Trains the adapter that ships, from a clean clone: sh finetune/recipes/shipped.sh [FOLDER]
# Three runs, each from the adapter of the one before, with other noise and other sentences of the
# grammar; about two hours on two cores. A killed run goes on where it was when this is started again.
set -eu
cd "$(dirname "$0")/../.."
out=${1:-runs/shipped}
./aisle setup finetune
finetune() { .venv/bin/python -m finetune "$@"; }

[ -e "$out/data1/train.jsonl" ] || finetune data --out "$out/data1" > /dev/null
[ -e "$out/first/training.json" ] ||
    finetune train --data "$out/data1/train.jsonl" --validation "$out/data1/validation.jsonl" \
        --out "$out/first" --epochs 1 --set evaluate_steps=80
[ -e "$out/data2/train.jsonl" ] ||
    finetune data --out "$out/data2" --config finetune/recipes/second.toml > /dev/null
[ -e "$out/second/training.json" ] ||
    finetune train --data "$out/data2/train.jsonl" --validation "$out/data2/validation.jsonl" \
        --out "$out/second" --start "$out/first/adapter" --steps 215 --learning-rate 5e-4 \
        --set evaluate_steps=72 --seed 18
[ -e "$out/data3/train.jsonl" ] ||
    finetune data --out "$out/data3" --config finetune/recipes/third.toml > /dev/null
finetune train --data "$out/data3/train.jsonl" --validation "$out/data3/validation.jsonl" \
    --out "$out/third" --start "$out/second/adapter" --steps 560 --learning-rate 8e-4 \
    --set evaluate_steps=140 --seed 19
finetune evaluate --adapter "$out/third/adapter" --systems rules,tuned,aisle
