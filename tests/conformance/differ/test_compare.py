# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The differ sees differences, and only those."""

from __future__ import annotations

import pytest

from differ.compare import ABSENT, differences
from differ.expected import because
from differ.normal import normal

pytestmark = pytest.mark.berth_only


def found(reference: object, berth: object) -> list[tuple[str, object, object]]:
    return [(one.path, one.reference, one.berth) for one in differences("s", reference, berth)]


def test_equal_records_do_not_differ() -> None:
    record = {"a": [1, {"b": None}], "c": ["x", "y"]}
    assert found(record, {"c": ["x", "y"], "a": [1, {"b": None}]}) == []


def test_a_field_that_is_null_is_not_one_that_is_absent() -> None:
    assert found({"a": {"b": None}}, {"a": {}}) == [("a.b", None, ABSENT)]


def test_a_number_is_not_a_flag() -> None:
    assert found({"a": 1}, {"a": True}) == [("a", 1, True)]


def test_a_missing_event_does_not_move_the_others() -> None:
    pause, message = {"kind": "PauseEvent"}, {"kind": "MessageEvent", "source": "user"}
    assert found([pause, message], [message]) == [("PauseEvent#1", pause, ABSENT)]


def test_answers_of_other_statuses_differ_as_a_whole() -> None:
    one, other = {"status": 200, "body": {"a": 1}}, {"status": 404, "body": {"b": 2}}
    assert found({"GET /": one}, {"GET /": other}) == [("GET /.status", one, other)]


def test_ids_and_times_are_alike_and_their_forms_are_not() -> None:
    def plain(text: str) -> object:
        return normal(text, {"known": "<name>"})

    assert plain("0b1e6a52-0000-4000-8000-123456789abc") == "<uuid>"
    assert plain("2026-01-02T03:04:05.678901Z") != plain("2026-01-02T03:04:05.678901")
    assert plain("of known") == "of <name>"


def test_an_entry_covers_its_scenario_and_path_alone() -> None:
    (entry,) = because("why", "one* :: log.*.parent_id")
    covered = {
        (scenario, path): entry.covers(differences(scenario, *_differing(path))[0])
        for scenario in ("one of many", "another")
        for path in ("log.Event#1.parent_id", "log.Event#1.source")
    }
    assert [key for key, covers in covered.items() if covers] == [
        ("one of many", "log.Event#1.parent_id")
    ]


def _differing(path: str) -> tuple[dict[str, int], dict[str, int]]:
    return {path: 1}, {path: 2}
