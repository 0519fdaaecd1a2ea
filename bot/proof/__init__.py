"""Proving things about content: flows by classes of answers, times, languages and texts."""

from .bare import bare_results
from .check import check
from .coverage import Coverage, coverage

__all__ = ["Coverage", "bare_results", "check", "coverage"]
