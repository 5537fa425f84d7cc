#!/bin/sh
# What each part of the recipe is worth: sh finetune/recipes/ablations.sh [FOLDER] [STEPS]
# Short runs of the same length, each from the bare base, each without one thing, all validated on
# the same rows. The last line of every run has its slot F1. A folder that has its result is passed
# over, so that a stopped series goes on.
set -eu
cd "$(dirname "$0")/../.."
out=${1:-runs/ablations}
steps=${2:-180}
finetune() { .venv/bin/python -m finetune "$@"; }
make() { # NAME, options of `finetune data`
    name=$1
    shift
    [ -e "$out/data-$name/train.jsonl" ] ||
        finetune data --config finetune/recipes/fourth.toml --out "$out/data-$name" "$@" > /dev/null
}
run() { # NAME, data folder, options of `finetune train`
    name=$1
    data=$2
    shift 2
    if [ ! -e "$out/$name/training.json" ]; then
        check=$out/data-all/validation.jsonl
        [ "$data" != once ] || check=$out/data-once/validation.jsonl
        finetune train --data "$out/data-$data/train.jsonl" --validation "$check" \
            --out "$out/$name" --steps "$steps" --seed 17 --row-tokens 192 --rows 5 \
            --set evaluate_steps=100000 --set validation_rows=400 ${THREADS:+--set threads=$THREADS} \
            "$@" > "$out/$name.log" 2>&1
    fi
    printf '%s\t%s\n' "$name" "$(tail -n 1 "$out/$name.log")"
}
mkdir -p "$out"
make all
make no-hand --source grammar --source dialogues --source queryner
make no-grammar --source hand --source dialogues --source queryner
make no-dialogues --source hand --source grammar --source queryner
make no-queryner --source hand --source grammar --source dialogues
make half --keep 0.5
mkdir -p "$out/data-once"
for part in train validation; do
    # The message once, as before line_v2: the last two lines of a prompt are the same.
    .venv/bin/python -c '
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    lines = row["prompt"].split("\n")[:-1]
    if len(lines) > 1 and lines[-1] == lines[-2]:
        row["prompt"] = "\n".join([*lines[:-1], ""])
    print(json.dumps(row, ensure_ascii=False))
' < "$out/data-all/$part.jsonl" > "$out/data-once/$part.jsonl"
done
run all all
run once once
run no-hand no-hand
run no-grammar no-grammar
run no-dialogues no-dialogues
run no-queryner no-queryner
run half half
run rank-4 all --rank 4 --alpha 8
run rank-32 all --rank 32 --alpha 64
