"""`komek staff`: the accounts of the desk, and the way back in for whoever lost theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from bot.store import Store
from bot.store.accounts import Account, Accounts, NameRefused, Role

_T = TypeVar("_T")
_address = click.option(
    "--address",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="The address under which the assistant is reached.",
)


@click.group()
def command() -> None:
    """Add, list, disable and reset the accounts of the desk."""


@command.command("add")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.name for role in Role]),
    required=True,
    help="A viewer sees the pages, an editor changes content, an admin looks after people.",
)
@_address
def add(name: str, role: str, address: str) -> None:
    """Add an account and print the one-time link with which its owner sets a password."""

    async def work(accounts: Accounts) -> str:
        return await accounts.add(name, Role[role], datetime.now(UTC))

    try:
        token = _with_accounts(work)
    except NameRefused:
        raise click.ClickException(
            f"the name {name!r} is taken or cannot be used; use 2 to 64 letters, digits, dots, "
            "dashes or underscores, with a letter or digit first and last"
        ) from None
    _tell_link(address, token)


@command.command("list")
def list_accounts() -> None:
    """List the accounts."""

    async def work(accounts: Accounts) -> list[Account]:
        return await accounts.all()

    people = _with_accounts(work)
    if not people:
        click.echo("There are no accounts; add one: komek staff add NAME --role admin")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("name", "role", "state", "second factor"):
        table.add_column(heading)
    for account in people:
        state = "disabled" if account.disabled else "waiting" if account.waiting else "in use"
        factor = "on" if account.second_factor else "off"
        table.add_row(account.name, account.role.name, state, factor)
    Console().print(table)


@command.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Shut an account; whoever is signed in with it is signed out at once."""

    async def work(accounts: Accounts) -> None:
        account = await _named(accounts, name)
        await accounts.disable(account.id, datetime.now(UTC))

    _with_accounts(work)
    click.echo(f"{name} is disabled")


@command.command("reset")
@click.argument("name")
@_address
def reset(name: str, address: str) -> None:
    """Print a new one-time link; password, second factor and Telegram are taken away."""

    async def work(accounts: Accounts) -> str:
        account = await _named(accounts, name)
        if account.disabled:
            raise click.ClickException(f"{name} is disabled; an admin can enable it in the desk")
        return await accounts.reset(account.id, datetime.now(UTC))

    _tell_link(address, _with_accounts(work))


async def _named(accounts: Accounts, name: str) -> Account:
    account = await accounts.find(name)
    if account is None:
        raise click.ClickException(f"there is no account {name!r}; see: komek staff list")
    return account


def _tell_link(address: str, token: str) -> None:
    click.echo(f"{address.rstrip('/')}/staff/welcome/{token}")
    click.echo("The link works once, within 48 hours. Give it to its owner only.", err=True)


def _with_accounts(work: Callable[[Accounts], Awaitable[_T]]) -> _T:
    """Do something with the accounts of the deployment."""
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def doing() -> _T:
        store = Store(settings.database())
        await store.open()
        try:
            return await work(Accounts(store))
        finally:
            await store.close()

    return asyncio.run(doing())
