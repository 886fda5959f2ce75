"""A time-stamp token is read by a process that never made one (the operator's `audit verify`)."""

import hashlib
import subprocess
import sys
from pathlib import Path

from laufzettel.engine.documents import DemoAuthority, timestamp_token
from laufzettel.engine.documents.tests.conftest import NOW

READ = """
import sys
from pathlib import Path
from laufzettel.engine.documents import verify_timestamp_token
token, root, digest = sys.argv[1:]
report = verify_timestamp_token(
    token=Path(token).read_bytes(), digest=bytes.fromhex(digest), trust=(Path(root).read_bytes(),)
)
print(report.intact, report.trusted, *report.problems)
"""


def test_token_is_understood_by_a_fresh_process(authority: DemoAuthority, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"heads").digest()
    token, root = tmp_path / "token", tmp_path / "root.pem"
    token.write_bytes(timestamp_token(digest=digest, tsa=authority.time_stamper, now=NOW))
    root.write_bytes(authority.root_certificate)

    said = subprocess.run(
        [sys.executable, "-c", READ, str(token), str(root), digest.hex()], capture_output=True, text=True, check=True
    )

    assert "True True" == said.stdout.strip()
