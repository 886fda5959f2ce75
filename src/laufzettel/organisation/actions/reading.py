"""Read the YAML files of a town."""

from pathlib import Path

from laufzettel.kernel.errors import Invalid, Problem
from laufzettel.organisation import domain
from laufzettel.packages.yaml_loader import YamlRefused, load_yaml


def read_yaml(path: Path) -> object:
    """Read one YAML file; raises `Invalid` naming file and line, `FileNotFoundError` when it is missing."""
    try:
        return load_yaml(path.read_bytes()).value
    except YamlRefused as error:
        raise Invalid((Problem(f"{path.name}:{error.line}", error.message),)) from error


def read_demo_clerks(*, folder: Path) -> tuple[domain.DemoClerk, ...]:
    """Read `demo.yaml` of a folder `municipalities/<key>`; a town without one has no demo clerks."""
    path = folder / "demo.yaml"
    return domain.read_demo_clerks(read_yaml(path)) if path.is_file() else ()
