"""Staff accounts, their sessions and their audit log, as the database keeps them.

Everything that lets somebody in (cookies, links, codes) is random and long, is handed out once,
and is stored as its SHA-256 only. What works once is used up by the same statement that finds it,
so that of two requests at the same moment one gets nothing.
"""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from hashlib import sha256

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .staff_tables import AccountRow, AuditRow, RecoveryRow, SignInRow, TicketRow
from .store import Store

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
LINK_LIFETIME = timedelta(hours=48)
TELEGRAM_CODE_LIFETIME = timedelta(minutes=10)
AUDIT_LIFETIME = timedelta(days=730)
_SEEN_AGAIN = timedelta(minutes=1)
"""How often a visit is written down: reading a page should not wait for a writer."""
_NAME = re.compile(r"[^\W_]([\w.-]{0,62}[^\W_])")
_ABOUT = re.compile(r"[a-z]+:[A-Za-z0-9_.-]+")


class Role(IntEnum):
    """What somebody may do; each role may do what those below it may."""

    viewer = 1
    editor = 2
    admin = 3


class Deed(StrEnum):
    """Everything the audit log can say."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    PROVED = "proved"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    LINK_USED = "link_used"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a deed, not a password
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    TELEGRAM_LINKED = "telegram_linked"
    TELEGRAM_UNLINKED = "telegram_unlinked"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_RESET = "account_reset"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    MADE_VIEWER = "made_viewer"
    MADE_EDITOR = "made_editor"
    MADE_ADMIN = "made_admin"
    EXPORTED = "exported"
    GAP_ATTACHED = "gap_attached"
    GAP_DRAFTED = "gap_drafted"
    GAP_PUT_AWAY = "gap_put_away"
    GAP_TAKEN_UP = "gap_taken_up"
    WAY_TAKEN_BACK = "way_taken_back"


_MADE = {
    Role.viewer: Deed.MADE_VIEWER, Role.editor: Deed.MADE_EDITOR, Role.admin: Deed.MADE_ADMIN,
}  # fmt: skip


class NameRefused(ValueError):
    """The name cannot be an account's: its form is wrong, or it is taken."""


@dataclass(frozen=True, slots=True)
class Account:
    """One member of staff, without anything secret."""

    id: int
    name: str
    role: Role
    language: str
    disabled: bool
    waiting: bool
    """The one-time link has not been used yet."""
    second_factor: bool
    telegram: bool

    @property
    def about(self) -> str:
        """How the audit log calls this account."""
        return f"account:{self.id}"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is compared with."""

    account: Account
    password: str | None
    totp: bytes | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that is signed in."""

    account: Account
    proved: datetime
    """When the person last gave their password."""
    offered: bytes | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log; `who` is an account's name."""

    at: datetime
    who: str | None
    what: str
    about: str | None


class Accounts:
    """All reading and writing of what belongs to staff."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # People

    async def add(
        self, name: str, role: Role, now: datetime, by: int | None = None, language: str = "en"
    ) -> str:
        """Make an account that has no password yet, and return the token of its one-time link.

        Raises `NameRefused` when the name is taken or is no name.
        """
        name = unicodedata.normalize("NFC", name)
        if not _NAME.fullmatch(name):
            raise NameRefused(name)
        try:
            async with self._store.transaction() as session:
                row = AccountRow(
                    name=name, folded=_folded(name), role=role.name, language=language, created=now
                )
                session.add(row)
                await session.flush()
                _note(session, now, by, Deed.ACCOUNT_ADDED, f"account:{row.id}")
                return _ticket(session, row.id, "link", now + LINK_LIFETIME)
        except IntegrityError:
            raise NameRefused(name) from None

    async def reset(self, account: int, now: datetime, by: int | None = None) -> str:
        """Take away password, second factor and Telegram, and return a new one-time link's token.

        For whoever forgot or lost them: they begin as on their first day.
        """
        async with self._store.transaction() as session:
            await _end_everything(session, account)
            await session.execute(delete(RecoveryRow).where(RecoveryRow.account == account))
            await session.execute(
                update(AccountRow)
                .where(AccountRow.id == account)
                .values(password=None, totp=None, totp_step=None, telegram=None)
            )
            _note(session, now, by, Deed.ACCOUNT_RESET, f"account:{account}")
            return _ticket(session, account, "link", now + LINK_LIFETIME)

    async def set_role(self, account: int, role: Role, now: datetime, by: int | None) -> None:
        """Give a role; whoever is signed in with the old one is signed out."""
        async with self._store.transaction() as session:
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(role=role.name)
            )
            await session.execute(delete(SignInRow).where(SignInRow.account == account))
            _note(session, now, by, _MADE[role], f"account:{account}")

    async def disable(self, account: int, now: datetime, by: int | None = None) -> None:
        """Shut an account: its sessions, links and codes are dead at once."""
        async with self._store.transaction() as session:
            await _end_everything(session, account)
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(disabled=now)
            )
            _note(session, now, by, Deed.ACCOUNT_DISABLED, f"account:{account}")

    async def enable(self, account: int, now: datetime, by: int | None) -> None:
        """Open an account again."""
        async with self._store.transaction() as session:
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(disabled=None)
            )
            _note(session, now, by, Deed.ACCOUNT_ENABLED, f"account:{account}")

    async def all(self) -> list[Account]:
        """Return every account, by name."""
        return await self._accounts(select(AccountRow).order_by(AccountRow.folded))

    async def find(self, name: str) -> Account | None:
        """Return the account of this name."""
        found = await self.credentials(name)
        return found.account if found else None

    async def set_language(self, account: int, language: str) -> None:
        """Keep the language somebody reads the desk in."""
        async with self._store.transaction() as session:
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(language=language)
            )

    # Passwords and links

    async def credentials(self, name: str) -> Credentials | None:
        """Return what a sign-in under this name is compared with."""
        if not _NAME.fullmatch(unicodedata.normalize("NFC", name)):
            name = ""  # asked all the same: an impossible name takes as long as an unknown one
        async with self._store.reading() as session:
            row = await session.scalar(select(AccountRow).where(AccountRow.folded == _folded(name)))
        return Credentials(_account(row), row.password, row.totp) if row else None

    async def of_link(self, token: str, now: datetime) -> Account | None:
        """Return whose one-time link this is, without using it up."""
        found = await self._accounts(
            select(AccountRow)
            .join(TicketRow, TicketRow.account == AccountRow.id)
            .where(
                TicketRow.digest == digest(token),
                TicketRow.purpose == "link",
                TicketRow.expires > now,
            )
        )
        return found[0] if found else None

    async def use_link(self, token: str, password: str, now: datetime) -> Account | None:
        """Use a one-time link up and set the hash of the password, or return nothing."""
        async with self._store.transaction() as session:
            account = await _use_ticket(session, token, "link", now)
            if account is None:
                return None
            await _set_password(session, account, password)
            _note(session, now, account, Deed.LINK_USED, f"account:{account}")
            row = await session.get(AccountRow, account, populate_existing=True)
            return _account(row) if row else None

    async def set_password(self, account: int, password: str, now: datetime) -> None:
        """Set the hash of a new password; every session of the account ends."""
        async with self._store.transaction() as session:
            await _set_password(session, account, password)
            _note(session, now, account, Deed.PASSWORD_CHANGED, f"account:{account}")

    async def rehash(self, account: int, password: str) -> None:
        """Keep the same password under newer costs."""
        async with self._store.transaction() as session:
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(password=password)
            )

    # Sessions

    async def begin_session(
        self, account: int, now: datetime, deed: Deed | None = None, instead_of: str = ""
    ) -> str:
        """Return the token of a new session; the one that the browser had until now ends."""
        async with self._store.transaction() as session:
            if instead_of:
                await session.execute(
                    delete(SignInRow).where(SignInRow.digest == digest(instead_of))
                )
            if deed is not None:
                _note(session, now, account, deed)
            return _begin(session, account, now)

    async def renew_session(self, token: str, now: datetime) -> str | None:
        """End a session and begin another for a person who has just proved who they are."""
        async with self._store.transaction() as session:
            account: int | None = await session.scalar(
                delete(SignInRow)
                .where(SignInRow.digest == digest(token))
                .returning(SignInRow.account)
            )
            if account is None:
                return None
            _note(session, now, account, Deed.PROVED)
            return _begin(session, account, now)

    async def session(self, token: str, now: datetime) -> SignedIn | None:
        """Return who is signed in with this token, if the session is still alive."""
        async with self._store.reading() as session:
            found = await session.execute(
                select(SignInRow, AccountRow)
                .join(AccountRow, AccountRow.id == SignInRow.account)
                .where(
                    SignInRow.digest == digest(token),
                    SignInRow.seen > now - IDLE,
                    SignInRow.begun > now - LONGEST,
                    AccountRow.disabled.is_(None),
                )
            )
            pair = found.one_or_none()
        if pair is None:
            return None
        signed_in, row = pair
        if signed_in.seen < now - _SEEN_AGAIN:
            async with self._store.transaction() as session:
                await session.execute(
                    update(SignInRow).where(SignInRow.digest == digest(token)).values(seen=now)
                )
        return SignedIn(_account(row), signed_in.begun, signed_in.offered)

    async def end_session(self, token: str, account: int, now: datetime) -> None:
        """Sign one browser out."""
        async with self._store.transaction() as session:
            await session.execute(delete(SignInRow).where(SignInRow.digest == digest(token)))
            _note(session, now, account, Deed.SIGNED_OUT)

    async def end_sessions(self, account: int, now: datetime) -> None:
        """Sign every browser of an account out."""
        async with self._store.transaction() as session:
            await session.execute(delete(SignInRow).where(SignInRow.account == account))
            _note(session, now, account, Deed.SIGNED_OUT_EVERYWHERE)

    # The second factor

    async def offer_second_factor(self, token: str, sealed: bytes | None) -> None:
        """Keep, in a session, the sealed secret that is being set up."""
        async with self._store.transaction() as session:
            await session.execute(
                update(SignInRow).where(SignInRow.digest == digest(token)).values(offered=sealed)
            )

    async def set_second_factor(
        self, account: int, sealed: bytes, step: int, now: datetime
    ) -> list[str]:
        """Switch the second factor on, and return new recovery codes; `step` is used up."""
        async with self._store.transaction() as session:
            await session.execute(
                update(AccountRow)
                .where(AccountRow.id == account)
                .values(totp=sealed, totp_step=step)
            )
            await session.execute(
                update(SignInRow).where(SignInRow.account == account).values(offered=None)
            )
            _note(session, now, account, Deed.SECOND_FACTOR_ON)
            return await _recovery_codes(session, account)

    async def drop_second_factor(self, account: int, now: datetime) -> None:
        """Switch the second factor off."""
        async with self._store.transaction() as session:
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(totp=None, totp_step=None)
            )
            await session.execute(delete(RecoveryRow).where(RecoveryRow.account == account))
            _note(session, now, account, Deed.SECOND_FACTOR_OFF)

    async def new_recovery_codes(self, account: int, now: datetime) -> list[str]:
        """Return ten recovery codes; those from before work no longer."""
        async with self._store.transaction() as session:
            _note(session, now, account, Deed.RECOVERY_CODES_MADE)
            return await _recovery_codes(session, account)

    async def recovery_codes_left(self, account: int) -> int:
        """Count the recovery codes that have not been used."""
        async with self._store.reading() as session:
            counted = await session.scalar(
                select(func.count()).where(RecoveryRow.account == account)
            )
        return counted or 0

    async def use_code(self, account: int, step: int) -> bool:
        """Use up the code of this half minute and all before it; false if that was done already."""
        async with self._store.transaction() as session:
            used = await session.scalar(
                update(AccountRow)
                .where(
                    AccountRow.id == account,
                    or_(AccountRow.totp_step.is_(None), AccountRow.totp_step < step),
                )
                .values(totp_step=step)
                .returning(AccountRow.id)
            )
        return used is not None

    async def use_recovery_code(self, account: int, code: str, now: datetime) -> bool:
        """Use up a recovery code; false if it is none, or was used before."""
        async with self._store.transaction() as session:
            used = await session.scalar(
                delete(RecoveryRow)
                .where(RecoveryRow.account == account, RecoveryRow.digest == digest(_plain(code)))
                .returning(RecoveryRow.account)
            )
            if used is not None:
                _note(session, now, account, Deed.RECOVERY_CODE_USED)
        return used is not None

    # Telegram

    async def telegram_code(self, account: int, now: datetime) -> str:
        """Return a code that links a Telegram chat, once, within ten minutes."""
        code = _readable(10)
        async with self._store.transaction() as session:
            await session.execute(
                delete(TicketRow).where(
                    TicketRow.account == account, TicketRow.purpose == "telegram"
                )
            )
            expires = now + TELEGRAM_CODE_LIFETIME
            _ticket(session, account, "telegram", expires, _plain(code))
        return code

    async def link_telegram(
        self, code: str, conversation_key: str, now: datetime
    ) -> Account | None:
        """Link a chat to the account that was given this code, or return nothing.

        A chat belongs to one account: an older link of the same chat ends.
        """
        async with self._store.transaction() as session:
            account = await _use_ticket(session, _plain(code), "telegram", now)
            if account is None:
                return None
            await session.execute(
                update(AccountRow)
                .where(AccountRow.telegram == conversation_key)
                .values(telegram=None)
            )
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(telegram=conversation_key)
            )
            _note(session, now, account, Deed.TELEGRAM_LINKED)
            row = await session.get(AccountRow, account, populate_existing=True)
            return _account(row) if row else None

    async def unlink_telegram(self, account: int, now: datetime) -> None:
        """Forget which chat belongs to an account."""
        async with self._store.transaction() as session:
            await session.execute(
                update(AccountRow).where(AccountRow.id == account).values(telegram=None)
            )
            _note(session, now, account, Deed.TELEGRAM_UNLINKED)

    async def by_telegram(self, conversation_key: str) -> Account | None:
        """Return the account linked to a chat, unless it is shut."""
        found = await self._accounts(
            select(AccountRow).where(
                AccountRow.telegram == conversation_key, AccountRow.disabled.is_(None)
            )
        )
        return found[0] if found else None

    # The audit log

    async def note(self, who: int | None, what: Deed, about: str | None, now: datetime) -> None:
        """Write a line of the audit log; `about` is a kind and an id, such as `entry:iin`."""
        async with self._store.transaction() as session:
            _note(session, now, who, what, about)

    async def audit(self, page: int, size: int) -> tuple[list[AuditEntry], bool]:
        """Return a page (from 0) of the log, newest first, and whether older lines follow."""
        async with self._store.reading() as session:
            found = await session.execute(
                select(AuditRow, AccountRow.name)
                .join(AccountRow, AccountRow.id == AuditRow.who, isouter=True)
                .order_by(AuditRow.id.desc())
                .offset(page * size)
                .limit(size + 1)
            )
            entries = [AuditEntry(row.at, name, row.what, row.about) for row, name in found]
        return entries[:size], len(entries) > size

    async def forget_old(self, now: datetime) -> None:
        """Delete sessions, links and codes that are over, and audit lines of two years ago."""
        async with self._store.transaction() as session:
            await session.execute(
                delete(SignInRow).where(
                    or_(SignInRow.seen <= now - IDLE, SignInRow.begun <= now - LONGEST)
                )
            )
            await session.execute(delete(TicketRow).where(TicketRow.expires <= now))
            await session.execute(delete(AuditRow).where(AuditRow.at <= now - AUDIT_LIFETIME))

    async def _accounts(self, wanted: Select[AccountRow]) -> list[Account]:
        async with self._store.reading() as session:
            return [_account(row) for row in await session.scalars(wanted)]


def digest(token: str) -> str:
    """Return what is stored of something random: its SHA-256 as 64 hexadecimal digits."""
    return sha256(token.encode(errors="replace")).hexdigest()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        role=Role[row.role],
        language=row.language,
        disabled=row.disabled is not None,
        waiting=row.password is None,
        second_factor=row.totp is not None,
        telegram=row.telegram is not None,
    )


def _note(
    session: AsyncSession, now: datetime, who: int | None, what: Deed, about: str | None = None
) -> None:
    if about is not None and not _ABOUT.fullmatch(about):
        raise ValueError("the audit log takes a kind and an id, such as entry:iin")
    session.add(AuditRow(at=now.replace(microsecond=0), who=who, what=what.value, about=about))


def _begin(session: AsyncSession, account: int, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(SignInRow(digest=digest(token), account=account, begun=now, seen=now))
    return token


def _ticket(
    session: AsyncSession, account: int, purpose: str, expires: datetime, token: str | None = None
) -> str:
    token = token or secrets.token_urlsafe(32)
    session.add(TicketRow(digest=digest(token), account=account, purpose=purpose, expires=expires))
    return token


async def _use_ticket(session: AsyncSession, token: str, purpose: str, now: datetime) -> int | None:
    account: int | None = await session.scalar(
        delete(TicketRow)
        .where(
            TicketRow.digest == digest(token),
            TicketRow.purpose == purpose,
            TicketRow.expires > now,
        )
        .returning(TicketRow.account)
    )
    return account


async def _set_password(session: AsyncSession, account: int, password: str) -> None:
    await _end_everything(session, account)
    await session.execute(
        update(AccountRow).where(AccountRow.id == account).values(password=password)
    )


async def _end_everything(session: AsyncSession, account: int) -> None:
    """End the sessions, links and codes that somebody may still hold."""
    await session.execute(delete(SignInRow).where(SignInRow.account == account))
    await session.execute(delete(TicketRow).where(TicketRow.account == account))


async def _recovery_codes(session: AsyncSession, account: int) -> list[str]:
    await session.execute(delete(RecoveryRow).where(RecoveryRow.account == account))
    # 120 random bits each: from 112 on a plain hash is enough (OWASP ASVS 5.0, 6.5.2).
    codes = [_readable(24) for _ in range(10)]
    session.add_all(RecoveryRow(account=account, digest=digest(_plain(code))) for code in codes)
    return codes


def _readable(letters: int) -> str:
    """Return a random code of letters and digits (5 bits each), in groups that can be copied."""
    code = base64.b32encode(secrets.token_bytes(letters * 5 // 8 + 1)).decode()[:letters].lower()
    size = 4 if letters % 4 == 0 else 5
    return "-".join(_groups(code, size))


def _groups(code: str, size: int) -> Iterable[str]:
    return (code[at : at + size] for at in range(0, len(code), size))


def _plain(code: str) -> str:
    """Return a code as it is hashed: without the marks and capitals that people add."""
    return re.sub(r"[\s-]", "", code).lower()
