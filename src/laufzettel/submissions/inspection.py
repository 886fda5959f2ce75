"""Have an uploaded file looked into by a child process that may crash, hang or run out of memory."""

import json
import subprocess
import sys
from pathlib import Path

from laufzettel.submissions.domain import Inspection

_INSPECTOR = Path(__file__).with_name("inspector.py")
LONGEST_SECONDS = 30


def inspect(content: bytes, *, media_type: str, seconds: float = LONGEST_SECONDS) -> Inspection:
    """Return what the child found and the copy it made; one that dies or takes too long means: cannot be checked."""
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(_INSPECTOR), media_type],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"OMP_THREAD_LIMIT": "1"},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        return Inspection(media_type=media_type, problem="slow")
    line, _, copy = ended.stdout.partition(b"\n")
    try:
        found = json.loads(line)
    except ValueError:
        return Inspection(media_type=media_type, problem="slow")
    if ended.returncode and not found["problem"]:
        # It died while it handed over the copy.
        return Inspection(media_type=media_type, problem="slow")
    return Inspection(
        media_type=media_type,
        page_count=int(found.get("page_count", 1)),
        problem=str(found["problem"]),
        treatment=str(found.get("treatment", "")),
        copy=copy,
    )
