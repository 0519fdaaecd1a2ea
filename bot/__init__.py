"""Komek: an information assistant for people who move to or inside Kazakhstan."""

__version__ = "0.1.0"
