# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/compatibility.md name every route and every event kind of the reference."""

from __future__ import annotations

import importlib.metadata
import re

import pytest
from openhands.agent_server.api import create_app
from openhands.agent_server.models import BashEventBase
from openhands.sdk import Event
from openhands.sdk.utils.models import get_known_concrete_subclasses

from differ.older import VERSION
from program import Program
from target import REPOSITORY

pytestmark = pytest.mark.berth_only
IS_OLD = importlib.metadata.version("openhands-agent-server") == VERSION
GONE = {"GET /api/desktop/url"}  # from the newest reference, which the tables are about
PAGE = REPOSITORY / "docs" / "compatibility.md"
ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` \| (?P<word>same|different|not built yet)(?: \((?P<why>.+)\))? \|$"
)
METHODS = {"get", "post", "put", "patch", "delete"}


def rows(title: str) -> dict[str, str]:
    """The first column of the table below a heading, and the word beside it."""
    section = PAGE.read_text().split(f"### {title}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    matches = [ROW.match(line) for line in lines]
    wrong = [line for line, match in zip(lines, matches, strict=True) if match is None]
    assert not wrong, f"these rows are not understood: {wrong}"
    found = [match for match in matches if match is not None]
    assert all(match["why"] for match in found if match["word"] == "different"), (
        "a reason is missing"
    )
    return {match["name"]: match["word"] for match in found}


def plain(path: str) -> str:
    """A path without the names of its parameters, and without a slash at its end."""
    named = "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
    return named.rstrip("/") or "/"


def routes_of(document: dict[str, dict[str, dict[str, object]]]) -> set[str]:
    """METHOD /path of an OpenAPI document; parameters without their names."""
    return {
        f"{method.upper()} {plain(path)}"
        for path, methods in document["paths"].items()
        for method in methods.keys() & METHODS
    }


@pytest.fixture(scope="module")
def reference() -> set[str]:
    return routes_of(create_app().openapi())


def test_every_route_of_the_reference_has_a_row(reference: set[str]) -> None:
    told = rows("Routes")
    nameless = sorted(reference - told.keys() - GONE)
    missing = [f"| `{route}` | not built yet |" for route in nameless]

    assert not missing, "add these rows:\n" + "\n".join(missing)
    assert IS_OLD or told.keys() - reference == set()


def test_the_rows_say_what_is_served(program: Program) -> None:
    with program.http() as http:
        served = routes_of(http.get("/openapi.json").json())
    told = rows("Routes")

    assert {route for route, word in told.items() if word != "not built yet"} - served == set()
    assert {route for route, word in told.items() if word == "not built yet"} & served == set()


@pytest.mark.parametrize("base", [Event, BashEventBase])
def test_every_kind_of_event_has_a_row(base: type) -> None:
    kinds = {kind.__name__ for kind in get_known_concrete_subclasses(base)}

    assert kinds - rows("Kinds of events").keys() == set()
