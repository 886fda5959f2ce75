"""Import-linter contract: an app may import another app only through its door."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class DoorContract(Contract):
    """Across apps only the modules named in `doors` may be imported; tests look where they like."""

    root: Any = fields.StringField()
    doors: Any = fields.SetField(subfield=fields.StringField())
    exempt: Any = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Find every import that reaches past a door."""
        broken = sorted(
            (importer, imported)
            for importer in graph.modules
            if self._is_bound(importer)
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._reaches_past_the_door(importer, imported)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each import that reaches past a door."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} reaches past the door of {imported}")

    def _is_bound(self, module: str) -> bool:
        return self._is_inside(module) and not self._is_free(module) and ".tests" not in module

    def _reaches_past_the_door(self, importer: str, imported: str) -> bool:
        if not self._is_inside(imported) or self._is_free(imported) or self._app(imported) == self._app(importer):
            return False
        return imported.removeprefix(self._app(imported)).lstrip(".") not in self.doors

    def _app(self, module: str) -> str:
        return ".".join(module.split(".")[: str(self.root).count(".") + 2])

    def _is_inside(self, module: str) -> bool:
        return module.startswith(f"{self.root}.")

    def _is_free(self, module: str) -> bool:
        return self._app(module) in {f"{self.root}.{name}" for name in self.exempt or ()}
