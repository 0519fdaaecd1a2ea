"""`komek check`: is the content right?"""

from __future__ import annotations

from datetime import date

import click

from bot.content import Problem, load, read
from bot.proof import bare_results, coverage
from bot.settings import Settings


@click.command()
@click.option("--coverage", "show_coverage", is_flag=True, help="Tell which facts no text cites.")
def command(show_coverage: bool) -> None:
    """Load, validate and prove all content; the exit status is 1 when anything is wrong."""
    root = Settings().content
    content = read(root)
    problems = list(content.problems)
    if not problems:
        library = load(root)
        for flow in library.flows.values():
            origin = content.origins[("flow", flow.id)]
            for lacking, answers in bare_results(library, flow, date.today()):
                shown = ", ".join(f"{step}={value}" for step, value in answers.items())
                problems.append(
                    origin.problem(
                        f"no-{lacking}",
                        (),
                        f"the answers {shown} lead to a result without a {lacking}",
                        f"let a {lacking} apply to them",
                    )
                )
        if show_coverage:
            _tell_coverage(coverage(library).share, coverage(library).unused)
    _tell(problems)
    counted = ", ".join(f"{len(items)} {kind}" for kind, items in content.items.items() if items)
    click.echo(f"{len(problems)} problems in {len(content.files)} files ({counted})")
    raise SystemExit(1 if problems else 0)


def _tell(problems: list[Problem]) -> None:
    for problem in sorted(problems):
        click.echo(str(problem))


def _tell_coverage(share: float, unused: tuple[str, ...]) -> None:
    click.echo(f"{share:.1%} of the facts of high and medium confidence are cited by some text")
    for fact in unused:
        click.echo(f"  not cited: {fact}")
