"""The command line says what it does, loads little, and its exit codes can be relied on."""

import subprocess
import sys
from pathlib import Path

import pytest

from laufzettel.console.cli import main

STABLE = (
    ("service", "check", "--all"),
    ("service", "test", "--all"),
    ("audit", "verify"),
    ("jobs",),
    ("jobs", "retry"),
    ("jobs", "retry", "7"),
    ("demo",),
    ("bench",),
    ("tck", "folder"),
    ("rules", "eval", "1"),
    ("rules", "eval", "1", "--context", "names.json"),
    ("rules", "table", "file.dmn", "decision"),
    ("rules", "table", "file.dmn", "--input", "names.json"),
    ("settings",),
    ("migrate",),
    ("load-town", "key"),
    ("publish", "--all"),
)


@pytest.mark.parametrize("command", STABLE, ids=" ".join)
def test_command_with_a_stable_name_exists(command: tuple[str, ...]) -> None:
    from laufzettel.console.cli import build_parser

    given = build_parser().parse_args(command)

    assert ":" in given.run


def test_expression_is_evaluated_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["rules", "eval", "if hunde > 1 then hunde * 0.5 else 0", "--with", '{"hunde": 3}'])

    assert (0, "1.5\n") == (code, capsys.readouterr().out)


TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="t">
<inputData name="rasse" id="i"><variable name="rasse" typeRef="string"/></inputData>
<decision name="satz" id="d"><variable name="satz" typeRef="number"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement><decisionTable><input><inputExpression>
<text>rasse</text></inputExpression></input><output/>
<rule><inputEntry><text>"Pudel"</text></inputEntry><outputEntry><text>186</text></outputEntry></rule>
<rule><inputEntry><text>not("Pudel")</text></inputEntry><outputEntry><text>200</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def test_table_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "satz.dmn").write_text(TABLE)
    (tmp_path / "werte.json").write_text('{"rasse": "Pudel"}')

    code = main(["rules", "table", str(tmp_path / "satz.dmn"), "--input", str(tmp_path / "werte.json")])

    lines = capsys.readouterr().out.splitlines()
    assert (0, "satz = 186", '  rasse = "Pudel"') == (code, lines[0], lines[1])
    assert [
        "  1     | ja        | 186",
        '  2     | nein      | rasse: "Pudel" erfüllt nicht „not("Pudel")“',
    ] == lines[5:7]


def test_expression_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["rules", "eval", "if"])

    assert (2, True) == (code, capsys.readouterr().err.startswith("laufzettel: "))


def test_names_that_are_no_json_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["rules", "eval", "1", "--with", "hunde=3"])

    assert (2, True) == (code, "kein JSON" in capsys.readouterr().err)


def test_unknown_package_names_the_known_ones(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "services" / "eins").mkdir(parents=True)
    (tmp_path / "services" / "eins" / "manifest.yaml").write_text("format: 1\n")
    monkeypatch.setenv("LAUFZETTEL_HOME", str(tmp_path))

    code = main(["service", "check", "zwei"])

    assert (2, True) == (code, "known: eins" in capsys.readouterr().err)


def test_benchmark_that_could_not_be_done_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "good.py").write_text("def main():\n    return 0\n")
    (tmp_path / "benchmarks" / "slow.py").write_text("def main():\n    return 1\n")
    monkeypatch.setenv("LAUFZETTEL_HOME", str(tmp_path))

    codes = (main(["bench", "good"]), main(["bench"]), main(["bench", "missing"]))

    assert (0, 1, 2) == codes


@pytest.mark.parametrize("command", [("rules", "eval", "1 + 1"), ("service", "check", "--all"), ("--help",)])
def test_pure_command_does_not_load_django(command: tuple[str, ...]) -> None:
    code = (
        "import sys; from laufzettel.console.cli import main\n"
        f"try: main({list(command)!r})\n"
        "except SystemExit: pass\n"
        "sys.exit('django' in sys.modules)"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert 0 == result.returncode, result.stderr
