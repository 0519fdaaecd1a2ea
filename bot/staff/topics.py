"""The names of topics, channels and dangers as the desk says them."""

from __future__ import annotations

from .words import N_

TOPICS = {
    "benefits": N_("Benefits"),
    "documents": N_("Documents"),
    "health": N_("Health care"),
    "housing": N_("Housing"),
    "kandas": N_("Kandas"),
    "kindergarten": N_("Kindergarten"),
    "legal_stay": N_("Legal stay"),
    "pregnancy": N_("Pregnancy and birth"),
    "protection": N_("Protection"),
    "registration": N_("Registration of address"),
    "relocation": N_("Relocation programme"),
    "school": N_("School"),
    "work": N_("Work"),
}
"""By the name of the file of answers."""
