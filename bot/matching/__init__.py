"""What was asked? Matches a message of any language and script with answers and flows.

Pure: no network, database or clock. `load_matcher` gives a `Matcher`, `load_semantic` the optional
stage that compares by meaning, and `Matcher.match` turns a text into a `Match`.
"""

from .loading import load_matcher, load_semantic
from .matcher import Candidate, Match, Matcher, fit
from .semantic import Semantic

__all__ = ["Candidate", "Match", "Matcher", "Semantic", "fit", "load_matcher", "load_semantic"]
