"""Copy what the browser needs out of node_modules: unmodified files, each with its licence."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
TARGET = ROOT / "src" / "laufzettel" / "static_vendor" / "vendor"

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
FILES = {
    "@kern-ux/native/dist/kern.min.css": "kern/kern.min.css",
    "@kern-ux/native/dist/kern-grid.min.css": "kern/kern-grid.min.css",
    "@kern-ux/native/LICENSE.md": "kern/LICENSE.md",
    **{
        f"@kern-ux/native/dist/fonts/fira-sans/FiraSans-{face}.woff2": f"fonts/FiraSans-{face}.woff2"
        for face in WEIGHTS
    },
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
}
FACE = """@font-face {{
  font-family: "Fira Sans";
  src: url("FiraSans-{face}.woff2") format("woff2");
  font-weight: {weight};
  font-style: normal;
  font-display: swap;
}}
"""


def main() -> int:
    """Build the folder anew; 1 when a file is missing."""
    missing = [name for name in FILES if not (MODULES / name).is_file()]
    if missing:
        sys.stderr.write("fehlt / missing in node_modules (npm ci): " + ", ".join(missing) + "\n")
        return 1
    shutil.rmtree(TARGET.parent, ignore_errors=True)
    for source, target in FILES.items():
        (TARGET / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, TARGET / target)
    faces = (FACE.format(face=face, weight=weight) for face, weight in WEIGHTS.items())
    (TARGET / "fonts" / "fira-sans.css").write_text("\n".join(faces))
    shutil.copyfile(ROOT / "LICENSES" / "OFL-1.1-FiraSans.txt", TARGET / "fonts" / "LICENSE.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
