"""The invented people and vehicles, and how they are found."""

import json
import unicodedata
from pathlib import Path
from typing import Any

Person = dict[str, Any]

DATA = Path(__file__).with_name("data.json")


class Population:
    """Residents and vehicles from the data file beside this module."""

    def __init__(self, file: Path = DATA) -> None:
        content = json.loads(file.read_text(encoding="utf-8"))
        self._persons = {person["id"]: person for person in content["persons"]}
        self._vehicles = {_plate(vehicle["kennzeichen"]): vehicle for vehicle in content["vehicles"]}

    @property
    def persons(self) -> list[Person]:
        """Return everybody."""
        return list(self._persons.values())

    @property
    def vehicles(self) -> list[dict[str, Any]]:
        """Return all vehicles."""
        return list(self._vehicles.values())

    def holder(self, plate: str) -> dict[str, Any] | None:
        """Return vehicle and holder of a number plate, however it is spaced, or nothing."""
        vehicle = self._vehicles.get(_plate(plate))
        if vehicle is None:
            return None
        person = self._persons[vehicle["person"]]
        return {
            "kennzeichen": vehicle["kennzeichen"],
            "fahrzeug": vehicle["fahrzeug"],
            "zugelassen_am": vehicle["zugelassen_am"],
            **{key: person[key] for key in ("vorname", "familienname", "anschrift")},
        }

    def resident(self, *, given_name: str, family_name: str, birth_date: str) -> Person | None:
        """Return the one person with these names and this day of birth (ISO), or nothing."""
        wanted = (_fold(given_name), _fold(family_name), birth_date.strip())
        found = [
            person
            for person in self._persons.values()
            if (_fold(person["vorname"]), _fold(person["familienname"]), person["geburtsdatum"]) == wanted
        ]
        return found[0] if len(found) == 1 else None


def _plate(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFC", text).upper() if char.isalnum())


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
