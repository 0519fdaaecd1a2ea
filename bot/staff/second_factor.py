"""Codes of an authenticator app (TOTP, RFC 6238), and the secret behind them."""

from __future__ import annotations

import io
from datetime import datetime
from hmac import compare_digest

import pyotp
import segno
from markupsafe import Markup

from bot.privacy import Keys

_ISSUER = "Komek"
_WINDOW = 1
"""How many half minutes the clocks may be apart."""


class SecondFactor:
    """Makes, seals and checks the secrets that authenticator apps share with us."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def new(self, account: int) -> bytes:
        """Return a new secret, sealed for one account."""
        return self._keys.seal(_label(account), pyotp.random_base32().encode())

    def secret(self, account: int, sealed: bytes) -> str:
        """Return the secret as the app wants it typed: 32 letters and digits."""
        return self._keys.open(_label(account), sealed).decode()

    def step(self, account: int, sealed: bytes, code: str, now: datetime) -> int | None:
        """Return the half minute that a code belongs to, or nothing when it is wrong.

        The caller uses the half minute up, so that a code works once.
        """
        totp = pyotp.TOTP(self.secret(account, sealed))
        current = totp.timecode(now)
        given = code.encode()
        for step in range(current - _WINDOW, current + _WINDOW + 1):
            if compare_digest(totp.generate_otp(step).encode(), given):
                return step
        return None

    def picture(self, account: int, sealed: bytes, name: str) -> Markup:
        """Return the secret as a QR code: an `svg` element for the page."""
        address = pyotp.TOTP(self.secret(account, sealed)).provisioning_uri(
            name=name, issuer_name=_ISSUER
        )
        written = io.BytesIO()
        segno.make(address, micro=False).save(
            written, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4,
            dark="#000", light="#fff", svgclass="qr", lineclass=None,
        )  # fmt: skip
        return Markup(written.getvalue().decode())  # noqa: S704 - made of squares by segno


def _label(account: int) -> str:
    return f"staff:{account}"
