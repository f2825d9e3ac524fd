# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Berth answers as the reference does, except where a table says why not.

DIFFER_RECORDS names a directory that keeps what both servers said in each scenario.
"""

from __future__ import annotations

import importlib.metadata
import json
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import differ.scenarios  # registers them
from differ.compare import Difference, differences
from differ.expected import Explained, matches
from differ.explained import EXPLAINED
from differ.older import NOT_PLAYED, OLDER, VERSION
from differ.scenario import ALL, Scenario
from differ.stage import SIDES, Stage

pytestmark = pytest.mark.berth_only
assert differ.scenarios
IS_OLD = importlib.metadata.version("openhands-agent-server") == VERSION
PLAYED = [one for one in ALL.values() if not (IS_OLD and one.name in NOT_PLAYED)]
REFERENCE_TRIES = 4
TABLE = [*EXPLAINED, *(OLDER if IS_OLD else [])]


@pytest.fixture(scope="module")
def chosen(request: pytest.FixtureRequest) -> list[Scenario]:
    """The scenarios whose tests are going to run."""
    wanted = {
        item.callspec.params["one"].name  # type: ignore[attr-defined]
        for item in request.session.items
        if "one" in getattr(getattr(item, "callspec", None), "params", {})
    }
    return [one for one in PLAYED if one.name in wanted]


@pytest.fixture(scope="module")
def stages(
    chosen: list[Scenario], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Stage]]:
    """Both servers, playing already."""
    both = {name: Stage(name, tmp_path_factory.mktemp(name)) for name in SIDES}
    starts = [threading.Thread(target=stage.begin, args=(chosen,)) for stage in both.values()]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    yield both
    logging.disable(logging.CRITICAL)  # programs say that their server is gone
    for stage in both.values():
        stage.end()
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def used() -> set[Explained]:
    return set()


@pytest.mark.parametrize("one", PLAYED, ids=lambda one: one.name)
def test_both_servers_tell_the_same(
    one: Scenario, stages: dict[str, Stage], used: set[Explained]
) -> None:
    records = {name: stage.record(one) for name, stage in stages.items()}
    _keep(one.name, records)
    found = differences(one.name, records["reference"], records["berth"])
    unexplained = [each for each in found if not _explain(each, used)]
    for _ in range(REFERENCE_TRIES):
        if not unexplained:
            break
        # On a busy machine the reference's terminal loses output now and then. Berth is not asked again.
        again = differences(one.name, stages["reference"].play_again(one), records["berth"])
        unexplained = [each for each in again if not _explain(each, used)]
    idle = [entry for entry in _idle(used) if entry.scenario == one.name]

    assert not unexplained, "\n".join(map(str, unexplained))
    assert not idle, "these differences are gone:\n" + "\n".join(map(str, idle))


def test_every_explained_difference_occurs(
    chosen: list[Scenario], stages: dict[str, Stage], used: set[Explained]
) -> None:
    """An entry has to be of use once every scenario that it speaks of was played."""
    left_out = [one.name for one in PLAYED if one not in chosen]

    idle = [
        str(entry)
        for entry in _idle(used)
        if not any(matches(entry.scenario, name) for name in left_out)
    ]
    assert not idle


def test_every_explained_difference_names_a_scenario() -> None:
    assert [e for e in TABLE if not any(matches(e.scenario, name) for name in ALL)] == []


def _idle(used: set[Explained]) -> list[Explained]:
    """Entries that explained nothing so far; only the newest reference has to need them all."""
    return [each for each in EXPLAINED if each not in used and not each.sometimes and not IS_OLD]


def _explain(found: Difference, used: set[Explained]) -> bool:
    entries = [entry for entry in TABLE if entry.covers(found)]
    used.update(entries)
    return bool(entries)


def _keep(name: str, records: dict[str, Any]) -> None:
    if directory := os.environ.get("DIFFER_RECORDS"):
        Path(directory).mkdir(parents=True, exist_ok=True)
        (Path(directory) / f"{name}.json").write_text(json.dumps(records, indent=1))
