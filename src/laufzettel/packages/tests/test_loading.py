"""Packages come from strangers: what is not a package is refused with reasons."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laufzettel.packages import Package, PackageRefused, from_files, load
from laufzettel.packages.files import MAX_FILE_BYTES, MAX_FILES, read_folder

BILLION_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>'


@pytest.fixture
def files(kitchen_sink_folder: Path) -> dict[str, bytes]:
    return read_folder(kitchen_sink_folder)


def refusal(files: dict[str, bytes], **given: bytes) -> str:
    with pytest.raises(PackageRefused) as refused:
        from_files(files, **given)
    return "\n".join(map(str, refused.value.problems))


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "/etc/passwd",
        "scenarios/../../x.yaml",
        "hook.py",
        "notices/bescheid.typ",
        "form.yaml ",
        "FORM.YAML",
        "scenarios/a/b.yaml",
        "texts/en.json",
    ],
)
def test_package_with_a_file_that_does_not_belong_is_refused(files: dict[str, bytes], name: str) -> None:
    assert "gehört nicht in ein Paket" in refusal({**files, name: b"a: 1"})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"README.md": b"\x00\x01"}, "kein Text"),
        ({"README.md": b"x" * (MAX_FILE_BYTES + 1)}, "größer"),
        ({"process.bpmn": BILLION_LAUGHS}, "DOCTYPE"),
        ({"rules.dmn": BILLION_LAUGHS}, "DOCTYPE"),
        ({"process.bpmn": b"<a/>"}, "genau einen BPMN-Prozess"),
        ({"rules.dmn": b"<a/>"}, "kein Entscheidungsmodell"),
        ({"form.yaml": b"pages: []"}, "mindestens 1"),
        ({"form.yaml": b"a: &x [*x]"}, "Anker"),
        ({"parameters.yaml": b"- {key: a, title: b, type: money, values: [{value: 1e999}]}"}, "Anführungszeichen"),
        ({f"scenarios/s{number}.yaml": b"" for number in range(MAX_FILES)}, "mehr als"),
    ],
)
def test_package_with_harmful_content_is_refused(files: dict[str, bytes], changed: dict[str, bytes], says: str) -> None:
    assert says in refusal({**files, **changed})


@pytest.mark.parametrize("missing", ["manifest.yaml", "form.yaml", "process.bpmn"])
def test_package_without_a_needed_file_is_refused(files: dict[str, bytes], missing: str) -> None:
    del files[missing]

    assert f"{missing}:1:1: Diese Datei fehlt." in refusal(files)


def test_package_with_too_many_expressions_is_refused(change: Callable[..., dict[str, bytes]]) -> None:
    checks = ", ".join(['{rule: "true", say: Falsch}'] * 20)
    fields = "".join(
        f"          - {{key: f{number}, type: text, label: F, checks: [{checks}]}}\n" for number in range(40)
    )
    groups = "".join(f"      - key: g{number}\n        title: G\n        fields:\n{fields}" for number in range(3))

    assert "mehr als 2000 Ausdrücke" in refusal(
        change("form.yaml", "computed:\n", f"  - key: mehr\n    title: M\n    groups:\n{groups}computed:\n")
    )


def test_unknown_key_is_named_with_line_and_column(change: Callable[..., dict[str, bytes]]) -> None:
    files = change("manifest.yaml", "kind: application", "kind: application\nexec: rm")

    assert "manifest.yaml:7:1: Der Schlüssel „exec“ ist hier nicht bekannt." in refusal(files)


def test_symbolic_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").symlink_to("/etc/passwd")

    with pytest.raises(PackageRefused, match="Verknüpfungen"):
        load(tmp_path)


def test_folder_with_another_name_than_the_key_is_refused(kitchen_sink_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "anders"
    other.mkdir()
    for name in ("manifest.yaml", "form.yaml", "process.bpmn"):
        (other / name).write_bytes((kitchen_sink_folder / name).read_bytes())

    with pytest.raises(PackageRefused, match="anders"):
        load(other)


def test_overlay_of_another_package_is_refused(files: dict[str, bytes]) -> None:
    assert "gehört nicht zu kuechenspuele" in refusal(files, overlay=b"package: hund")


def test_overlay_that_sets_fields_is_refused(files: dict[str, bytes]) -> None:
    assert "„pages“ ist hier nicht bekannt" in refusal(files, overlay=b"package: kuechenspuele\npages: []")


def test_ref_names_key_version_and_content(package: Package) -> None:
    assert f"kuechenspuele@1.0.0#{package.content_hash[:12]}" == package.ref


def test_hash_changes_with_any_content_and_with_the_overlay(files: dict[str, bytes]) -> None:
    hashes = {
        from_files(files).content_hash,
        from_files({**files, "README.md": b"# Anders"}).content_hash,
        from_files(files, overlay=b"package: kuechenspuele").content_hash,
        from_files(files, overlay=b"package: kuechenspuele\nunit: amt").content_hash,
    }

    assert 4 == len(hashes)
    assert from_files(dict(reversed(files.items()))).content_hash in hashes


def test_overlay_replaces_unit_values_and_wording(kitchen_sink_folder: Path, overlay_file: Path) -> None:
    package = load(kitchen_sink_folder, overlay_file)

    assert "ordnungsamt" == package.manifest.responsibility.unit
    assert "Stand auf dem Musterstädter Markt anmelden" == package.manifest.title
    assert ["8.00"] == [str(value.value) for value in package.parameters["satz_klein"].values]
    assert "musterstadt/services/kuechenspuele.yaml" == package.overlay_name
