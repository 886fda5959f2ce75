"""The shared sample of the official test kit: every case must pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from laufzettel.engine.rules import tck

ROOT = Path(__file__).resolve().parents[5]
SHARED = ROOT.parent / "shared" / "standards" / "dmn-tck"

FAILING = """<?xml version="1.0"?>
<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>m.dmn</modelName>
  <testCase id="1"><resultNode name="d" type="decision"><expected><value xsi:type="xsd:decimal">3</value></expected>
  </resultNode></testCase></testCases>"""
MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:m" name="m">
  <decision name="d" id="d"><variable name="d"/><literalExpression><text>1 + 1</text></literalExpression></decision>
</definitions>"""


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test kit ../shared/standards/dmn-tck is not here")
def test_every_case_of_the_shared_kit_passes() -> None:
    results = tck.run([SHARED])

    failed = [result for result in results if not result.passed]

    assert [] == failed
    assert len(results) > 700


def test_a_wrong_result_is_told_with_expected_and_actual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "m.dmn").write_text(MODEL)
    (tmp_path / "m-test-01.xml").write_text(FAILING)

    code = tck.main([str(tmp_path)])

    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert lines[0].endswith("m-test-01.xml 1 d: expected 3, actual 2")
    assert "0 passed, 1 failed" == lines[-1]


def test_an_unreadable_model_counts_as_failed(tmp_path: Path) -> None:
    (tmp_path / "m.dmn").write_text("<!DOCTYPE x><definitions/>")
    (tmp_path / "m-test-01.xml").write_text(FAILING)

    results = tck.run([tmp_path])

    assert [False] == [result.passed for result in results]
