"""Forms: read a definition, read what people type, decide what the form looks like. Pure, no clock."""

from laufzettel.engine.forms.answers import dump_answers, load_answers
from laufzettel.engine.forms.checks import form_problems
from laufzettel.engine.forms.choosing import close_options, needs_search
from laufzettel.engine.forms.composites import COMPOSITES, Part, parts_of
from laufzettel.engine.forms.definition import (
    ComputedDefinition,
    DeclarationDefinition,
    FieldDefinition,
    FormDefinition,
    FormError,
    FormProblem,
    GroupDefinition,
    Option,
    PageDefinition,
)
from laufzettel.engine.forms.evaluating import evaluate
from laufzettel.engine.forms.german import Unreadable
from laufzettel.engine.forms.page_input import PageInput, read_page, with_unread
from laufzettel.engine.forms.prefilling import prefill, shared_answers, shared_fields
from laufzettel.engine.forms.reading import parse_form
from laufzettel.engine.forms.renewing import CarriedOver, carry_over
from laufzettel.engine.forms.state import (
    ComputedState,
    FieldState,
    FormState,
    GroupState,
    ItemState,
    LookUpWish,
    PageState,
)
from laufzettel.engine.forms.tasks import Task, tasks
from laufzettel.engine.forms.values import read_text_answer

__all__ = [
    "COMPOSITES",
    "CarriedOver",
    "ComputedDefinition",
    "ComputedState",
    "DeclarationDefinition",
    "FieldDefinition",
    "FieldState",
    "FormDefinition",
    "FormError",
    "FormProblem",
    "FormState",
    "GroupDefinition",
    "GroupState",
    "ItemState",
    "LookUpWish",
    "Option",
    "PageDefinition",
    "PageInput",
    "PageState",
    "Part",
    "Task",
    "Unreadable",
    "carry_over",
    "close_options",
    "dump_answers",
    "evaluate",
    "form_problems",
    "load_answers",
    "needs_search",
    "parse_form",
    "parts_of",
    "prefill",
    "read_page",
    "read_text_answer",
    "shared_answers",
    "shared_fields",
    "tasks",
    "with_unread",
]
