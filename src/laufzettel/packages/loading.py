"""Read a package: files → YAML → schema → compiled values. What cannot be read at all is refused with reasons."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from laufzettel.engine.process import ProcessError, load_process
from laufzettel.engine.rules import DecisionModel, RuleError, load_dmn
from laufzettel.packages import schema
from laufzettel.packages.compiling import Compilation
from laufzettel.packages.files import MAX_FILE_BYTES, file_problems, hash_files, read_folder
from laufzettel.packages.model import Manifest, Package, PackageProblem, PackageRefused, Scenario
from laufzettel.packages.parameters import read_parameters
from laufzettel.packages.used_names import all_rules
from laufzettel.packages.wording import reworded
from laufzettel.packages.yaml_loader import Document, YamlRefused, load_yaml

MAX_EXPRESSIONS = 2000

_KINDS = {
    "manifest.yaml": "manifest",
    "form.yaml": "form",
    "parameters.yaml": "parameters",
    "readiness.yaml": "readiness",
}
_FOLDERS = {"notices": "notice", "texts": "texts", "scenarios": "scenario"}


def load(folder: Path, overlay: Path | None = None) -> Package:
    """Read the package in `folder`, with the overlay file of a town if given.

    Raises PackageRefused with every reason when it cannot be read; whether its content is right says `check`.
    """
    files = read_folder(folder)
    _refuse(_misnamed(folder, files))
    if overlay is None:
        return from_files(files)
    if overlay.is_symlink() or not overlay.is_file() or overlay.stat().st_size > MAX_FILE_BYTES:
        raise PackageRefused(
            (PackageProblem(file=overlay.name, line=1, column=1, message="Das Overlay ist nicht lesbar."),)
        )
    return from_files(
        files, overlay=overlay.read_bytes(), overlay_name=f"{overlay.parent.parent.name}/services/{overlay.name}"
    )


def from_files(
    files: Mapping[str, bytes], overlay: bytes | None = None, *, overlay_name: str = "overlay.yaml"
) -> Package:
    """Read a package from path → content, as `load` does from a folder; the bytes may come from anywhere."""
    return _Loader(files, overlay, overlay_name).package()


def _misnamed(folder: Path, files: Mapping[str, bytes]) -> Iterator[PackageProblem]:
    if f"key: {folder.name}\n".encode() not in files.get("manifest.yaml", b"").replace(b"\r", b""):
        say = f"Der Schlüssel key muss so heißen wie der Ordner: {folder.name}."
        yield PackageProblem(file="manifest.yaml", line=1, column=1, message=say)


class _Loader:
    """One reading; refuses after each stage that found problems."""

    def __init__(self, files: Mapping[str, bytes], overlay: bytes | None, overlay_name: str) -> None:
        _refuse(file_problems(files))
        self.files = dict(files)
        self.overlay_name = overlay_name if overlay is not None else ""
        self.content_hash = hash_files(files, overlay)
        self.documents: dict[str, Document] = {}
        _refuse(self._read_yaml(overlay))
        town = self.documents[overlay_name].value if overlay is not None else {}
        self.overlay: dict[str, Any] = town

    def package(self) -> Package:
        raw_manifest, raw_form = self._value("manifest.yaml"), self._value("form.yaml")
        if self.overlay and self.overlay["package"] != raw_manifest["key"]:
            self._stop(self.overlay_name, ("package",), f"Das Overlay gehört nicht zu {raw_manifest['key']}.")
        raw_manifest, raw_form = reworded(raw_manifest, raw_form, self.overlay.get("texts", {}))
        if "unit" in self.overlay:
            raw_manifest["responsibility"]["unit"] = self.overlay["unit"]
        compilation = Compilation(
            raw_form=raw_form,
            parameters=read_parameters(self._value("parameters.yaml") or [], self.overlay.get("parameters", {})),
            rules=self._rules(),
            process=self._process(),
            raw_notices=self._folder("notices"),
            documents=self.documents,
        )
        package = Package(
            manifest=msgspec.convert(raw_manifest, Manifest),
            form=compilation.form,
            parameters=compilation.parameters,
            rules=compilation.rules,
            process=compilation.process,
            notices=compilation.notices,
            texts={key: raw["texts"] for key, raw in self._folder("texts").items()},
            scenarios=tuple(self._scenarios()),
            readiness=(self._value("readiness.yaml") or {}).get("rules", {}),
            files=self.files,
            documents=self.documents,
            content_hash=self.content_hash,
            attributes=compilation.attributes,
            functions=compilation.functions,
            raw_manifest=raw_manifest,
            raw_form=raw_form,
            fee=compilation.page_template(raw_manifest["page"]["fee"]),
            offered=self.overlay.get("offered", True),
            overlay_name=self.overlay_name,
            problems=tuple(compilation.problems),
        )
        if sum(1 for _ in all_rules(package)) > MAX_EXPRESSIONS:
            self._stop("manifest.yaml", (), f"Das Paket hat mehr als {MAX_EXPRESSIONS} Ausdrücke.")
        return package

    def _read_yaml(self, overlay: bytes | None) -> Iterator[PackageProblem]:
        for name, content in self.files.items():
            if name.endswith(".yaml"):
                kind = _KINDS.get(name) or _FOLDERS[name.partition("/")[0]]
                yield from self._read_one(name, content, kind)
        if overlay is not None:
            yield from self._read_one(self.overlay_name, overlay, "overlay")

    def _read_one(self, name: str, content: bytes, kind: str) -> Iterator[PackageProblem]:
        try:
            document = self.documents[name] = load_yaml(content)
        except YamlRefused as error:
            yield PackageProblem(file=name, line=error.line, column=error.column, message=error.message)
            return
        for path, message in schema.validate(kind, document.value):
            line, column = document.position(path)
            yield PackageProblem(file=name, line=line, column=column, message=message)

    def _value(self, name: str) -> Any:
        document = self.documents.get(name)
        return document.value if document else None

    def _folder(self, folder: str) -> dict[str, dict[str, Any]]:
        prefix = f"{folder}/"
        return {
            name[len(prefix) : -len(".yaml")]: document.value
            for name, document in sorted(self.documents.items())
            if name.startswith(prefix)
        }

    def _rules(self) -> DecisionModel | None:
        if "rules.dmn" not in self.files:
            return None
        try:
            return load_dmn(self.files["rules.dmn"])
        except RuleError as error:
            problem = PackageProblem(file="rules.dmn", line=error.line, column=error.column, message=error.message)
            raise PackageRefused((problem,)) from error

    def _process(self) -> Any:
        try:
            return load_process(self.files["process.bpmn"])
        except ProcessError as error:
            problem = PackageProblem(file="process.bpmn", line=1, column=1, message=error.message)
            raise PackageRefused((problem,)) from error

    def _scenarios(self) -> Iterator[Scenario]:
        replaced = set(self.overlay.get("without", ()))
        for key, raw in self._folder("scenarios").items():
            if key not in replaced:
                yield _scenario(f"scenarios/{key}.yaml", (), raw)
        for index, raw in enumerate(self.overlay.get("scenarios", ())):
            yield _scenario(self.overlay_name, ("scenarios", index), raw)

    def _stop(self, file: str, path: tuple[str | int, ...], message: str) -> None:
        line, column = self.documents[file].position(path)
        raise PackageRefused((PackageProblem(file=file, line=line, column=column, message=message),))


def _scenario(file: str, path: tuple[str | int, ...], raw: Mapping[str, Any]) -> Scenario:
    given = {name: value for name, value in raw.items() if name not in ("then", "declarations")}
    declared = raw.get("declarations")
    return Scenario(
        file=file,
        path=path,
        then=tuple(raw.get("then") or ()),
        declarations=tuple(declared) if declared is not None else None,
        **given,
    )


def _refuse(problems: Iterator[PackageProblem]) -> None:
    found = tuple(problems)
    if found:
        raise PackageRefused(found)
