"""How a contact reads: who it is, how to reach it, and how sure we are of it."""

from __future__ import annotations

from bot.content import LANGUAGE_NAMES
from bot.content.models import Contact

from .view import View, phone_link


def contact_card(view: View, contact: Contact) -> str:
    """Write a contact: name, phones, hours, languages, what it is for, and doubts about it."""
    head = f"**{view.read(contact.name)}**"
    if contact.phones:
        head += "  ☎️ " + ", ".join(map(phone_link, contact.phones))
    lines = [head, view.read(contact.what_for)]
    known = []
    if contact.hours is not None and not contact.hours_assumed:
        known.append("🕑 " + view.read(contact.hours))
    if contact.free_of_charge:
        known.append(view.say("contacts.free"))
    known.append("💬 " + ", ".join(LANGUAGE_NAMES[code] for code in contact.languages))
    if contact.region is not None:
        known.append("📍 " + view.read(contact.region))
    lines.append(" · ".join(known))
    if contact.address is not None:
        lines.append(view.read(contact.address))
    if contact.site is not None:
        lines.append(f"[{contact.site.removeprefix('https://')}]({contact.site})")
    if not contact.phones and contact.site is None and contact.address is None:
        lines.append(view.say("contacts.no_phone"))
    if contact.confidence == "low":
        lines.append("❔ " + view.say("contacts.unsure"))
    return "\n".join(lines)
