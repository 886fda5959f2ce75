"""The web twin of a notice: the same data as the letter, as an accessible part of a page."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string


def twin_html(letter: Mapping[str, Any]) -> str:
    """Render the letter data as HTML without head or style; every value is escaped by the template engine."""
    return render_to_string("notices/twin.html", {"letter": letter})
