# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds where two records differ, and says so by a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from differ.normal import label_of, numbered

ABSENT = "<absent>"
SHOWN = 400


@dataclass(frozen=True)
class Difference:
    """One place where the two servers said different things."""

    scenario: str
    path: str
    reference: Any
    berth: Any

    def __str__(self) -> str:
        return (
            f"{self.scenario} :: {self.path}\n"
            f"    reference: {_shown(self.reference)}\n    berth:     {_shown(self.berth)}"
        )


def differences(scenario: str, reference: Any, berth: Any) -> list[Difference]:
    return [Difference(scenario, *found) for found in _walk("", reference, berth)]


def _walk(path: str, one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(other, dict):
        if _are_other_answers(one, other):
            yield f"{path}.status", one, other
        else:
            yield from _walk_fields(path, one, other)
    elif isinstance(one, list) and isinstance(other, list) and not _are_words(one + other):
        yield from _walk_fields(path, _by_label(one), _by_label(other))
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield path, one, other


def _walk_fields(
    path: str, one: dict[str, Any], other: dict[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    for key in [*one, *(key for key in other if key not in one)]:
        below = f"{path}.{key}" if path else key
        yield from _walk(below, one.get(key, ABSENT), other.get(key, ABSENT))


def _are_other_answers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Answers of different statuses have nothing in common that is worth a list."""
    is_answer = "status" in one and ("body" in one or "headers" in one)
    return is_answer and one["status"] != other.get("status")


def _are_words(items: list[Any]) -> bool:
    """Lists of words are told apart as a whole."""
    return bool(items) and all(isinstance(item, str) for item in items)


def _by_label(items: list[Any]) -> dict[str, Any]:
    """Events by kind and ordinal, other items by index."""
    if items and all(isinstance(item, dict) and "kind" in item for item in items):
        return dict(zip(numbered(label_of(item) for item in items), items, strict=True))
    return {str(index): item for index, item in enumerate(items)}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."
