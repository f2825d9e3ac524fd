# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files, folders, processes and terminals of a workspace over HTTP."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from client import PATIENCE, Client
from engine import Engine
from target import eventually

FILES = "/workspace/project"


@pytest.fixture
def place(client: Client) -> Iterator[httpx.Client]:
    """The default workspace of the user, by addresses below it."""
    [default] = client.all()
    with httpx.Client(
        base_url=f"{client.server.url}/workspaces/{default['id']}/", timeout=PATIENCE,
        headers={"Authorization": f"Bearer {client.server.api_key}"},
    ) as http:
        yield http


def test_files_are_written_read_and_removed(place: httpx.Client, client: Client) -> None:
    content = bytes(range(256)) * 40_000
    written = place.put(f"files{FILES}/a b.bin", content=content)
    assert written.status_code == 200, written.text
    assert written.json()["path"] == f"{FILES}/a b.bin" and written.json()["size"] == len(content)
    read = place.get(f"files{FILES}/a b.bin")
    assert read.status_code == 200 and read.content == content
    part = place.get(f"files{FILES}/a b.bin", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206 and part.content == content[10:20]
    same = place.get(f"files{FILES}/a b.bin", headers={"If-None-Match": read.headers["etag"]})
    assert same.status_code == 304 and same.content == b""
    assert place.put(f"files{FILES}/a b.bin", content=b"").status_code == 200
    assert place.get(f"files{FILES}/a b.bin").content == b""
    assert place.delete(f"files{FILES}/a b.bin").status_code == 204
    assert place.get(f"files{FILES}/a b.bin").status_code == 404
    assert place.delete(f"files{FILES}").status_code == 204
    assert place.get("files").json() == {"path": "/workspace", "items": [], "next_cursor": None}


def test_folders_are_listed_page_by_page(place: httpx.Client, client: Client) -> None:
    [default] = client.all()
    client.say(default["id"], f"mkdir -p {FILES}/sub; cd {FILES}; touch $(seq -w 1 120); ln -s sub link")
    names: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = place.get(f"files{FILES}", params={"limit": "50", **cursor}).json()
        names += [item["name"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        assert len(page["items"]) == 50
        cursor = {"cursor": page["next_cursor"]}
    assert names == [f"{number:03}" for number in range(1, 121)] + ["link", "sub"]
    kinds = {item["name"]: item["type"] for item in page["items"]}
    assert kinds["sub"] == "directory" and kinds["link"] == "link" and kinds["120"] == "file"
    assert place.get(f"files{FILES}", params={"limit": "0"}).status_code == 422


def test_no_path_leads_out(client: Client, engine: Engine) -> None:
    [default] = client.all()
    for path in (
        "workspace/../etc/passwd", "workspace/%2e%2e/etc/passwd", "..%2fetc", "workspace/a%00b", "./x", "%2e%2e/%2e%2e/x",
    ):
        for method in ("GET", "PUT", "DELETE"):
            status, text = raw(client, method, f"/workspaces/{default['id']}/files/{path}")
            assert status in (400, 404), (method, path, text)
    assert engine.containers() == []


def raw(client: Client, method: str, target: str) -> tuple[int, bytes]:
    """Sends a path as it is."""
    place = urlsplit(client.server.url)
    with closing(HTTPConnection(str(place.hostname), place.port, timeout=PATIENCE)) as connection:
        connection.request(method, target, body=b"", headers={"Authorization": f"Bearer {client.server.api_key}"})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_what_cannot_be_written_is_refused(place: httpx.Client) -> None:
    assert place.put("files/etc/berth", content=b"x").status_code in (403, 422)
    assert place.put("files/workspace", content=b"x").status_code in (400, 409, 422)
    assert place.get("files/proc/1/environ").content == b""
    assert place.get("files/etc/shadow").status_code in (403, 404)


def test_a_folder_comes_as_an_archive(place: httpx.Client, client: Client) -> None:
    [default] = client.all()
    client.say(default["id"], f"mkdir -p {FILES}/sub; cd {FILES}; echo one > sub/1; mkdir r; git -C r init -q; touch r/f")
    answer = place.get("archive", params={"path": FILES})
    assert answer.status_code == 200, answer.text
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        names = archive.getnames()
        assert archive.extractfile("project/sub/1").read() == b"one\n"  # type: ignore[union-attr]
    assert "project/r/f" in names
    assert place.get("archive", params={"path": "/nowhere"}).status_code == 404


def test_processes_are_listed_and_killed(place: httpx.Client, client: Client) -> None:
    [default] = client.all()
    assert place.get("processes").json() == {"items": []}

    def sleepers() -> list[dict[str, Any]]:
        return [item for item in place.get("processes").json()["items"] if item["command"] == "sleep 4321"]

    with ThreadPoolExecutor() as pool:
        running = pool.submit(client.execute, default["id"], "exec sleep 4321")
        eventually(lambda: len(sleepers()) == 1, 30, "the process is listed")
        [sleeper] = sleepers()
        assert sleeper["uid"] == 1000 and sleeper["memory_bytes"] > 0
        assert place.post(f"processes/{sleeper['pid']}/kill", json={"signal": "NOTHING"}).status_code == 422
        assert place.post(f"processes/{sleeper['pid']}/kill", json={"signal": "KILL"}).status_code == 204
        assert running.result(timeout=20)["exit_code"] == 137
    assert place.post(f"processes/{sleeper['pid']}/kill").status_code == 404
    assert place.post("processes/1;reboot/kill").status_code == 404
    assert place.get("logs").status_code == 200


# --- terminals ----------------------------------------------------------------------------------


def terminal(client: Client, query: str = "", identifier: str | None = None) -> ClientConnection:
    found = identifier or client.all()[0]["id"]
    url = f"{client.server.url.replace('http', 'ws', 1)}/workspaces/{found}/terminal{query}"
    return connect(url, additional_headers={"Authorization": f"Bearer {client.server.api_key}"})


def say(socket: ClientConnection, **frame: Any) -> None:
    socket.send(json.dumps(frame))


def read_until(socket: ClientConnection, wanted: bytes) -> bytes:
    shown = bytearray()
    while wanted not in shown[-10_000:]:
        frame = socket.recv(timeout=20)
        assert isinstance(frame, bytes), frame
        shown += frame
    return bytes(shown)


def test_a_terminal_is_used(client: Client) -> None:
    with terminal(client, "?cols=91&rows=31&cwd=/tmp") as socket:
        say(socket, type="input", data="echo $PWD $LINES $COLUMNS $TERM\n")
        read_until(socket, b"/tmp 31 91 xterm-256color")
        say(socket, type="resize", cols=70, rows=20)
        say(socket, type="input", data="bash --version > /dev/null\n")
        say(socket, type="input", data="echo h\u00e4 $LINES $COLUMNS\n")
        read_until(socket, "h\u00e4 20 70".encode())
        say(socket, type="nonsense")
        say(socket, type="input", data="exit 3\n")
        frames = []
        with pytest.raises(ConnectionClosed):
            while True:
                frames.append(socket.recv(timeout=20))
        texts = [json.loads(frame) for frame in frames if isinstance(frame, str)]
        assert [frame["type"] for frame in texts] == ["error", "exit"] and texts[1]["code"] == 3


def test_a_terminal_ends_with_its_socket(client: Client) -> None:
    with terminal(client) as socket:
        say(socket, type="input", data="sleep 9876 &\necho st''arted\n")
        read_until(socket, b"started")
    [default] = client.all()
    eventually(
        lambda: client.say(default["id"], "ps -e -o args=").count("sleep 9876") == 0, 10, "what it ran has ended"
    )


def test_a_terminal_waits_for_a_slow_client(client: Client) -> None:
    with terminal(client) as socket:
        say(socket, type="input", data="head -c 6000000 /dev/zero | tr '\\0' x; echo the''end\n")
        assert len(read_until(socket, b"theend")) > 6_000_000


def test_a_terminal_needs_a_workspace(client: Client) -> None:
    with terminal(client, identifier="somebody") as socket:
        assert json.loads(socket.recv(timeout=20))["message"] == "Workspace not found"
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=20)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4004
    with terminal(client, "?cols=0") as socket:
        assert json.loads(socket.recv(timeout=20))["type"] == "error"
