"""`komek outcomes`: tables of who is told what, and what a change of rules does to them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from bot.proof.tables import Table
from bot.proof.tables_answers import NAME, answers_table
from bot.proof.tables_difference import differences
from bot.proof.tables_file import parsed, written
from bot.proof.tables_rules import table
from bot.settings import Settings

from .library import load_library, on_option

_FOLDER = Path("tests") / "outcomes"
_TOLD = 10
"""How many changes `--check` tells of one table; `--diff` tells all."""


@click.command()
@click.option("--check", is_flag=True, help="Only tell which tables are stale; exit 1 if any is.")
@click.option(
    "--diff", "revision", metavar="REF", help="Tell what changed since a git revision, in words."
)
@on_option
def command(check: bool, revision: str | None, on: date) -> None:
    """Write tests/outcomes/FLOW.tsv: who is told what by each flow, and one for free questions.

    A table names the days for which its rules hold; it goes stale only when content changes or
    when a list that a condition asks about changes on its day.
    """
    if check and revision is not None:
        raise click.UsageError("use either --check or --diff")
    settings = Settings()
    library = load_library(settings)
    tables = {flow.id: table(library, flow, on) for flow in library.flows.values()}
    tables[NAME] = answers_table(library)
    folder = settings.content / _FOLDER
    if revision is not None:
        _tell(_at(revision, settings.content), tables)
    elif check:
        raise SystemExit(_check(folder, tables))
    else:
        _write(folder, tables)


def _write(folder: Path, tables: Mapping[str, Table]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stale = _stale(folder, tables)
    for path in stale:
        if path.stem in tables:
            path.write_text(written(tables[path.stem]), encoding="utf-8")
            click.echo(f"{_FOLDER / path.name}: written")
        else:
            path.unlink()
            click.echo(f"{_FOLDER / path.name}: removed, what it told is gone")
    click.echo(f"{len(tables)} tables, {len(stale)} changed")


def _check(folder: Path, tables: Mapping[str, Table]) -> int:
    stale = _stale(folder, tables)
    for path in stale:
        now = tables.get(path.stem)
        click.echo(f"{_FOLDER / path.name} is stale:")
        try:
            was = parsed(path.read_text(encoding="utf-8")) if path.exists() else None
        except ValueError as error:
            click.echo(f"  {error}")
        else:
            found = list(_sentences(was, now))
            for sentence in found[:_TOLD]:
                click.echo(f"  {sentence}")
            if len(found) > _TOLD:
                click.echo(f"  and {len(found) - _TOLD} more changes")
    if stale:
        click.echo("Is this what you meant? Then run `komek outcomes` and keep the files.")
    else:
        click.echo(f"{len(tables)} tables are fresh")
    return 1 if stale else 0


def _stale(folder: Path, tables: Mapping[str, Table]) -> list[Path]:
    """Return the files that are missing, left over or not what the rules give now."""
    paths = {folder / f"{flow}.tsv" for flow in tables} | set(folder.glob("*.tsv"))
    return [
        path
        for path in sorted(paths)
        if path.stem not in tables
        or not path.exists()
        or path.read_text(encoding="utf-8") != written(tables[path.stem])
    ]


def _tell(before: Mapping[str, Table], after: Mapping[str, Table]) -> None:
    count = 0
    for flow in dict.fromkeys([*after, *before]):
        for sentence in _sentences(before.get(flow), after.get(flow)):
            click.echo(f"{flow}: {sentence}")
            count += 1
    if not count:
        click.echo("nobody's result changes")


def _sentences(before: Table | None, after: Table | None) -> Iterator[str]:
    if before is None:
        yield "all of it is new"
    elif after is None:
        yield "all of it is gone"
    else:
        yield from differences(before, after)


def _at(revision: str, root: Path) -> dict[str, Table]:
    """Read the tables that a git revision holds."""
    found = not revision.startswith("-") and _git(
        root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"
    )
    if not found:
        raise click.BadParameter(
            f"git knows no revision {revision!r} in {root}; name a commit, a branch or a tag",
            param_hint="--diff",
        )
    names = _git(root, "ls-tree", "--name-only", revision, f"{_FOLDER}/").splitlines()
    tables = {}
    for name in names:
        if name.endswith(".tsv"):
            try:
                tables[Path(name).stem] = parsed(_git(root, "show", f"{revision}:./{name}"))
            except ValueError as error:
                raise click.ClickException(f"{name} in {revision}: {error}") from None
    if not tables:
        raise click.ClickException(f"the revision {revision} holds no tables in {_FOLDER}")
    return tables


def _git(root: Path, command: str, *arguments: str) -> str:
    """Return what a git command prints in the folder `root`; nothing when it fails."""
    program = shutil.which("git")
    if program is None:
        raise click.ClickException("this needs git, which is not installed")
    done = subprocess.run(  # noqa: S603 - git itself, and a revision that is no option
        [program, "-C", str(root), command, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout if done.returncode == 0 else ""
