"""The door contract is seen to fail where it must."""

import grimp
from importlinter.configuration import configure

from tools.door_contract import DoorContract

configure()


def _graph(*imports: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    return graph


def _contract() -> DoorContract:
    options = {"root": "laufzettel", "doors": ["api", "events"], "exempt": ["kernel"]}
    return DoorContract(name="doors", session_options={}, contract_options=options)


def test_import_of_a_foreign_door_is_kept() -> None:
    graph = _graph(("laufzettel.cases.actions.open_case", "laufzettel.records.api"))

    check = _contract().check(graph, verbose=False)

    assert check.kept


def test_import_past_a_foreign_door_is_named() -> None:
    graph = _graph(("laufzettel.cases.actions.open_case", "laufzettel.records.models"))

    check = _contract().check(graph, verbose=False)

    assert [("laufzettel.cases.actions.open_case", "laufzettel.records.models")] == check.metadata["broken"]


def test_import_inside_an_app_is_kept() -> None:
    graph = _graph(("laufzettel.cases.actions.open_case", "laufzettel.cases.models"))

    assert _contract().check(graph, verbose=False).kept


def test_import_of_an_exempt_layer_is_kept() -> None:
    graph = _graph(("laufzettel.cases.domain", "laufzettel.kernel.dates"))

    assert _contract().check(graph, verbose=False).kept
