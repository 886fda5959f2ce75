"""German texts with placeholders: `{…}` holds FEEL, values are written the German way."""

from laufzettel.engine.texts.german import format_value
from laufzettel.engine.texts.rule import Rule, read_rule
from laufzettel.engine.texts.template import Filled, Template, read_template

__all__ = ["Filled", "Rule", "Template", "format_value", "read_rule", "read_template"]
