"""What staff did, in words: for the audit log, and to confirm to whoever has just done it."""

from __future__ import annotations

from bot.store.accounts import Deed

from .words import N_

DEEDS = {
    Deed.SIGNED_IN: N_("Signed in"),
    Deed.SIGN_IN_REFUSED: N_("Sign-in refused"),
    Deed.PROVED: N_("Identity confirmed"),
    Deed.SIGNED_OUT: N_("Signed out"),
    Deed.SIGNED_OUT_EVERYWHERE: N_("Signed out everywhere"),
    Deed.LINK_USED: N_("Password set with a one-time link"),
    Deed.PASSWORD_CHANGED: N_("Password changed"),
    Deed.SECOND_FACTOR_ON: N_("Second factor switched on"),
    Deed.SECOND_FACTOR_OFF: N_("Second factor switched off"),
    Deed.RECOVERY_CODES_MADE: N_("New recovery codes made"),
    Deed.RECOVERY_CODE_USED: N_("Recovery code used"),
    Deed.TELEGRAM_LINKED: N_("Telegram linked"),
    Deed.TELEGRAM_UNLINKED: N_("Telegram unlinked"),
    Deed.ACCOUNT_ADDED: N_("Account added"),
    Deed.ACCOUNT_RESET: N_("Account reset"),
    Deed.ACCOUNT_DISABLED: N_("Account disabled"),
    Deed.ACCOUNT_ENABLED: N_("Account enabled"),
    Deed.MADE_VIEWER: N_("Role changed to viewer"),
    Deed.MADE_EDITOR: N_("Role changed to editor"),
    Deed.MADE_ADMIN: N_("Role changed to administrator"),
    Deed.EXPORTED: N_("Figures exported"),
    Deed.GAP_ATTACHED: N_("Way of asking attached"),
    Deed.GAP_DRAFTED: N_("Answer asked for"),
    Deed.GAP_PUT_AWAY: N_("Gap put away"),
    Deed.GAP_TAKEN_UP: N_("Gap taken up again"),
    Deed.WAY_TAKEN_BACK: N_("Way of asking taken back"),
}
