"""What mending typos mends and breaks, on the training labels.

``python -m finetune.evaluation.spelling``: the hand-written requests in three parts by file, each
mended with the words of goods of the other two alone, so that no word is known from its own label.
A word that mending changes is *right* where the labels of its message have the new one and not the
old, *wrong* where it is the other way round, else *other* (words no label has: "frist" to "first").
Rows: all parts of mending, and all without one of them.

Example: python -m finetune.evaluation.spelling --json spelling.json
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from multiprocessing import get_context
from pathlib import Path

from assistant.intent import Intent
from assistant.rules import Vocabulary
from assistant.rules.spelling import goods, mend
from eval.output import check_writable, meta, print_rows, write_json
from finetune.data.build import MATERIAL
from finetune.data.conversation import read
from finetune.data.goods import goods as goods_of
from retrieval.values.text import fold, is_cjk

_PARTS: tuple[tuple[str, str], ...] = (
    ("words", "mend_english"),
    ("pairs", "mend_pairs"),
    ("sounds", "mend_chinese"),
    ("letters", "mend_letters"),
)
"""Part of mending → its function in ``mend``."""
_LISTS = ("brands", "exclude_brands", "colors", "exclude_colors", "sizes", "materials", "features")
_ONES = ("product_type", "occasion", "recipient")
_NEWEST = ("_t.jsonl", "_u.jsonl")


def _thirds(files: Sequence[Path]) -> list[list[Path]]:
    """The newest files, those with plain and vague requests, and the rest."""
    newest = [file for file in files if file.name.endswith(_NEWEST)]
    plain = [file for file in files if file.name.endswith("_s.jsonl")]
    return [newest, plain, [file for file in files if file not in {*newest, *plain}]]


def _messages(files: Sequence[Path]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Message, titles on show, and all that its labels say."""
    for conversation in read(files):
        shown: tuple[str, ...] = ()
        for turn in conversation.turns:
            if turn.intent is None:
                shown = tuple(turn.shown) or shown
            elif turn.user:
                yield turn.user, shown, _said(turn.intent)


def _said(intent: Intent) -> str:
    lists = (getattr(intent, name) for name in (*_LISTS, "exclude"))
    ones = filter(None, (getattr(intent, name) for name in _ONES))
    return fold("\n".join([*(value for values in lists for value in values), *ones]))


def changed(before: str, after: str) -> Iterator[tuple[set[str], set[str]]]:
    """What stood in each place that mending changed, and what stands there now.

    Of English the word; of Chinese any two characters that one of the place's is part of.

    Examples:
        >>> list(changed("a frist one", "a first one"))
        [({'frist'}, {'first'})]
        >>> [sorted(new) for _, new in changed("拉连的", "拉链的")]
        [['拉链', '链的']]
    """
    if not is_cjk(before):
        words = zip(before.split(), after.split(), strict=True)
        yield from (({fold(old)}, {fold(new)}) for old, new in words if old != new)
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind != "equal":
            old = before[i1:i2]
            yield {fold(old)} if old.isascii() else _twos(before, i1, i2), _twos(after, j1, j2)


def _twos(text: str, start: int, end: int) -> set[str]:
    return {text[at : at + 2] for at in range(max(0, start - 1), min(end, len(text) - 1))}


def _scores(held: Sequence[Path], lists: Path, off: str) -> Counter[str]:
    """Counts over one third, in a process of its own: the lists are read once."""
    goods.FOLDER = lists
    if off:
        unchanged: Callable[..., str] = lambda message, *_: message  # noqa: E731
        setattr(mend, dict(_PARTS)[off], unchanged)
    found, shop = Counter[str](), Vocabulary()
    for message, shown, said in _messages(held):
        after = mend.mended(message, shop, shown=shown)
        found["messages"] += 1
        found["messages changed"] += after != message
        for old, new in changed(message, after):
            was, now = (any(one in said for one in form) for form in (old, new))
            found["right" if now and not was else "wrong" if was and not now else "other"] += 1
    return found


def measure(files: Sequence[Path], off: str) -> dict[str, object]:
    """The row of mending without ``off`` (all of it where that is empty), over all thirds."""
    total = Counter[str]()
    ontology = sorted((MATERIAL / "ontology").glob("*.jsonl"))
    with tempfile.TemporaryDirectory() as folder:
        for at, held in enumerate(_thirds(files)):
            lists = Path(folder) / str(at)
            lists.mkdir()
            others = [file for file in files if file not in held]
            for name, lines in goods_of(others, ontology).items():
                (lists / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                total += pool.submit(_scores, held, lists, off).result()
    names = ("messages", "messages changed", "right", "wrong", "other")
    return {"system": f"without {off}" if off else "aisle", **{name: total[name] for name in names}}


def main() -> None:
    """Counts for each row and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m finetune.evaluation.spelling")
    parser.description = __doc__
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file")
    options = parser.parse_args()
    check_writable(options.json)
    files = sorted((MATERIAL / "requests").glob("*.jsonl"))
    rows = [measure(files, off) for off in ("", *(name for name, _ in _PARTS))]
    print_rows("What mending typos mends and breaks", rows)
    write_json(options.json, rows, meta(seed=0, data={}))


if __name__ == "__main__":
    main()
