"""Proving things about flows by going through classes of answers, all of them, in memory."""

from .bare import bare_results
from .coverage import Coverage, coverage

__all__ = ["Coverage", "bare_results", "coverage"]
