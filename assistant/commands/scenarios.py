"""``python -m assistant scenarios``: play the demo store's scenes and write their transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from assistant.commands.figures import write_figures
from assistant.commands.opening import CannotStartError, open_assistant, settings_for
from assistant.commands.usage import writable
from assistant.demo.scenarios import SCENES, Stage
from assistant.stock import DEMO


def scenarios(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which; all without.")
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option(help="Write a Markdown file each into this folder.")
    ] = None,
    json_: Annotated[
        Path | None,
        typer.Option("--json", callback=writable, help="Also write the figures of the run here."),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where the demo store is (AISLE_DATA_DIR, else .aisle).")
    ] = None,
) -> None:
    r"""Play scenes on the demo store: what the shop does for shoppers it knows.

    Example: AISLE_PARSER=rules python -m assistant scenarios shoes cosmetics
    """
    errors = Console(stderr=True, highlight=False)
    known = {scene.name: scene for scene in SCENES}
    chosen = names or list(known)
    unknown = [name for name in chosen if name not in known]
    if unknown:
        errors.print(Text(f"There is no scene {unknown[0]!r}; there are {', '.join(known)}."))
        raise typer.Exit(2)
    try:
        if output is not None:
            output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        errors.print(Text(f"The folder {output} cannot be made ({error.strerror})."))
        raise typer.Exit(2) from error
    try:
        assistant = open_assistant(
            settings_for(data_dir), progress=lambda line: errors.print(line, style="dim")
        )
    except CannotStartError as error:
        errors.print(Text(f"The scenes cannot be played: {error}"), soft_wrap=True)
        raise typer.Exit(2) from error
    with assistant:
        if not (assistant.settings.data_dir / DEMO).exists():
            errors.print(Text("The scenes play on the demo store, and this folder holds another."))
            raise typer.Exit(2)
        rows = []
        for name in chosen:
            scene = known[name]
            with Stage(assistant) as stage:
                stage.tell(f"# {scene.title}")
                stage.tell(str(scene.play.__doc__))
                scene.play(stage)
                text = stage.transcript
                rows.append({"system": "aisle", "scene": name, **stage.figures})
            if output is None:
                typer.echo(text)
            else:
                (output / f"{name}.md").write_text(text, encoding="utf-8")
                typer.echo(str(output / f"{name}.md"))
        if json_ is not None:
            write_figures(json_, rows, command="python -m assistant scenarios")
