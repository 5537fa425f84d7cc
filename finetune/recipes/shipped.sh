#!/bin/sh
# Trains the adapter that ships, from a clean clone: sh finetune/recipes/shipped.sh [FOLDER]
# Five runs, each from the adapter of the one before with other noise, other values and other
# sentences of the grammar, the mean of where the last three ended and passed, a sixth from there on
# newer material, the mean of its path with where it began, `retrain` from there four times, the last
# three halved with what was before. Where two cores multiply bfloat16 in hardware (790 tokens a second)
# that is 12.6 million tokens in four and a half hours; with AVX2 alone (170 a second) it takes twenty. Whoever wants their own
# adapter needs one retraining only: ./aisle retrain. A killed run goes on where it was when this is started again.
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
[ -e "$out/third/training.json" ] ||
    finetune train --data "$out/data3/train.jsonl" --validation "$out/data3/validation.jsonl" \
        --out "$out/third" --start "$out/second/adapter" --steps 1726 --learning-rate 6e-4 \
        --dropout 0.1 --seed 19 --set evaluate_steps=700
[ -e "$out/data4/train.jsonl" ] ||
    finetune data --out "$out/data4" --config finetune/recipes/fourth.toml > /dev/null
[ -e "$out/fourth/training.json" ] ||
    finetune train --data "$out/data4/train.jsonl" --validation "$out/data4/validation.jsonl" \
        --out "$out/fourth" --start "$out/third/adapter" --steps 700 --learning-rate 6e-4 \
        --dropout 0.1 --seed 20 --set evaluate_steps=700
[ -e "$out/fifth/training.json" ] ||
    finetune train --data "$out/data4/train.jsonl" --validation "$out/data4/validation.jsonl" \
        --out "$out/fifth" --start "$out/fourth/adapter" --steps 876 --learning-rate 6e-4 \
        --dropout 0.1 --seed 21 --set evaluate_steps=450 --set keep_steps=100
[ -e "$out/mean/adapter_model.safetensors" ] ||
    finetune average "$out/fifth/adapter=0.21" "$out/fifth/kept/800=0.105" \
        "$out/fifth/kept/700=0.105" "$out/fifth/kept/600=0.105" "$out/fourth/adapter=0.175" \
        "$out/third/adapter=0.3" --out "$out/mean"
[ -e "$out/data5/train.jsonl" ] ||
    finetune data --out "$out/data5" --config finetune/recipes/fifth.toml > /dev/null
[ -e "$out/sixth/training.json" ] ||
    finetune train --data "$out/data5/train.jsonl" --validation "$out/data5/validation.jsonl" \
        --out "$out/sixth" --start "$out/mean" --steps 1555 --learning-rate 6e-4 \
        --dropout 0.1 --seed 22 --set evaluate_steps=550 --set keep_steps=150
[ -e "$out/path/adapter_model.safetensors" ] ||
    finetune average "$out/sixth/adapter=0.4" "$out/sixth/kept/1350=0.2" \
        "$out/sixth/kept/1050=0.1" "$out/mean=0.3" --out "$out/path"
finetune retrain --start "$out/path" --recipe finetune/recipes/sixth.toml --steps 1450 \
    --set dropout=0.1 --out "$out/seventh"
finetune retrain --start "$out/seventh/adapter" --recipe finetune/recipes/eighth.toml --steps 1450 \
    --out "$out/eighth"
finetune average "$out/eighth/adapter=0.5" "$out/seventh/adapter=0.5" --out "$out/half"
finetune retrain --start "$out/half" --recipe finetune/recipes/ninth.toml --steps 1450 \
    --out "$out/ninth"
finetune average "$out/ninth/adapter=0.5" "$out/half=0.5" --out "$out/nine"
finetune retrain --start "$out/nine" --recipe finetune/recipes/tenth.toml --steps 1450 \
    --out "$out/tenth"
finetune average "$out/tenth/adapter=0.5" "$out/nine=0.5" --out "$out/shipped"
finetune evaluate --adapter "$out/shipped" --data "$out/tenth/data" --systems aisle,rules \
    --calibrate "$out/shipped/calibration.json" --held 1500
echo "the adapter is in $out/shipped"
