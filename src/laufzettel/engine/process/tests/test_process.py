"""Processes: the way, the state, and everything that must never run."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from laufzettel.engine.process import Advance, ProcessError, check_process, complete, load_process, open_tasks, start

REVIEW = '<lz:step word="review"><lz:field key="ok" type="boolean" label="Gut?"/></lz:step>'
FACTS: Mapping[str, object] = {"nochmal": False, "zurueck": False}


def bpmn(*parts: str) -> bytes:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:lz="urn:laufzettel:process:1">'
        f'<process id="probe" isExecutable="true">{"".join(parts)}</process></definitions>'
    ).encode()


def task(key: str, step: str = REVIEW, element: str = "userTask") -> str:
    return f'<{element} id="{key}" name="{key}"><extensionElements>{step}</extensionElements></{element}>'


def flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


LOOP_AND_JOIN = bpmn(
    '<startEvent id="anfang"/>',
    task("pruefen"),
    '<exclusiveGateway id="weiche" default="weiche_teilen"/>',
    '<parallelGateway id="teilen"/>',
    task("links"),
    task("rechts"),
    '<parallelGateway id="treffen"/>',
    task("fertig"),
    '<exclusiveGateway id="zurueckweiche" default="zurueckweiche_ende"/>',
    '<endEvent id="ende"/>',
    flow("anfang", "pruefen"),
    flow("pruefen", "weiche"),
    flow("weiche", "teilen"),
    flow("weiche", "pruefen", "nochmal"),
    flow("teilen", "links"),
    flow("teilen", "rechts"),
    flow("links", "treffen"),
    flow("rechts", "treffen"),
    flow("treffen", "fertig"),
    flow("fertig", "zurueckweiche"),
    flow("zurueckweiche", "ende"),
    flow("zurueckweiche", "teilen", "zurueck"),
)


def finish(advance: Advance, step: str, **facts: object) -> Advance:
    """Finish a step the way the cases app does: the state comes back from JSON."""
    state = json.loads(json.dumps(advance.state))
    task_id = next(task.id for task in advance.open if task.step == step)
    return complete(load_process(LOOP_AND_JOIN), state, task_id, {**FACTS, **facts})


def steps(advance: Advance) -> list[str]:
    return [task.step for task in advance.open]


def test_process_goes_through_gateways_and_joins_to_its_end() -> None:
    advance = start(load_process(LOOP_AND_JOIN), FACTS)
    assert (("anfang", "pruefen"), ["pruefen"]) == (advance.visited, steps(advance))

    advance = finish(advance, "pruefen")
    assert (("weiche", "teilen", "links", "rechts"), ["links", "rechts"]) == (advance.visited, steps(advance))

    advance = finish(advance, "rechts")
    assert ((), ["links"]) == (advance.visited, steps(advance))

    advance = finish(advance, "links")
    assert ("treffen", "fertig") == advance.visited

    advance = finish(advance, "fertig")
    assert (("zurueckweiche", "ende"), [], True) == (advance.visited, steps(advance), advance.finished)


def test_parallel_part_can_be_repeated() -> None:
    advance = finish(start(load_process(LOOP_AND_JOIN), FACTS), "pruefen")
    for _ in range(3):
        advance = finish(finish(advance, "links"), "rechts")
        advance = finish(advance, "fertig", zurueck=True)

    assert (("zurueckweiche", "teilen", "links", "rechts"), False) == (advance.visited, advance.finished)
    assert finish(finish(finish(advance, "rechts"), "links"), "fertig").finished


def test_open_task_keeps_its_id_and_every_visit_has_its_own() -> None:
    first = start(load_process(LOOP_AND_JOIN), FACTS)
    second = finish(first, "pruefen", nochmal=True)

    assert first.open == open_tasks(load_process(LOOP_AND_JOIN), first.state)
    assert first.open[0].id != second.open[0].id


def test_state_stays_small_and_holds_no_facts() -> None:
    advance = start(load_process(LOOP_AND_JOIN), {**FACTS, "familienname": "Geheim"})
    for _ in range(20):
        advance = finish(advance, "pruefen", nochmal=True)

    text = json.dumps(advance.state)
    assert len(text) < 1200
    assert "Geheim" not in text


def test_state_is_not_changed_by_completing() -> None:
    advance = start(load_process(LOOP_AND_JOIN), FACTS)
    before = json.dumps(advance.state)

    complete(load_process(LOOP_AND_JOIN), advance.state, advance.open[0].id, FACTS)

    assert before == json.dumps(advance.state)


def test_same_bytes_give_the_same_definition() -> None:
    assert load_process(LOOP_AND_JOIN) is load_process(bytes(LOOP_AND_JOIN))


def test_finished_task_cannot_be_finished_again() -> None:
    first = start(load_process(LOOP_AND_JOIN), FACTS)
    second = finish(first, "pruefen")

    with pytest.raises(ProcessError, match="nicht mehr offen"):
        complete(load_process(LOOP_AND_JOIN), second.state, first.open[0].id, FACTS)


@pytest.mark.parametrize(
    "state",
    [
        {"process": "anderer", "tasks": []},
        {"tasks": [[1, None, "Start", "C"], [2, 1, "fehlt", "R"]]},
        {"tasks": [[1, None, "Start", "Z"]]},
        {"tasks": [[2, 9, "pruefen", "R"]]},
    ],
)
def test_state_that_does_not_fit_is_refused(state: dict[str, Any]) -> None:
    definition = load_process(LOOP_AND_JOIN)

    with pytest.raises(ProcessError):
        complete(definition, {"process": definition.content_hash[:16], **state}, "pruefen-3", FACTS)


def test_endless_loop_of_automatic_steps_ends_with_a_clear_error() -> None:
    definition = load_process(
        bpmn(
            '<startEvent id="a"/><exclusiveGateway id="b" default="b_c"/><exclusiveGateway id="c"/><endEvent id="e"/>',
            flow("a", "b"),
            flow("b", "c"),
            flow("c", "b"),
            flow("b", "e", "zurueck"),
        )
    )

    with pytest.raises(ProcessError, match="dreht sich im Kreis"):
        start(definition, FACTS)


def test_case_with_too_many_rounds_ends_with_a_clear_error() -> None:
    definition = load_process(LOOP_AND_JOIN)
    rounds = ["pruefen", "weiche"] * 298
    rows = [[1, None, "Start", "C"], [2, 1, "anfang", "C"]]
    rows += [[number, number - 1, name, "C"] for number, name in enumerate(rounds, 3)]
    rows.append([599, 598, "pruefen", "R"])
    state = {"process": definition.content_hash[:16], "tasks": rows}

    with pytest.raises(ProcessError, match="zu viele Schritte"):
        complete(definition, state, "pruefen-599", {**FACTS, "nochmal": True})


def test_condition_is_feel_and_never_python() -> None:
    for source in ("__import__('os').getpid() > 0", "(lambda: True)()", 'nochmal.__class__.__name__ = "bool"'):
        definition = load_process(
            bpmn(
                '<startEvent id="a"/><exclusiveGateway id="b" default="b_e"/><endEvent id="e"/><endEvent id="f"/>',
                flow("a", "b"),
                flow("b", "e"),
                flow("b", "f", source.replace(">", "&gt;")),
            )
        )
        if not definition.problems:
            assert "f" not in start(definition, FACTS).visited


def test_condition_that_is_null_counts_as_not_fulfilled() -> None:
    advance = start(load_process(LOOP_AND_JOIN), {})

    assert "teilen" in finish(advance, "pruefen", nochmal=None).visited


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ('<scriptTask id="x"><script>import os</script></scriptTask>', "scriptTask ist in einem Prozess nicht erlaubt"),
        ('<callActivity id="x" calledElement="y"/>', "callActivity"),
        ('<subProcess id="x"/>', "subProcess"),
        ('<intermediateCatchEvent id="x"/>', "intermediateCatchEvent"),
        ('<boundaryEvent id="x" attachedToRef="p"/>', "boundaryEvent"),
        ('<inclusiveGateway id="x"/>', "inclusiveGateway"),
        (task("x").replace("</userTask>", "<multiInstanceLoopCharacteristics/></userTask>"), "multiInstance"),
        (task("x").replace("</userTask>", "<standardLoopCharacteristics/></userTask>"), "standardLoop"),
        ('<startEvent id="x"><timerEventDefinition/></startEvent>', "timerEventDefinition"),
        ('<userTask id="x"/>', "genau ein Element lz:step"),
        (task("x", '<lz:step word="hack"/>'), "Das Wort „hack“ gibt es nicht"),
        (task("x", '<lz:step word="issue_notice" notice="a"/>'), "gehört in ein Element bpmn:serviceTask"),
        (task("x", '<lz:step word="issue_notice"/>', "serviceTask"), "braucht die Angabe „notice“"),
        (task("x", '<lz:step word="review" shell="rm"/>'), "kennt die Angabe „shell“ nicht"),
        (task("x", '<lz:step word="review" due="14 Tage"/>'), "eine Dauer wie P14D"),
        (task("x", '<lz:step word="decide"/>'), "braucht mindestens ein lz:outcome"),
        (
            task("x", '<lz:step word="decide"><lz:outcome key="ja" label="Ja" kind="grant" when="a"/></lz:step>'),
            "Mindestens ein lz:outcome braucht kein „when“",
        ),
        (task("x", '<lz:step word="ask" text="Hallo"/>'), "Was soll beantwortet werden?"),
        (task("x", '<lz:step word="review"><lz:field key="a" type="file" label="A"/></lz:step>'), "einen Typ aus"),
        (task("Gross"), "kleingeschriebenes Wort"),
        (task("pruefen"), "kommt zweimal vor"),
        (flow("pruefen", "nirgends"), "das es nicht gibt"),
        (flow("pruefen", "weiche").replace('id="', 'id="neu_'), "schon einen Pfeil"),
        (task("x"), "nicht erreichbar"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused(part: str, says: str) -> None:
    definition = load_process(LOOP_AND_JOIN.replace(b"</process>", part.encode() + b"</process>"))

    assert any(says in problem.message for problem in check_process(definition))
    with pytest.raises(ProcessError):
        start(definition, FACTS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a/>",
        b"not xml",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        bpmn().replace(b"</definitions>", b'<process id="zwei"/></definitions>'),
        b"<a>" * 100_000,
    ],
)
def test_content_that_is_no_process_is_refused(content: bytes) -> None:
    with pytest.raises(ProcessError):
        load_process(content)


def test_exclusive_gateway_without_default_is_refused() -> None:
    definition = load_process(LOOP_AND_JOIN.replace(b' default="weiche_teilen"', b""))

    assert any("Standardpfeil" in problem.message for problem in definition.problems)


def test_terminate_end_stops_everything_else() -> None:
    definition = load_process(
        bpmn(
            '<startEvent id="a"/><parallelGateway id="b"/>',
            task("c"),
            task("d"),
            '<endEvent id="e"><terminateEventDefinition/></endEvent><endEvent id="f"/>',
            flow("a", "b"),
            flow("b", "c"),
            flow("b", "d"),
            flow("c", "e"),
            flow("d", "f"),
        )
    )
    advance = start(definition, FACTS)

    ended = complete(definition, advance.state, advance.open[0].id, FACTS)

    assert (True, ()) == (ended.finished, ended.open)
