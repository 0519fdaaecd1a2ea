"""The command `komek`."""

from __future__ import annotations

import importlib

import click

from bot import __version__

_COMMANDS = {
    "run": "Run the assistant: the web chat, and Telegram when there is a token.",
    "preview": "Show the web chat with the content that is being written.",
    "chat": "Talk to the assistant in this terminal.",
    "ask": "Print what the assistant answers to a question.",
    "check": "Prove the flows and check facts, dates, languages and texts.",
    "walk": "Print the result of a flow for given answers.",
    "outcomes": "Write tables of who is told what, and compare them.",
    "cases": "Compare the cases in tests/cases with the flows.",
    "draw": "Draw a flow as a picture.",
    "staff": "Manage the accounts of the desk at /staff.",
    "demo": "Fill a separate database with invented events, to show the desk.",
    "learn": "Write what staff attached to entries into the YAML files.",
    "schema": "Write the JSON Schemas with which an editor checks the YAML files.",
    "new": "Make a skeleton of an answer or a flow, to be filled in.",
    "i18n": "Prepare the catalogues for translators.",
}


class _Commands(click.Group):
    """Imports a command only when it is called, so that each starts quickly."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"bot.cli.{name}").command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Commands)
@click.version_option(__version__)
def main() -> None:
    """Help for people who move to or inside Kazakhstan."""
