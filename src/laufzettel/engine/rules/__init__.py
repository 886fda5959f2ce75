"""FEEL and DMN: the language of every condition, fee and deadline. Pure Python, bounded, no access to anything."""

from __future__ import annotations

from .check import check_expression, check_model
from .dmn import Decision, DecisionModel, DecisionResult, Explanation, load_dmn, watch_rows
from .dmn.xml import Problem
from .errors import Diagnosis, RuleError, RuleLimit
from .explanation import DecisionExplanation, Heading, RuleTrace, TableTrace
from .expression import Expression, UnaryTests, compile, compile_unary, is_true
from .values import Function, NativeFunction, Range

__all__ = [
    "Decision",
    "DecisionExplanation",
    "DecisionModel",
    "DecisionResult",
    "Diagnosis",
    "Explanation",
    "Expression",
    "Function",
    "Heading",
    "NativeFunction",
    "Problem",
    "Range",
    "RuleError",
    "RuleLimit",
    "RuleTrace",
    "TableTrace",
    "UnaryTests",
    "check_expression",
    "check_model",
    "compile",
    "compile_unary",
    "is_true",
    "load_dmn",
    "watch_rows",
]
