"""Service packages: load, check, play. Pure Python, no Django, no clock, no network."""

from laufzettel.packages.answers_schema import answers_schema
from laufzettel.packages.checks import check
from laufzettel.packages.explaining import ExplanationRow, explain_fee
from laufzettel.packages.facts import environment, facts, process_names
from laufzettel.packages.loading import from_files, load
from laufzettel.packages.localizing import EASY, localized
from laufzettel.packages.model import (
    Citation,
    Manifest,
    NoticeDefinition,
    Package,
    PackageError,
    PackageProblem,
    PackageRefused,
    Parameter,
    Scenario,
)
from laufzettel.packages.noticing import Block, NoticeContent, Row, fill_notice, reached_names
from laufzettel.packages.nouns import APPLICATION, Noun, noun_of
from laufzettel.packages.page import fee_text, has_examples
from laufzettel.packages.paper import paper_code, paper_form
from laufzettel.packages.planning import Position, StepPlan, plan_step
from laufzettel.packages.playing import Played, play, play_all
from laufzettel.packages.processing import ProcessingRecord, processing_record
from laufzettel.packages.step_input import StepInput, read_step_input
from laufzettel.packages.submitting import identity_problem

__all__ = [
    "EASY",
    "APPLICATION",
    "Block",
    "Citation",
    "ExplanationRow",
    "Manifest",
    "NoticeContent",
    "NoticeDefinition",
    "Noun",
    "Package",
    "PackageError",
    "PackageProblem",
    "PackageRefused",
    "Parameter",
    "Played",
    "Position",
    "ProcessingRecord",
    "Row",
    "Scenario",
    "StepInput",
    "StepPlan",
    "answers_schema",
    "check",
    "environment",
    "explain_fee",
    "facts",
    "fee_text",
    "fill_notice",
    "from_files",
    "has_examples",
    "identity_problem",
    "load",
    "localized",
    "noun_of",
    "paper_code",
    "paper_form",
    "plan_step",
    "process_names",
    "processing_record",
    "play",
    "play_all",
    "reached_names",
    "read_step_input",
]
