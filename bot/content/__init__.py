"""All content: YAML and catalogues in, one immutable `Library` out, or every problem at once."""

from .dated import NoValueError, value_on
from .library import Library
from .loader import load, read
from .problems import ContentError, Problem
from .text import LANGUAGE_NAMES, LANGUAGES, SOURCE_LANGUAGE, Text

__all__ = [
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "SOURCE_LANGUAGE",
    "ContentError",
    "Library",
    "NoValueError",
    "Problem",
    "Text",
    "load",
    "read",
    "value_on",
]
