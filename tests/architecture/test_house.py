"""The house stands as drawn: contracts, sizes, no service and no town in the platform, migrations complete."""

import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

LONGEST_FILE = 450
# A dictionary of everyday German says what things are called; it steers no service.
DICTIONARY = "src/laufzettel/catalogue/searching/data"
SOURCE_ENDINGS = {".py", ".html", ".txt", ".js", ".css", ".typ", ".yaml", ".json", ".po", ".xml"}


def _sources(root: Path, *, endings: set[str]) -> Iterator[Path]:
    """List the files of the platform without tests, migrations and foreign files."""
    foreign = {"tests", "migrations", "static_vendor", "__pycache__", "locale"}
    for path in sorted((root / "src").rglob("*")):
        if path.suffix in endings and not foreign & set(path.relative_to(root).parts):
            yield path


def _mentions(root: Path, words: set[str]) -> list[str]:
    pattern = re.compile("|".join(map(re.escape, sorted(words))), re.IGNORECASE)
    return [
        f"{path.relative_to(root)}:{number}: {found.group()}"
        for path in _sources(root, endings=SOURCE_ENDINGS)
        if "laufzettel_simulators" not in path.parts  # the simulated world around the platform has people and places
        and root / DICTIONARY not in path.parents
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def _folders(place: Path) -> list[str]:
    return [path.name for path in sorted(place.glob("[!_.]*")) if path.is_dir()]


def test_import_contracts_hold(root: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)

    assert 0 == result.returncode, result.stdout[-4000:]


def test_files_stay_small(root: Path) -> None:
    paths = [path for folder in ("src", "tests", "tools", "benchmarks") for path in (root / folder).rglob("*.py")]

    too_long = {
        str(path.relative_to(root)): lines
        for path in paths
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert {} == too_long


def test_platform_names_no_service(root: Path) -> None:
    keys = _folders(root / "services")
    stems = {key.split("-")[0] for key in keys if len(key.split("-")[0]) > 7}
    words = {*keys, *(key.replace("-", "_") for key in keys), *stems}

    mentions = _mentions(root, words) if words else []

    assert [] == mentions


def test_platform_names_no_town(root: Path) -> None:
    towns = set(_folders(root / "municipalities"))

    mentions = _mentions(root, towns) if towns else []

    assert [] == mentions


def test_provider_is_named_only_by_its_folder_and_the_configuration(root: Path) -> None:
    providers = [path for path in (root / "src").glob("laufzettel/*/providers/[!_]*") if path.is_dir()]

    leaks = [
        f"{path.relative_to(root)}: {provider.parent.parent.name}.{provider.name}"
        for provider in providers
        for path in _sources(root, endings={".py"})
        if provider not in path.parents
        and "config" not in path.parts
        and re.search(rf"providers[./]{provider.name}\b", path.read_text())
    ]

    assert [] == leaks


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    output = StringIO()

    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue())


def test_every_module_says_what_it_is(root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path in _sources(root, endings={".py"})
        if path.read_text().strip() and not path.read_text().lstrip().startswith(('"""', "#!"))
    ]

    assert [] == silent
