"""An experiment's read-out: conversion by arm, or which of two mixed rankings was preferred."""

from __future__ import annotations

import argparse
from datetime import timedelta

from eval.commands.options import add_common, existing_file, positive
from eval.experiments import (
    MISMATCH,
    interleaving_row,
    read_experiment,
    split_check,
    split_rows,
    units_of,
)
from eval.output import check_writable, meta, print_rows, write_json

EXAMPLE = (
    "python -m assistant experiments --name stronger-profile --output log.jsonl\n"
    "  python -m eval experiment --log log.jsonl --goal purchase --days 14"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--log``, ``--goal``, ``--days``."""
    parser.add_argument(
        "--log", type=existing_file, required=True, metavar="FILE", help="the experiment's log"
    )
    parser.add_argument(
        "--goal",
        choices=("purchase", "add_to_cart", "view_item", "like"),
        default="purchase",
        help="what counts as a conversion (purchase)",
    )
    parser.add_argument(
        "--days", type=positive, default=14, metavar="N", help="after the first exposure (14)"
    )
    add_common(parser)


def run(options: argparse.Namespace) -> None:
    """Reads the log, prints the table, says where it is not to be believed."""
    check_writable(options.json)
    data = read_experiment(options.log)
    notes: list[str] = []
    figures: dict[str, float] = {}
    if data.kind == "interleave":
        rows = [interleaving_row(data)]
        notes.append("preference: of the second arm, 0.5 is none; p by units, binomial test")
    else:
        units = units_of(data, options.goal, timedelta(days=options.days))
        rows = split_rows(data, units)
        mixed = sum(len(unit.arms) > 1 for unit in units.values())
        figures["split_p_value"] = split_check(data, rows)
        notes.append(f"split by the arms' shares: p = {figures['split_p_value']:.4f}")
        if figures["split_p_value"] < MISMATCH:
            notes.append(
                "The split is not the one that was planned (sample ratio mismatch): find out why"
                " before you believe any difference."
            )
        if mixed:
            notes.append(f"{mixed} units met two arms and are left out")
        notes.append(
            f"conversion: a {options.goal} within {options.days} days of the first exposure;"
            " difference and p against the first arm; cuped: events a unit, their count before"
            " the exposure taken out"
        )
    print_rows(f"experiment {data.name}", rows, notes)
    about = meta(seed=options.seed, data={"log": options.log}, experiment=data.name, **figures)
    write_json(options.json, rows, about)
