"""`laufzettel bench`: run the measurements in benchmarks/, each with its baseline in the same run."""

import importlib.util
import sys
from pathlib import Path

from laufzettel.console.conf import read_conf


def run(*, names: list[str]) -> int:
    """Run the named measurements, or all; 1 when one could not be done, 2 when a name is unknown."""
    folder = read_conf().home / "benchmarks"
    known = {path.stem: path for path in sorted(folder.glob("[!_]*.py"))}
    if unknown := [name for name in names if name not in known]:
        sys.stderr.write(f"unbekannt / unknown: {', '.join(unknown)}; es gibt / known: {', '.join(known) or '-'}\n")
        return 2
    codes = [_run_file(known[name]) for name in names or known]
    return 1 if any(codes) else 0


def _run_file(path: Path) -> int:
    """Call `main()` of a file; it prints its numbers and whether they meet their aims, and returns 0."""
    sys.stdout.write(f"== {path.stem}\n")
    sys.stdout.flush()
    if str(path.parent.parent) not in sys.path:
        sys.path.insert(0, str(path.parent.parent))
    spec = importlib.util.spec_from_file_location(f"benchmarks.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return int(module.main() or 0)
