"""`komek cases`: do the cases still say what the flows give?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML

from bot.content import Library
from bot.proof.cases import Difference, differences, read_cases
from bot.proof.walking import WrongAnswers
from bot.settings import Settings

from .library import load_library, on_option

_FOLDER = Path("tests/cases")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--update", is_flag=True, help="Write what the flows give, after showing it.")
@on_option
def command(files: Sequence[Path], update: bool, on: date) -> None:
    """Compare the cases in FILES (all when left out) with the flows; 1 when they differ."""
    library = load_library(Settings())
    differ = 0
    for path in files or sorted(_FOLDER.glob("*.yaml")):
        found = {
            position: wrong
            for position, case in enumerate(read_cases(path))
            if (wrong := _compared(library, path, case, on))
        }
        differ += len(found)
        if found and update:
            _rewrite(path, found)
            click.echo(f"{path}: {len(found)} cases were rewritten")
    click.echo(f"{differ} cases differ from the flows")
    raise SystemExit(1 if differ and not update else 0)


def _compared(library: Library, path: Path, case: dict[str, Any], on: date) -> list[Difference]:
    try:
        found = list(differences(library, case, on))
    except WrongAnswers as error:
        raise click.ClickException(f"{path}: {case['name']}: {error}") from None
    for difference in found:
        click.echo(f"{path}: {case['name']}: {difference}")
    return found


def _rewrite(path: Path, found: dict[int, list[Difference]]) -> None:
    """Change only what differs; everything else in the file, comments too, stays as it is."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 110
    cases = yaml.load(path.read_text(encoding="utf-8"))
    for position, wrong in found.items():
        expect = cases[position]["expect"]
        for difference in wrong:
            key, *name = difference.place
            if name:
                expect[key][name[0]] = difference.found
            elif key.startswith("no_"):
                expect[key] = [one for one in expect[key] if one not in difference.found]
            elif isinstance(difference.expected, list):
                expect[key] = [one for one in expect[key] if one not in difference.expected]
            else:
                expect[key] = difference.found
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(cases, file)
