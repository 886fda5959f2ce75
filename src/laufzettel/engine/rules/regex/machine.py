"""Runs a pattern: backtracking that never visits the same place twice, so that time grows only linearly."""

from __future__ import annotations

from typing import Any

from laufzettel.engine.rules.errors import FeelError, RuleLimit
from laufzettel.engine.rules.limits import Run

from .charsets import CharSet, cases
from .reader import Anchor, Back, Chars, Choice, Group, Part, Repeat

MAX_PROGRAM = 4000
MAX_VISITS = 100_000
CHARS, SPLIT, JUMP, SAVE, ANCHOR, BACK, DONE = range(7)
Instruction = tuple[int, Any, int]


class Program:
    """The instructions of a pattern, and whether they refer back to groups."""

    def __init__(self, choice: Choice, groups: int, *, lines: bool, fold: bool) -> None:
        self.code: list[Instruction] = []
        self.lines, self.fold, self.groups = lines, fold, groups
        self.refers_back = False
        self._choice(choice)
        self._emit(DONE)

    def _emit(self, kind: int, value: Any = None, other: int = 0) -> int:
        if len(self.code) >= MAX_PROGRAM:
            raise FeelError("Das Muster ist zu umfangreich.")
        self.code.append((kind, value, other))
        return len(self.code) - 1

    def _choice(self, choice: Choice) -> None:
        ends = []
        for branch in choice.branches[:-1]:
            split = self._emit(SPLIT)
            self._sequence(branch)
            ends.append(self._emit(JUMP))
            self.code[split] = (SPLIT, split + 1, len(self.code))
        self._sequence(choice.branches[-1])
        for end in ends:
            self.code[end] = (JUMP, len(self.code), 0)

    def _sequence(self, parts: tuple[Part, ...]) -> None:
        for part in parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        if isinstance(part, Chars):
            self._emit(CHARS, part.chars)
        elif isinstance(part, Anchor):
            self._emit(ANCHOR, part.sign)
        elif isinstance(part, Back):
            self.refers_back = True
            self._emit(BACK, part.group)
        elif isinstance(part, Group):
            self._group(part)
        else:
            self._repeat(part)

    def _group(self, group: Group) -> None:
        if group.number:
            self._emit(SAVE, group.number * 2)
        self._choice(group.body)
        if group.number:
            self._emit(SAVE, group.number * 2 + 1)

    def _repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.least):
            self._part(repeat.part)
        if repeat.most is None:
            split = self._emit(SPLIT)
            self._part(repeat.part)
            self._emit(JUMP, split)
            self._split(split, split + 1, len(self.code), repeat.lazy)
            return
        splits = []
        for _ in range(repeat.most - repeat.least):
            splits.append(self._emit(SPLIT))
            self._part(repeat.part)
        for split in splits:
            self._split(split, split + 1, len(self.code), repeat.lazy)

    def _split(self, at: int, inside: int, beyond: int, lazy: bool) -> None:
        self.code[at] = (SPLIT, beyond, inside) if lazy else (SPLIT, inside, beyond)

    def search(self, text: str, start: int, run: Run) -> list[int] | None:
        """The places of the leftmost match and its groups (-1 for none), or None."""
        visited: set[int] = set()
        meter = [MAX_VISITS]
        for begin in range(start, len(text) + 1):
            found = self._run(text, begin, visited, meter)
            if found is not None:
                run.spend((MAX_VISITS - meter[0]) // 2)
                return found
        run.spend((MAX_VISITS - meter[0]) // 2)
        return None

    def _run(self, text: str, begin: int, visited: set[int], meter: list[int]) -> list[int] | None:
        saved = [-1] * (self.groups * 2 + 2)
        saved[0] = begin
        stack: list[tuple[int, int]] = [(0, begin)]
        size, code, remember = len(text) + 1, self.code, not self.refers_back
        while stack:
            at, position = stack.pop()
            if at < 0:
                saved[-at - 1] = position
                continue
            while True:
                meter[0] -= 1
                if meter[0] < 0:
                    raise RuleLimit("Das Muster braucht für diesen Text zu viele Schritte.")
                if remember:
                    place = at * size + position
                    if place in visited:
                        break
                    visited.add(place)
                kind, value, other = code[at]
                if kind == CHARS:
                    if position < size - 1 and value.has(text[position]):
                        at, position = at + 1, position + 1
                        continue
                    break
                if kind == SPLIT:
                    stack.append((other, position))
                    at = value
                elif kind == JUMP:
                    at = value
                elif kind == SAVE:
                    stack.append((-value - 1, saved[value]))
                    saved[value] = position
                    at += 1
                elif kind == ANCHOR:
                    if not self._anchored(str(value), text, position):
                        break
                    at += 1
                elif kind == BACK:
                    length = self._back(text, position, saved, int(value))
                    if length < 0:
                        break
                    at, position = at + 1, position + length
                else:
                    saved[1] = position
                    return saved
        return None

    def _anchored(self, sign: str, text: str, position: int) -> bool:
        if sign == "^":
            return position == 0 or (self.lines and text[position - 1] == "\n" and position < len(text))
        return position == len(text) or (self.lines and text[position] == "\n")

    def _back(self, text: str, position: int, saved: list[int], group: int) -> int:
        start, end = saved[group * 2], saved[group * 2 + 1]
        if start < 0 or end < 0:
            return 0
        here = text[position : position + end - start]
        same = here == text[start:end] or (self.fold and _same_folded(here, text[start:end]))
        return end - start if same else -1


def _same_folded(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a in cases(b) for a, b in zip(one, other, strict=True))


__all__ = ["CharSet", "Program"]
