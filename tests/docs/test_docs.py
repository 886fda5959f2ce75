"""What the documentation says exists: links, commands, settings, and an example that plays."""

import argparse
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from laufzettel import packages
from laufzettel.console import cli
from laufzettel.console.settings_list import read_all_settings
from laufzettel.packages.files import read_folder

_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
_COMMAND = re.compile(r"^(?:\.venv/bin/)?laufzettel ([a-z][a-z-]*)", re.MULTILINE)
_SETTING = re.compile(r"\bLAUFZETTEL_[A-Z_]+\b")
_BLOCK = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
GUIDE = "docs/howto/add-a-service.md"
EXAMPLE = "docs/howto/example/baumpatenschaft-uebernehmen"


def _pages(root: Path) -> list[Path]:
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def _found(root: Path, pattern: re.Pattern[str]) -> Iterator[tuple[Path, str]]:
    for page in _pages(root):
        for match in pattern.finditer(page.read_text(encoding="utf-8")):
            yield page, match.group(match.lastindex or 0)


def test_links_lead_somewhere(root: Path) -> None:
    dead = [
        f"{page.relative_to(root)}: {link}" for page, link in _found(root, _LINK) if not (page.parent / link).exists()
    ]

    assert [] == dead


def _command_names() -> set[str]:
    action = next(found for found in cli.build_parser()._actions if isinstance(found, argparse._SubParsersAction))
    return set(action.choices)


def test_commands_exist(root: Path) -> None:
    known = _command_names()

    unknown = [f"{page.relative_to(root)}: {name}" for page, name in _found(root, _COMMAND) if name not in known]

    assert [] == unknown


def test_settings_exist(root: Path) -> None:
    known = {setting.name for setting in read_all_settings()}

    unknown = [f"{page.relative_to(root)}: {name}" for page, name in _found(root, _SETTING) if name not in known]

    assert [] == unknown


def _guide_blocks(root: Path) -> dict[str, str]:
    return dict(_BLOCK.findall((root / GUIDE).read_text(encoding="utf-8")))


def test_guide_shows_the_files_of_its_example(root: Path) -> None:
    shown = {name: text for name, text in _guide_blocks(root).items() if not name.startswith("municipalities/")}

    in_folder = {name: (root / EXAMPLE / name).read_text(encoding="utf-8") for name in shown}

    assert in_folder == shown


def test_example_of_the_guide_has_no_problems_and_plays(root: Path) -> None:
    package = packages.load(root / EXAMPLE)

    problems = packages.check(package)
    failures = [failure for played in packages.play_all(package) for failure in played.failures]

    assert ([], []) == (list(problems), failures)


def test_example_takes_the_overlay_of_the_guide(root: Path) -> None:
    name, text = next(block for block in _guide_blocks(root).items() if block[0].startswith("municipalities/"))

    package = packages.from_files(read_folder(root / EXAMPLE), overlay=text.encode(), overlay_name=name)

    in_force = package.parameters["hoechstzahl"].on(date(2026, 6, 1))
    assert in_force is not None
    assert 2 == in_force.value


def test_step_of_the_guide_stands_in_the_process(root: Path) -> None:
    squeezed = " ".join((root / EXAMPLE / "process.bpmn").read_text(encoding="utf-8").split())

    steps = re.findall(r"<lz:step.*?</lz:step>", (root / GUIDE).read_text(encoding="utf-8"), re.DOTALL)

    assert 2 == len(steps)
    assert all(" ".join(step.replace(' xmlns:lz="urn:laufzettel:process:1"', "").split()) in squeezed for step in steps)
