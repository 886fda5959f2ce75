"""The kitchen-sink package as files that a test may change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laufzettel.packages import Package, from_files
from laufzettel.packages.files import read_folder

KITCHEN_SINK = Path(__file__).parents[4] / "tests" / "kitchen_sink"

Change = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="session")
def kitchen_sink_folder() -> Path:
    return KITCHEN_SINK / "kuechenspuele"


@pytest.fixture(scope="session")
def overlay_file() -> Path:
    return KITCHEN_SINK / "musterstadt" / "services" / "kuechenspuele.yaml"


@pytest.fixture(scope="session")
def package(kitchen_sink_folder: Path) -> Package:
    return from_files(read_folder(kitchen_sink_folder))


@pytest.fixture(scope="session")
def change(kitchen_sink_folder: Path) -> Change:
    """Return the files with one text of one file replaced; the text must be there."""

    def changed(file: str, old: str, new: str) -> dict[str, bytes]:
        files = read_folder(kitchen_sink_folder)
        text = files[file].decode()
        assert old in text
        return {**files, file: text.replace(old, new, 1).encode()}

    return changed
