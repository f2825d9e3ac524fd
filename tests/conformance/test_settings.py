# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: what is in force, who said so, and what an admin may change."""

import httpx
import pytest

pytestmark = pytest.mark.berth_only


def client(server):
    return httpx.Client(base_url=server.url, headers={"X-Session-API-Key": server.api_key}, timeout=30)


def settings(server):
    with client(server) as http:
        answer = http.get("/settings")
        answer.raise_for_status()
        return {one["name"]: one for one in answer.json()["items"]}


def test_each_option_says_where_it_comes_from(server_with):
    server = server_with("--backups", "3")
    told = settings(server)

    assert (told["backups"]["value"], told["backups"]["source"], told["backups"]["locked"]) == ("3", "flag", True)
    assert (told["keep-idle"]["value"], told["keep-idle"]["source"]) == ("1200", "default")
    assert told["keep-idle"]["locked"] is False


def test_a_change_counts_at_once_or_after_a_restart_and_is_kept(own_server):
    with client(own_server) as http:
        changed = http.patch("/settings", json={"max-workspaces": "3", "keep-idle": "60"})
    assert changed.status_code == 200
    told = settings(own_server)
    assert (told["max-workspaces"]["value"], told["max-workspaces"]["source"]) == ("3", "window")
    assert (told["keep-idle"]["value"], told["keep-idle"]["next"]) == ("1200", "60")

    own_server.stop()
    own_server.start()
    told = settings(own_server)
    assert (told["keep-idle"]["value"], told["keep-idle"]["source"]) == ("60", "window")
    with client(own_server) as http:
        http.patch("/settings", json={"keep-idle": None}).raise_for_status()
    assert settings(own_server)["keep-idle"]["next"] == "1200"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"no-such": "1"}, 422),
        ({"keep-idle": 60}, 422),
        ({"keep-idle": "soon"}, 400),
        ({"data-dir": "/tmp"}, 409),
        ({"runtime": "docker"}, 409),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(server, change, status):
    before = settings(server)
    with client(server) as http:
        assert http.patch("/settings", json=change).status_code == status
    assert settings(server) == before
