# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspaces in containers beside plain `docker run`, `docker exec` and `docker cp` on the same engine.

Everything but what "at the channel" says is measured through the HTTP API, as a program would see it: a figure holds
the request, the server, the channel into the container and the command.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from engine import IMAGE, Engine
from footprint import idle_memory
from target import BerthServer, berthd_path, eventually

type Figures = dict[str, float]

PATIENCE = 60.0
PARALLEL = 50
LARGE = 100 * 2**20
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """A measure, the plain Docker command beside it, and what it may be at most: a figure, or a multiple of Docker's."""

    key: str
    title: str
    unit: str
    decimals: int
    beside: str = ""
    limit: float | None = None
    ratio: float | None = None

    def verdict(self, figures: Figures) -> str:
        value = figures.get(self.key)
        if value is None:
            return "FAILED"
        if self.limit is not None:
            return f"{'meets' if value < self.limit else 'MISSES'} < {self.limit:g} {self.unit}"
        if self.ratio is not None:
            return f"{'meets' if value < self.ratio * figures[self.beside] else 'MISSES'} < {self.ratio:g} x docker"
        return ""


ROWS = [
    Row("cold", "create a workspace and run its first command", "ms", 0, beside="docker_run", ratio=1.3),
    Row("warm", "first command of a workspace that is ready", "ms", 1, beside="docker_exec", limit=100),
    Row("channel", "a command at the channel, middle one", "ms", 2, beside="docker_exec"),
    Row("channel_p95", "a command at the channel, 95 of 100 are faster", "ms", 2, beside="docker_exec", limit=2),
    Row("channel_parallel", f"{PARALLEL} commands at once at the channel", "ms", 0, "docker_exec_parallel", limit=60),
    Row("command", "a command, middle one", "ms", 2, beside="docker_exec"),
    Row("command_p95", "a command, 95 of 100 are faster", "ms", 2, beside="docker_exec"),
    Row("bash", "a command that is kept as bash events, middle one", "ms", 2, beside="docker_exec"),
    Row("parallel", f"{PARALLEL} commands at once", "ms", 0, beside="docker_exec_parallel", limit=60),
    Row("upload", "100 MiB into a workspace", "ms", 0, beside="docker_cp_in"),
    Row("download", "100 MiB out of a workspace", "ms", 0, beside="docker_cp_out"),
    Row("idle_memory", "memory of the server for an idle workspace", "KiB", 0),
    Row("idle_cpu", "one core's time of the server for all that idle", "%", 2),
]


@dataclass(frozen=True)
class Effort:
    starts: int
    commands: int
    idle: int
    idle_seconds: float


QUICK = Effort(starts=3, commands=50, idle=5, idle_seconds=3)
FULL = Effort(starts=7, commands=300, idle=50, idle_seconds=20)


class Client:
    """The routes of workspaces; an answer that is no success ends the bench with its words."""

    def __init__(self, server: BerthServer) -> None:
        self.headers = {"X-Session-API-Key": server.api_key}
        self.server = server
        self.http = httpx.Client(base_url=server.url, headers=self.headers, timeout=PATIENCE)

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        answer = self.http.request(method, path, **more)  # type: ignore[arg-type]
        if not answer.is_success:
            raise RuntimeError(f"{method} {path} answers {answer.status_code}: {answer.text[:500]}")
        return answer

    def create(self) -> str:
        return self.ask("POST", "/workspaces", json={}).json()["id"]

    def execute(self, workspace: str) -> None:
        result = self.ask("POST", f"/workspaces/{workspace}/execute", json={"command": "true"}).json()
        assert result["exit_code"] == 0, f"the command failed: {result}"

    def bash(self) -> None:
        result = self.ask("POST", "/api/bash/execute_bash_command", json={"command": "true"}).json()
        assert result["exit_code"] == 0, f"the command failed: {result}"

    def await_ready(self, workspace: str) -> None:
        def is_ready() -> bool:
            state = self.ask("GET", f"/workspaces/{workspace}").json()["state"]
            assert state not in ("failed", "error"), f"the workspace is {state}"
            return state == "ready"

        eventually(is_ready, PATIENCE, "the workspace is ready")

    def remove(self, workspace: str) -> None:
        self.ask("DELETE", f"/workspaces/{workspace}")


def milliseconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - started)


def measure(folder: Path, quick: bool, say: Callable[[str], None]) -> Figures:
    """What could be measured; what could not is said."""
    effort = QUICK if quick else FULL
    with Engine(folder / "engine") as engine:
        say("measuring plain docker")
        figures = measure_docker(engine, folder, effort)
        say("measuring the channel into a container")
        try:
            figures |= measure_channel(engine, effort)
        except (RuntimeError, OSError, ValueError) as error:
            say(f"measure channel failed: {error}")
        server = ContainerServer(
            folder / "containers", "--runtime", "docker", "--docker-host", engine.address,
            "--max-workspaces", str(effort.idle + 10),
        )
        server.start()
        try:
            client = Client(server)
            client.bash()  # the engine is found, the default workspace is there
            say("measuring workspaces in containers")
            for part in (measure_starts, measure_commands, measure_parallel, measure_files, measure_idle):
                try:
                    figures |= part(client, effort)
                except (AssertionError, RuntimeError, OSError, httpx.HTTPError) as error:
                    say(f"{part.__name__.replace('_', ' ')} failed: {error}")
        finally:
            server.stop()
    return figures


class ContainerServer(BerthServer):
    def _patience(self) -> float:
        return PATIENCE  # it removes its containers first


def measure_docker(engine: Engine, folder: Path, effort: Effort) -> Figures:
    run = ["run", "--rm", "--network", "none", IMAGE, "true"]
    container = engine.docker("run", "--detach", "--network", "none", IMAGE, "sleep", "86400")
    large = large_file(folder)
    figures = {
        "docker_run": statistics.median(milliseconds(lambda: engine.docker(*run)) for _ in range(effort.starts)),
        "docker_exec": statistics.median(
            milliseconds(lambda: engine.docker("exec", container, "true")) for _ in range(effort.starts * 3)
        ),
        "docker_exec_parallel": milliseconds(lambda: exec_at_once(engine, container)),
        "docker_cp_in": milliseconds(lambda: engine.docker("cp", str(large), f"{container}:/large")),
        "docker_cp_out": milliseconds(lambda: engine.docker("cp", f"{container}:/large", str(folder / "back"))),
    }
    engine.docker("rm", "--force", container)
    return figures


def measure_channel(engine: Engine, effort: Effort) -> Figures:
    """What a program of our own measures that opens the channel itself."""
    program = berthd_path().parent / "bench_channel"
    done = subprocess.run(
        [program, engine.address, str(effort.commands), str(PARALLEL)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    found: Figures = json.loads(done.stdout)
    return {"channel": found["middle"], "channel_p95": found["p95"], "channel_parallel": found["parallel"]}


def exec_at_once(engine: Engine, container: str) -> None:
    each = [
        subprocess.Popen(engine.command("exec", container, "true"), stdout=subprocess.DEVNULL)
        for _ in range(PARALLEL)
    ]
    assert all(process.wait(timeout=PATIENCE) == 0 for process in each), "a docker exec failed"


def large_file(folder: Path) -> Path:
    path = folder / "large"
    if not path.exists():
        path.write_bytes(os.urandom(2**20) * (LARGE // 2**20))
    return path


def measure_starts(client: Client, effort: Effort) -> Figures:
    return {
        "cold": statistics.median(cold_start(client) for _ in range(effort.starts)),
        "warm": statistics.median(warm_start(client) for _ in range(effort.starts)),
    }


def cold_start(client: Client) -> float:
    started = time.perf_counter()
    workspace = client.create()
    client.execute(workspace)
    taken = 1000 * (time.perf_counter() - started)
    client.remove(workspace)
    return taken


def warm_start(client: Client) -> float:
    workspace = client.create()
    client.await_ready(workspace)
    taken = milliseconds(lambda: client.execute(workspace))
    client.remove(workspace)
    return taken


def measure_commands(client: Client, effort: Effort) -> Figures:
    workspace = client.create()
    client.execute(workspace)
    each = [milliseconds(lambda: client.execute(workspace)) for _ in range(effort.commands)]
    kept = [milliseconds(client.bash) for _ in range(effort.commands)]
    figures = {
        "command": statistics.median(each),
        "command_p95": statistics.quantiles(each, n=20)[-1],
        "bash": statistics.median(kept),
    }
    client.remove(workspace)
    return figures


def measure_parallel(client: Client, effort: Effort) -> Figures:
    workspace = client.create()
    client.execute(workspace)
    figures = {"parallel": statistics.median(at_once(client, workspace) for _ in range(effort.starts))}
    client.remove(workspace)
    return figures


def at_once(client: Client, workspace: str) -> float:
    """Milliseconds until the last of many requests that leave together is answered, over connections that are open."""
    body = json.dumps({"command": "true"}).encode()
    address = urlsplit(client.server.url)
    lines = [
        f"POST /workspaces/{workspace}/execute HTTP/1.1", f"Host: {address.netloc}",
        f"X-Session-API-Key: {client.server.api_key}", "Content-Type: application/json",
        f"Content-Length: {len(body)}", "", "",
    ]
    request = "\r\n".join(lines).encode() + body
    sockets = [socket.create_connection((address.hostname, address.port), PATIENCE) for _ in range(PARALLEL)]
    try:
        started = time.perf_counter()
        for each in sockets:
            each.sendall(request)
        read_answers(sockets)
        return 1000 * (time.perf_counter() - started)
    finally:
        for each in sockets:
            each.close()


def read_answers(sockets: list[socket.socket]) -> None:
    answers = dict.fromkeys(sockets, b"")
    waiting = selectors.DefaultSelector()
    for each in sockets:
        waiting.register(each, selectors.EVENT_READ)
    while waiting.get_map():
        ready = waiting.select(PATIENCE)
        assert ready, "a command was not answered"
        for key, _ in ready:
            each = key.fileobj
            assert isinstance(each, socket.socket)
            piece = each.recv(65536)
            answers[each] += piece
            if not piece or is_complete(answers[each]):
                waiting.unregister(each)
    for answer in answers.values():
        assert answer.startswith(b"HTTP/1.1 200") and b'"exit_code":0' in answer.replace(b" ", b""), answer


def is_complete(answer: bytes) -> bool:
    head, gap, body = answer.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(gap) and bool(lengths) and len(body) >= int(lengths[0].split(b":")[1])


def measure_files(client: Client, _: Effort) -> Figures:
    large = large_file(client.server.data_dir.parent)

    def upload() -> None:
        with large.open("rb") as content:
            client.ask("POST", "/api/file/upload", params={"path": "/workspace/large"}, files={"file": content})

    def download() -> None:
        with client.http.stream("GET", "/api/file/download", params={"path": "/workspace/large"}) as answer:
            answer.raise_for_status()
            size = sum(len(piece) for piece in answer.iter_raw(2**20))
        assert size == LARGE, f"{size} bytes came back"

    return {"upload": milliseconds(upload), "download": milliseconds(download)}


def measure_idle(client: Client, effort: Effort) -> Figures:
    pid = client.server.process.pid
    before = idle_memory(pid, 1).rss
    workspaces = [client.create() for _ in range(effort.idle)]
    for workspace in workspaces:
        client.execute(workspace)
    threading.Event().wait(1)
    spent = processor_time(pid)
    after = idle_memory(pid, effort.idle_seconds).rss
    figures = {
        "idle_memory": (after - before) / 1024 / effort.idle,
        "idle_cpu": 100 * (processor_time(pid) - spent) / effort.idle_seconds,
    }
    for workspace in workspaces:
        client.remove(workspace)
    return figures


def processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def is_whole(figures: Figures) -> bool:
    return all(row.key in figures for row in ROWS)


def table(figures: Figures) -> str:
    def shown(key: str, row: Row) -> str:
        return f"{figures[key]:10.{row.decimals}f}" if key in figures else f"{'-':>10}"

    lines = [f"{'in a container, through the API':58}{'berth':>10}{'docker':>10}  target"]
    for row in ROWS:
        title = f"{row.title}, {row.unit}"
        lines.append(f"{title:58}{shown(row.key, row)}{shown(row.beside, row)}  {row.verdict(figures)}")
    return "\n".join(lines)
