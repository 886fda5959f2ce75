"""Whoever only verifies never touches the key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from laufzettel.engine.documents import demo_authority
from laufzettel.platform import authority as keys
from laufzettel.platform import clock
from laufzettel.platform.conf import conf


@pytest.fixture
def operated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give an installation with trusted roots whose key cannot be read here."""
    root = demo_authority(town="Musterstadt", now=clock.now()).trust[0]
    (tmp_path / "root.pem").write_bytes(root)
    from laufzettel.platform.environment import env

    monkeypatch.setattr(
        env,
        "_values",
        {
            "LAUFZETTEL_SEAL_KEY": str(tmp_path / "unreadable.pem"),
            "LAUFZETTEL_SEAL_CERTIFICATE": str(tmp_path / "certificate.pem"),
            "LAUFZETTEL_TIME_STAMP_URL": "https://tsa.example.org",
            "LAUFZETTEL_TRUST": str(tmp_path / "root.pem"),
        },
    )
    _forget()
    yield
    _forget()


def _forget() -> None:
    conf.cache_clear()
    keys.authority.cache_clear()
    keys._operator_keys.cache_clear()


def test_verifying_needs_no_key(operated: None) -> None:
    known = keys.authority()

    assert not known.is_demo
    assert known.trust[0].startswith(b"-----BEGIN CERTIFICATE-----")
    assert known.stamp_problem(token=b"no token", digest=b"0" * 32)


def test_sealing_reads_the_key(operated: None) -> None:
    with pytest.raises(FileNotFoundError, match="unreadable"):
        keys.authority().seal(pdf=b"%PDF-", reason="", place="", now=clock.now())
