"""`komek draw`: a flow as a picture that can be followed with a finger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from bot.content import SOURCE_LANGUAGE
from bot.settings import Settings

from .library import lang_option, load_library, on_option

_FOLDER = Path("docs") / "flows"


@click.command()
@click.argument("flow", required=False)
@lang_option
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write the picture; FLOW.svg here when left out.",
)
@click.option("--all", "every", is_flag=True, help=f"Draw every flow into {_FOLDER}, in English.")
@click.option("--check", is_flag=True, help="Only tell which of those are stale; exit 1 if any is.")
@on_option
def command(
    flow: str | None, lang: str, output: Path | None, every: bool, check: bool, on: date
) -> None:
    """Draw FLOW as SVG: its questions, what each choice leads to, and all results."""
    if (flow is None) != (every or check):
        raise click.UsageError("name a flow, or use --all or --check")
    try:
        from bot.drawing import draw
    except ModuleNotFoundError as error:
        # Graphviz takes 100 MB, so it comes with the tools of the desk only.
        raise click.ClickException(
            f"drawing needs {error.name}, which `make .venv/dev` installs"
        ) from error
    settings = Settings()
    library = load_library(settings)
    if flow is not None:
        if flow not in library.flows:
            raise click.BadParameter(
                f"there is no flow {flow!r}; there are {', '.join(library.flows)}"
            )
        path = output or Path(f"{flow}.svg")
        path.write_text(draw(library, library.flows[flow], lang, on), encoding="utf-8")
        click.echo(f"{path}: written; a browser shows and prints it")
        return
    folder = settings.content / _FOLDER
    pictures = {
        folder / f"{flow.id}.svg": draw(library, flow, SOURCE_LANGUAGE, on)
        for flow in library.flows.values()
    }
    if check:
        raise SystemExit(_check(folder, pictures))
    _write(folder, pictures)


def _write(folder: Path, pictures: Mapping[Path, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stale = _stale(folder, pictures)
    for path in stale:
        if path in pictures:
            path.write_text(pictures[path], encoding="utf-8")
            click.echo(f"{_FOLDER / path.name}: written")
        else:
            path.unlink()
            click.echo(f"{_FOLDER / path.name}: removed, the flow is gone")
    click.echo(f"{len(pictures)} pictures, {len(stale)} changed")


def _check(folder: Path, pictures: Mapping[Path, str]) -> int:
    stale = _stale(folder, pictures)
    for path in stale:
        click.echo(f"{_FOLDER / path.name} is stale; run `komek draw --all`")
    if not stale:
        click.echo(f"{len(pictures)} pictures are fresh")
    return 1 if stale else 0


def _stale(folder: Path, pictures: Mapping[Path, str]) -> list[Path]:
    """Return the files that are missing, left over or show what is no longer so."""
    return [
        path
        for path in sorted({*pictures, *folder.glob("*.svg")})
        if path not in pictures
        or not path.exists()
        or path.read_text(encoding="utf-8") != pictures[path]
    ]
