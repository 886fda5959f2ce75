"""Keep the catalogue of translations complete: every German sentence of the source has its English, and no more.

`--check` (in `make check`) says what is missing, left over or written outside the translation; `--write` adds empty
entries for what is new, drops what is gone and keeps the file in order.
"""

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "laufzettel"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
ONE = {"_", "gettext", "say", "phrase"}
MANY = {"ngettext", "say_count"}
# Here every text of a page is for citizens; the desk speaks German.
TRANSLATED_TEMPLATES = ("look", "portal")
TRANSLATED_MODULES = ("look", "portal")
PAGES = ("config", "look", "portal", "desk", "rest")
# In several languages already, or in Leichte Sprache, which is German.
_ON_PURPOSE = re.compile(r"(?:^|_)easy_|^50[03]\.html$|^_languages\.html$")
_HOLE = re.compile(r"%\(\w+\)s|\{\w+\}|%%")
_WRAPPED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}|\{%\s*comment\b.*?endcomment\s*%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<script\b.*?</script>",
    re.DOTALL,
)
_SPOKEN = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>|<!--.*?-->|&\w+;", re.DOTALL)
_NAMES = re.compile(r"\b(?:Laufzettel|EUPL|SHA|PDF|Deutsch|English)\b")
_GERMAN = re.compile(
    r"[äöüßÄÖÜ]|\b(?:[Dd]er|[Dd]ie|[Dd]as|[Ss]ie|[Ii]hre?n?|[Uu]nd|[Nn]icht|[Ww]ir|[Ee]ine?|[Bb]itte|ist|wird|zu|von)\b"
)

Message = tuple[str, str]  # German, and German for many (or empty)


def main() -> int:
    """Check the catalogue or bring it into order."""
    parser = argparse.ArgumentParser(description=__doc__)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--check", action="store_true")
    way.add_argument("--write", action="store_true")
    found = messages()
    if parser.parse_args().write:
        write(found)
        return 0
    problems = [*catalogue_problems(found), *unwrapped(), *not_said_again()]
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    if problems:
        sys.stderr.write("Add entries with .venv/bin/python -m tools.texts --write, then their English in django.po\n")
    return 1 if problems else 0


def messages() -> dict[Message, str]:
    """Return every message of the source with one file that it stands in."""
    found: dict[Message, str] = {}
    for path in _modules(SOURCE):
        for message in _in_python(ast.parse(path.read_text())):
            found.setdefault(message, str(path.relative_to(ROOT)))
    found.update({message: place for place, message in _in_templates() if message not in found})
    return found


def _modules(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts))


def _in_python(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in ONE and texts and texts[0]:
                yield texts[0], ""
            elif name in MANY and len(texts) == 2:
                yield texts[0], texts[1]


def _in_templates() -> Iterator[tuple[str, Message]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laufzettel.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql:///nowhere")
    import django
    from django.template import engines
    from django.template.base import Node, NodeList
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode
    from django.utils.translation import trim_whitespace

    django.setup()
    engine = engines["django"].engine  # type: ignore[attr-defined]

    def walk(nodes: NodeList) -> Iterator[Message]:
        for node in nodes:
            if isinstance(node, TranslateNode):
                yield str(node.filter_expression.var.literal), ""
            elif isinstance(node, BlockTranslateNode):
                texts = [node.render_token_list(part)[0] if part else "" for part in (node.singular, node.plural)]
                one, many = (trim_whitespace(text) if node.trimmed else text for text in texts)
                yield one, many
            elif isinstance(node, Node):
                for name in {*node.child_nodelists, "nodelist"}:
                    yield from walk(getattr(node, name, None) or NodeList())

    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        place = str(path.relative_to(ROOT))
        for message in walk(engine.from_string(path.read_text()).nodelist):
            yield place, message


def read() -> dict[str, polib.POEntry]:
    """Return the entries of the catalogue by their German text."""
    return {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}


def catalogue_problems(found: dict[Message, str]) -> Iterator[str]:
    """Name what has no English, what is no longer in the source, and translations that lost a placeholder."""
    entries = read()
    for (one, many), place in sorted(found.items()):
        entry = entries.get(one)
        texts = list(entry.msgstr_plural.values()) if entry and many else [entry.msgstr if entry else ""]
        if not texts or not all(texts):
            yield f"{place}: no English for {one!r}"
        elif any(set(_HOLE.findall(text)) - set(_HOLE.findall(one + many)) for text in texts):
            yield f"{place}: the English of {one!r} uses other placeholders"
    known = {one for one, _ in found}
    yield from (f"{CATALOGUE.name}: no longer in the source: {text!r}" for text in sorted(set(entries) - known))


def not_said_again() -> Iterator[str]:
    """Name the modules below the pages that translate for good: verbs are German, their errors must be said again."""
    for path in _modules(SOURCE):
        if path.relative_to(SOURCE).parts[0] not in PAGES and "utils.translation import" in path.read_text():
            yield f"{path.relative_to(ROOT)}: below the pages use say() of kernel/language.py instead of gettext"


def unwrapped() -> Iterator[str]:
    """Name the German texts for citizens that stand outside the translation."""
    for app in TRANSLATED_TEMPLATES:
        for path in sorted((SOURCE / app).rglob("templates/**/*.html")):
            if _ON_PURPOSE.search(path.name):
                continue
            for text in _bare_texts(path.read_text()):
                yield f"{path.relative_to(ROOT)}: not translated: {text!r}"
    for app in TRANSLATED_MODULES:
        for path in _modules(SOURCE / app):
            for line, text in _bare_strings(ast.parse(path.read_text())):
                yield f"{path.relative_to(ROOT)}:{line}: not translated: {text!r}"


def _bare_texts(source: str) -> list[str]:
    plain = _WRAPPED.sub(" ", source)
    texts = [*_SPOKEN.findall(plain), *_TAG.split(plain)]
    return [text.strip() for text in texts if re.search(r"[^\W\d_]{2}", _NAMES.sub("", text))]


def _bare_strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            skipped.update(id(arg) for arg in node.args[:2] if name in ONE | MANY)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if id(node) not in skipped and " " in text.strip() and _GERMAN.search(text):
            yield getattr(node, "lineno", 0), text


def write(found: dict[Message, str]) -> None:
    """Write the catalogue anew, in alphabetical order: what is there keeps its English."""
    entries = read() if CATALOGUE.is_file() else {}
    # A text that is broken over lines would be torn apart when git merges two branches.
    made = polib.POFile(wrapwidth=100_000)
    made.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for one, many in sorted(found):
        old = entries.get(one) or polib.POEntry()
        if many:
            given = {0: "", 1: ""} | dict(old.msgstr_plural)
            made.append(polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural=given))
        else:
            made.append(polib.POEntry(msgid=one, msgstr=old.msgstr))
    made.save(str(CATALOGUE))


if __name__ == "__main__":
    sys.exit(main())
