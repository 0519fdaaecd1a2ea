"""`komek ask`: what the assistant finds for a question, and how sure it is."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import click

from bot.content import LANGUAGES, Library
from bot.content.models import Amount, Answer, Criterion, Desk, Flow, Note, Outcome, Task
from bot.matching import Candidate, Match, Matcher, Semantic, load_matcher, load_semantic
from bot.settings import Settings

from .library import lang_option, load_library, on_option


@click.command()
@click.argument("text", required=False)
@lang_option
@on_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--jsonl", is_flag=True, help="Read {id, text, lang} from standard input, line by line."
)
@click.option("--no-semantic", is_flag=True, help="Compare letters and words only.")
def command(
    text: str | None, lang: str, on: date, as_json: bool, jsonl: bool, no_semantic: bool
) -> None:
    """Print what is found for TEXT. Nothing is kept."""
    if jsonl == (text is not None):
        raise click.UsageError("give either a TEXT or --jsonl")
    library, cache = load_library(Settings()), Settings().data / "cache"
    matcher = load_matcher(library, cache)
    semantic = None if no_semantic else load_semantic(library, cache)
    if text is not None:
        found = described(library, matcher.match(text, lang, semantic), lang, on)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else plain(found))
        return
    for line in sys.stdin:
        if line.strip():
            click.echo(
                json.dumps(
                    _answered(library, matcher, semantic, line, lang, on), ensure_ascii=False
                )
            )


def _answered(
    library: Library, matcher: Matcher, semantic: Semantic | None, line: str, lang: str, on: date
) -> dict[str, Any]:
    """Answer one line of `--jsonl`; a line that is not understood gets an error in its place."""
    try:
        asked = json.loads(line)
        text, language = str(asked["text"]), asked.get("lang") or lang
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"error": 'not an object such as {"id": 1, "text": "...", "lang": "ru"}'}
    if language not in LANGUAGES:
        language = lang
    match = matcher.match(text, language, semantic)
    return {"id": asked.get("id"), **described(library, match, language, on)}


def described(library: Library, match: Match, language: str, on: date) -> dict[str, Any]:
    """Return a match as plain data, with the facts and the text of its entry."""
    found: dict[str, Any] = {
        "action": match.action,
        "entry": match.entry,
        "kind": match.kind,
        "probability": round(match.probability, 4),
        "suggestions": [_suggestion(library, one) for one in match.suggestions],
        "urgent": match.urgent,
        "language": match.language,
        "facts": facts(library, match.kind, match.entry) if match.entry else [],
        "text": text_of(library, match, language, on),
    }
    if match.parts:
        found["parts"] = [described(library, part, language, on) for part in match.parts]
    return found


def _suggestion(library: Library, one: Candidate) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "kind": one.kind,
        "probability": one.probability,
        "facts": facts(library, one.kind, one.entry),
    }


def facts(library: Library, kind: str | None, entry: str) -> list[str]:
    """Return the facts that an entry rests on; of a flow all that any of its results rests on."""
    if kind == "answer":
        return list(library.answers[entry].facts)
    flow = library.flows[entry]
    return list(dict.fromkeys([*flow.facts, *_cited(flow)]))


def _cited(flow: Flow) -> list[str]:
    parts: tuple[Outcome | Criterion | Task | Amount | Note | Desk, ...] = (
        *flow.outcomes, *flow.criteria, *flow.tasks, *flow.amounts, *flow.notes, *flow.desk,
    )  # fmt: skip
    return [fact for part in parts for fact in part.facts]


def text_of(library: Library, match: Match, language: str, on: date) -> str:
    """Return what would be said: the card of a danger first, then the answer or the flow."""
    said: list[str] = []
    if match.urgent is not None:
        card = library.urgent[match.urgent]
        said.append(f"{card.title.to(language)}\n\n{card.say.to(language)}")
    for part in match.parts or (match,):
        if part.entry is None or part.suggestions or part.action == "none":
            continue
        if part.kind == "flow":
            flow = library.flows[part.entry]
            said.append(f"{flow.title.to(language)}\n\n{flow.about.to(language)}")
        else:
            said.append(_answer(library, library.answers[part.entry], language, on))
    return "\n\n".join(said)


def _answer(library: Library, answer: Answer, language: str, on: date) -> str:
    """Return the text of an answer, and that its ground has run out where it has since."""
    text = answer.answer.to(language)
    cited = [library.facts[fact] for fact in answer.facts]
    if any(fact.expired(on) and not fact.expired(answer.reviewed) for fact in cited):
        whom = [library.contacts[name] for name in answer.confirm or answer.contacts]
        who = ", ".join(contact.name.to(language) for contact in whom)
        text = f"{text}\n\n{library.say('doubt.outdated', language, who=who)}"
    return text


def plain(found: dict[str, Any]) -> str:
    """Return a match for people to read."""
    lines = [f"{found['action']}: {found['entry'] or '-'} ({found['probability']:.2f})"]
    if found["urgent"]:
        lines.append(f"urgent: {found['urgent']}")
    lines += [f"  {one['entry']} ({one['probability']:.2f})" for one in found["suggestions"]]
    if found["text"]:
        lines += ["", found["text"]]
    return "\n".join(lines)
