"""``python -m eval search | sessions | intents | recommend | experiment | report``: the scores.

``argparse`` rather than a framework: its ``error`` hook is all it takes to keep the contract's
promise of one line on bad usage, and a command that is not asked for is not imported.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from eval.data.errors import EvalDataError
from eval.errors import UsageError
from retrieval.setting_faults import setting_fault

_COMMANDS = {
    "search": "ranking scores of the retriever, beside its baselines",
    "sessions": "ranking scores over logged conversations, beside their baselines",
    "experiment": "an experiment's conversion by arm, or which of two mixed rankings won",
    "intents": "slot and action scores of the intent parser",
    "recommend": "next-item and next-basket scores, beside their baselines",
    "report": "all of it as one HTML page with plots",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line on standard error, exit status 2."""
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def build_parser(asked: str | None = None) -> argparse.ArgumentParser:
    """The command line, with the options of the command that is ``asked`` for."""
    parser = _Parser(
        prog="python -m eval",
        description="Offline evaluation of Aisle.",
        epilog="example:\n  python -m eval search --catalog products.jsonl.gz "
        "--queries queries.jsonl --qrels qrels.txt",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if name == asked:
            module = import_module(f"eval.commands.{name}")
            command.description = module.__doc__
            command.epilog = f"example:\n  {module.EXAMPLE}"
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit status (0, or 2 where the input cannot be used)."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = build_parser(next(iter(given), None)).parse_args(given)
    try:
        options.run(options)
    except (UsageError, EvalDataError) as error:
        sys.stderr.write(f"python -m eval {options.command}: {error}\n")
        return 2
    except ValueError as error:
        fault = setting_fault(error)
        if fault is None:
            raise
        sys.stderr.write(f"python -m eval {options.command}: {fault}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
