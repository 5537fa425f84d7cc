"""What happened, step by step: ``log.jsonl``, and its curves as ``curves.png``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LOG = "log.jsonl"


class Journal:
    """Appends one JSON object a line; cut back to a step when a killed run goes on."""

    def __init__(self, folder: Path, *, step: int) -> None:
        """Opens the log and drops what lies after ``step``."""
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / LOG
        kept = [json.dumps(line) + "\n" for line in read_log(folder) if line["step"] <= step]
        self._path.write_text("".join(kept), encoding="utf-8")

    def write(self, **line: Any) -> None:
        """Adds a line."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def read_log(folder: Path) -> list[dict[str, Any]]:
    """All whole lines of a run's log; a line cut short by a kill is left out."""
    path = folder / LOG
    if not path.exists():
        return []
    lines = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            lines.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return lines


def draw_curves(folder: Path) -> Path:
    """Loss (training, smoothed, and validation) and validation slot F1 over steps, as a PNG."""
    import matplotlib as mpl  # noqa: PLC0415 - a second of import, needed at the end only

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    lines = read_log(folder)
    steps = [line for line in lines if "loss" in line]
    checks = [line for line in lines if "validation_loss" in line]
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    left.plot([s["step"] for s in steps], [s["loss"] for s in steps], alpha=0.25, color="tab:blue")
    smooth: list[float] = []
    for line in steps:
        smooth.append(line["loss"] if not smooth else 0.95 * smooth[-1] + 0.05 * line["loss"])
    left.plot([s["step"] for s in steps], smooth, color="tab:blue", label="training (smoothed)")
    left.plot(
        [c["step"] for c in checks],
        [c["validation_loss"] for c in checks],
        "o-",
        color="tab:orange",
        label="validation",
    )
    left.set(xlabel="step", ylabel="cross-entropy per answer token", yscale="log")
    left.legend()
    scored = [check for check in checks if check.get("validation_f1") is not None]
    right.plot([c["step"] for c in scored], [c["validation_f1"] for c in scored], "o-")
    right.set(xlabel="step", ylabel="validation slot F1", ylim=(0, 1))
    path = folder / "curves.png"
    figure.savefig(path, dpi=120)
    plt.close(figure)
    return path
