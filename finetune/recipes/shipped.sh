#!/bin/sh
# Trains the adapter that ships, from a clean clone: sh finetune/recipes/shipped.sh [FOLDER]
# Three runs, each from the adapter of the one before with other noise, other values and other
# sentences of the grammar. Where two cores multiply bfloat16 in hardware (790 tokens a second) that
# is 4.1 million tokens in an hour and a half; with AVX2 alone (170 a second) it takes seven. A
# killed run goes on where it was when this is started again.
set -eu
cd "$(dirname "$0")/../.."
out=${1:-runs/shipped}
./aisle setup finetune
finetune() { .venv/bin/python -m finetune "$@"; }

[ -e "$out/data1/train.jsonl" ] || finetune data --out "$out/data1" > /dev/null
[ -e "$out/first/training.json" ] ||
    finetune train --data "$out/data1/train.jsonl" --validation "$out/data1/validation.jsonl" \
        --out "$out/first" --epochs 2 --seed 17 --set evaluate_steps=350
[ -e "$out/data2/train.jsonl" ] ||
    finetune data --out "$out/data2" --config finetune/recipes/second.toml > /dev/null
[ -e "$out/second/training.json" ] ||
    finetune train --data "$out/data2/train.jsonl" --validation "$out/data2/validation.jsonl" \
        --out "$out/second" --start "$out/first/adapter" --steps 1085 --learning-rate 6e-4 \
        --dropout 0.1 --seed 18 --set evaluate_steps=500
[ -e "$out/data3/train.jsonl" ] ||
    finetune data --out "$out/data3" --config finetune/recipes/third.toml > /dev/null
finetune train --data "$out/data3/train.jsonl" --validation "$out/data3/validation.jsonl" \
    --out "$out/third" --start "$out/second/adapter" --steps 1726 --learning-rate 6e-4 \
    --dropout 0.1 --seed 19 --set evaluate_steps=700
finetune evaluate --adapter "$out/third/adapter" --systems rules,tuned,aisle
