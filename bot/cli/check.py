"""`komek check`: is the content right?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby

import click
from rich.console import Console
from rich.text import Text

from bot.content import Problem, load, read
from bot.content.loader import Content
from bot.proof import Coverage, check, coverage
from bot.settings import Settings

from .library import on_option

_COLOURS = {"error": "red", "warning": "yellow"}


@click.command()
@on_option
@click.option("--coverage", "show_coverage", is_flag=True, help="Tell which facts no text cites.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(on: date, show_coverage: bool, as_json: bool) -> None:
    """Load, validate and prove all content; the exit status is 1 when there are errors.

    Every code is explained in docs/checks.md.
    """
    root = Settings().content
    content = read(root)
    problems, covered = list(content.problems), None
    if not problems:
        library = load(root)
        problems = list(check(content, library, root, on))
        covered = coverage(library) if show_coverage else None
    problems.sort(key=lambda problem: (problem.severity, problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        click.echo(json.dumps(_data(problems, errors, covered), ensure_ascii=False, indent=2))
    else:
        _tell(content, problems, errors, covered)
    raise SystemExit(1 if errors else 0)


def _data(problems: Sequence[Problem], errors: int, covered: Coverage | None) -> dict[str, object]:
    data: dict[str, object] = {
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [asdict(problem) for problem in problems],
    }
    if covered is not None:
        data["coverage"] = {"share": covered.share, "unused": covered.unused}
    return data


def _tell(
    content: Content, problems: Sequence[Problem], errors: int, covered: Coverage | None
) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for severity, of_severity in groupby(problems, lambda problem: problem.severity):
        console.print(Text(f"{severity}s", style=f"bold {_COLOURS[severity]}"))
        for _, of_file in groupby(of_severity, lambda problem: problem.file):
            console.print()
            for problem in of_file:
                console.print(_line(problem))
        console.print()
    if covered is not None:
        _tell_coverage(console, covered)
    counted = ", ".join(f"{len(items)} {kind}" for kind, items in content.items.items() if items)
    console.print(
        Text(
            f"{_number(errors, 'error')}, {_number(len(problems) - errors, 'warning')}"
            f" in {len(content.files)} files ({counted})",
            style="bold red" if errors else "bold green",
        )
    )


def _line(problem: Problem) -> Text:
    return Text.assemble(
        (f"{problem.file}:{problem.line}", "cyan"),
        ": ",
        (problem.code, _COLOURS[problem.severity]),
        f": {problem.cause} ",
        (f"→ {problem.mend}", "dim"),
    )


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _tell_coverage(console: Console, covered: Coverage) -> None:
    console.print(f"{covered.share:.1%} of the facts of high and medium confidence are cited")
    for fact in covered.unused:
        console.print(f"  not cited: {fact}")
    console.print()
