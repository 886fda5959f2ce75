"""Regular expressions of XPath, run by an own machine in linear time: no pattern can run away."""

from __future__ import annotations

from .pattern import Pattern, pattern_of

__all__ = ["Pattern", "pattern_of"]
