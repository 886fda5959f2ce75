"""All built-in functions by name."""

from __future__ import annotations

from . import builtins_contexts, builtins_dates, builtins_lists, builtins_numbers, builtins_ranges, builtins_strings
from .registry import BUILTINS, Builtin

GROUPS = (builtins_numbers, builtins_strings, builtins_lists, builtins_contexts, builtins_dates, builtins_ranges)

__all__ = ["BUILTINS", "GROUPS", "Builtin"]
