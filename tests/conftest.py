"""What tests across apps share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import live
from tests.journeys import stories

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the Chromium of the system (or the one named by LAUFZETTEL_CHROMIUM)."""
    path = os.environ.get("LAUFZETTEL_CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium fehlt / is missing: make tools"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.LiveDemo]:
    """Give a whole running installation, shared by the tests of this run."""
    demo = live.build(root, tmp_path_factory.mktemp("live"), database="live")
    demo.start()
    yield demo
    demo.stop()
    live.drop(demo)


@pytest.fixture(scope="session")
def clerks(live_demo: live.LiveDemo) -> stories.Clerks:
    """Give the clerks of the shared installation."""
    return stories.Clerks(live_demo.url, patience_s=30)
