"""Finds mistakes in rules before they run: unknown names, wrong types, gaps and overlaps in tables, dead branches."""

from __future__ import annotations

from .expressions import check_expression, check_node
from .models import check_model
from .tables import check_table

__all__ = ["check_expression", "check_model", "check_node", "check_table"]
