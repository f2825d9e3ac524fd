# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys and users from the command line, while a server runs and while none does."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from target import Server, berthd_path, make_server

pytestmark = pytest.mark.berth_only


def berthd(data_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(berthd_path()), *words, "--data-dir", str(data_dir)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def said(data_dir: Path, *words: str) -> str:
    done = berthd(data_dir, *words)
    assert done.returncode == 0, done
    return done.stdout.strip()


def status(server: Server, key: str) -> int:
    return httpx.get(f"{server.url}/workspaces", headers={"Authorization": f"Bearer {key}"}).status_code


def id_of(data_dir: Path, name: str) -> str:
    lines = said(data_dir, "key", "list").splitlines()
    return next(line.split()[0] for line in lines if line.endswith(name))


def test_what_was_made_without_a_server_works_on_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert said(data, "user", "create", "ann", "--name", "Ann").startswith("ann  in force  Ann")
    key = said(data, "key", "create", "--user", "ann", "--name", "laptop", "--scope", "read")
    gone = said(data, "key", "create", "--user", "ann", "--name", "lost")
    assert said(data, "key", "revoke", id_of(data, "lost")) == ""
    server = make_server(data)
    server.start()
    try:
        assert (status(server, key), status(server, gone)) == (200, 401)
        with httpx.Client(base_url=server.url, headers={"X-Session-API-Key": server.api_key}) as admin:
            changes = admin.get("/audit").json()["items"]
        assert [each["action"] for each in changes] == ["user.create", "key.create", "key.create", "key.revoke"]
        assert {each["key_id"] for each in changes} == {"console"}
        assert key not in server.log()
    finally:
        server.stop()
    assert said(data, "user", "list").splitlines()[0].startswith("ann  in force")


def test_a_running_server_learns_at_once(own_server: Server) -> None:
    data = own_server.data_dir
    said(data, "user", "create", "ben")
    key = said(data, "key", "create", "--user", "ben", "--name", "one", "--scope", "write")
    assert status(own_server, key) == 200
    newer = said(data, "key", "rotate", id_of(data, "one"), "--grace", "0")
    assert (status(own_server, key), status(own_server, newer)) == (401, 200)
    said(data, "user", "disable", "ben")
    assert status(own_server, newer) == 401
    said(data, "user", "enable", "ben")
    assert status(own_server, newer) == 200
    said(data, "user", "delete", "ben")
    assert status(own_server, newer) == 401


def test_quotas_are_named_one_by_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said(data, "user", "create", "ann", "--quota", "cost_per_day=2.5", "--quota", "runs=2")
    assert quotas_of(data, "ann") == {"runs": 2, "budget": {"cost_per_day": 2.5}}
    said(data, "user", "quota", "ann", "--quota", "tokens_per_month=1000")
    assert quotas_of(data, "ann") == {"budget": {"tokens_per_month": 1000}}


def quotas_of(data_dir: Path, name: str) -> dict[str, Any]:
    server = make_server(data_dir)
    server.start()
    try:
        with httpx.Client(base_url=server.url, headers={"X-Session-API-Key": server.api_key}) as admin:
            found = admin.get(f"/users/{name}").json()["quotas"]
    finally:
        server.stop()
    return {key: without_nulls(value) for key, value in found.items() if value is not None}


def without_nulls(value: Any) -> Any:
    return {key: each for key, each in value.items() if each is not None} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("key",), 2, "key create, list"),
        (("key", "revoke"), 2, "key create, list"),
        (("user", "rename", "x"), 2, "user create"),
        (("key", "revoke", "nothing"), 1, "There is no key nothing."),
        (("key", "create", "--user", "nobody"), 1, "There is no user nobody."),
        (("key", "create", "--scope", "everything"), 1, "expected one of read"),
        (("key", "create", "--expires-in", "soon"), 1, "expires_in"),
        (("user", "delete", "default"), 1, "The default user cannot be deleted."),
        (("user", "create", "ann", "--quota", "runs=many"), 1, "runs"),
        (("user", "create", "ann", "--quota", "wishes=3"), 1, "wishes"),
        (("user", "create", "../etc"), 1, "id: expected a letter"),
    ],
)
def test_mistakes_are_explained(tmp_path: Path, words: tuple[str, ...], code: int, sentence: str) -> None:
    done = berthd(tmp_path / "data", *words)
    assert done.returncode == code, done
    assert sentence in done.stderr and done.stdout == ""
