# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program itself: its files, exit codes, children, idle hours and its promise to write first."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import socket
import ssl
import stat
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from llm_peer import call, finish
from program import outputs
from recorder import events_socket
from target import BerthServer, berthd_path, eventually

pytestmark = pytest.mark.berth_only


def berthd(*arguments: object, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs berthd to its end; only for calls that must end by themselves."""
    return subprocess.run(
        [str(berthd_path()), *map(str, arguments)],
        capture_output=True, text=True, timeout=30, env=(os.environ | (environment or {})),
    )


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_in_the_data_directory_is_its_owners_alone(own_server):
    data = own_server.data_dir

    assert mode(data) == 0o700
    for name in ("server.json", "api-key", "secret.key", "berth.db"):
        assert mode(data / name) == 0o600, name


def test_the_announcement_goes_with_the_server(own_server):
    announcement = own_server.data_dir / "server.json"
    assert announcement.exists()

    own_server.stop()

    assert not announcement.exists()


def test_a_second_server_on_the_same_data_is_refused(own_server):
    second = berthd("serve", "--port", 0, "--data-dir", own_server.data_dir)

    assert second.returncode == 4
    assert own_server.url in second.stderr


def test_a_port_that_is_taken_is_named(tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        refused = berthd("serve", "--port", port, "--data-dir", tmp_path / "data")

    assert refused.returncode == 3
    assert str(port) in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        pytest.param(["--port", "many"], "port", id="a port that is no number"),
        pytest.param(["--runtime", "moon"], "runtime", id="an unknown runtime"),
        pytest.param(["--runtime", "sandbox", "--profile", "developer"], "developer", id="a sandbox for developers"),
        pytest.param(["--log-format", "xml"], "log-format", id="an unknown format"),
        pytest.param(["--nonsense"], "nonsense", id="an unknown flag"),
        pytest.param(["dance"], "dance", id="an unknown command"),
        pytest.param(["--no-auth", "--host", "0.0.0.0"], "no-auth", id="no keys for the whole network"),
        pytest.param(["--host", "0.0.0.0"], "--insecure-bind", id="keys that the whole network can read"),
        pytest.param(["--redirect-port", "8080"], "https", id="a way to https without https"),
        pytest.param(["--tls-self-signed", "--tls-cert", "a", "--tls-key", "b"], "exclude", id="two certificates"),
        pytest.param(["--tls-cert", "a.pem"], "tls-key", id="a certificate without its key"),
        pytest.param(["--config", "/nowhere.json"], "/nowhere.json", id="a configuration that is not there"),
    ],
)
def test_bad_usage_is_explained(tmp_path, arguments, word):
    refused = berthd(*arguments, "--data-dir", tmp_path / "data")

    assert refused.returncode == 2
    assert word in refused.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        pytest.param(["--insecure-bind"], {}, id="a flag"),
        pytest.param(["--insecure-bind", "--no-auth"], {}, id="a flag, also without keys"),
        pytest.param([], {"BERTH_AUTH": "environment"}, id="the environment of an image"),
        pytest.param(["--tls-self-signed"], {}, id="no need with TLS"),
    ],
)
def test_the_network_is_reached_by_who_was_told_twice(tmp_path, arguments, environment):
    server = BerthServer(tmp_path / "data", "--host", "0.0.0.0", *arguments)
    server.environment = environment
    server.start()
    server.stop()


def test_a_certificate_of_its_own_stays_and_shows_its_fingerprint(tmp_path):
    server = BerthServer(tmp_path / "data", "--tls-self-signed")
    fingerprints = []
    for _ in range(2):
        server.start()
        port = int(server.url.rsplit(":", 1)[1])
        shown = ssl.get_server_certificate(("127.0.0.1", port))
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest().upper()
        fingerprints.append(":".join(digest[i : i + 2] for i in range(0, 64, 2)))
        assert server.url.startswith("https://")
        eventually(lambda: fingerprints[-1] in server.log(), 5, "the fingerprint is printed")
        server.stop()

    assert fingerprints[0] == fingerprints[1]
    assert mode(server.data_dir / "tls" / "key.pem") == 0o600


class ServerWithKey(BerthServer):
    """A server that is started as a container starts it."""

    KEY = "a-key-of-the-container"

    def _spawn(self, command, environment, output):
        super()._spawn(command, environment | {"OH_SESSION_API_KEYS_0": self.KEY}, output)


def test_a_key_from_the_environment_opens_the_door(tmp_path):
    server = ServerWithKey(tmp_path / "data")
    server.start()
    try:
        assert status_of(server, "/api/tools", ServerWithKey.KEY) == 200
        assert status_of(server, "/api/tools", server.api_key) == 200
        assert status_of(server, "/api/tools", "another") == 401
        assert status_of(server, "/health", None) == 200
    finally:
        server.stop()


def status_of(server, path: str, key: str | None) -> int:
    headers = {} if key is None else {"X-Session-API-Key": key}
    try:
        with urllib.request.urlopen(urllib.request.Request(server.url + path, headers=headers), timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_sockets_are_told_that_the_server_goes(own_server, program_on):
    program = program_on(own_server)
    conversation = program.ask(program.peer.play(finish()))
    reader = events_socket(own_server, conversation.id)
    reader.wait_for(1)

    own_server.stop()

    reader.wait_until_closed()
    assert reader.close_code == 1001


def test_nobody_reads_the_memory_of_the_server_through_its_children(own_server, program_on):
    program = program_on(own_server)
    conversation = program.ask(program.peer.play(call("terminal", command="env"), finish()))

    environment = "\n".join(outputs(conversation))

    assert "SESSION_API_KEY" not in environment
    assert own_server.api_key not in environment
    limits = Path(f"/proc/{own_server.process.pid}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0", limits)


def test_an_idle_server_sleeps(own_server):
    """No timer of its own is faster than a second: in three seconds it is hardly ever woken."""

    def wake_ups() -> int:
        total = 0
        for task in Path(f"/proc/{own_server.process.pid}/task").iterdir():
            found = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.M)
            total += int(found.group(1)) if found else 0
        return total

    def settled() -> bool:
        before = wake_ups()
        threading.Event().wait(0.5)
        return wake_ups() - before <= 1

    eventually(settled, 20, "the server comes to rest")
    before = wake_ups()
    threading.Event().wait(3)
    assert wake_ups() - before <= 6


TRACED = "fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg"


class TracedServer(BerthServer):
    """A server whose writes and syncs are recorded in the order of the kernel."""

    @property
    def trace(self) -> Path:
        return self.data_dir.parent / "trace"

    def _spawn(self, command, environment, output):
        tracer = ["strace", "-f", "-y", "-qq", "-s", "1000000", "-o", str(self.trace), "-e", f"trace={TRACED}"]
        super()._spawn([*tracer, *command], environment, output)

    def _check_process(self, pid):
        self.server_pid = pid  # the tracer's child

    def stop(self):
        os.kill(self.server_pid, signal.SIGTERM)
        self.process.wait(timeout=30)
        self._close_log()


def test_an_event_is_synced_to_disk_before_its_first_byte_is_sent(tmp_path, program_on):
    server = TracedServer(tmp_path / "traced" / "data")
    server.start()
    program = program_on(server)
    conversation = program.ask(program.peer.play(call("terminal", command="echo one"), finish()))
    ids = [event.id for event in conversation.state.events]
    program.close()
    server.stop()

    lines = server.trace.read_text(errors="replace").splitlines()
    proven = [event_id for event_id in ids if synced_before_sent(lines, event_id)]

    assert len(proven) >= 6
    assert proven == [event_id for event_id in ids if first_line(lines, event_id, is_send) is not None
                      and first_line(lines, event_id, is_log_write) is not None]


def synced_before_sent(lines: list[str], event_id: str) -> bool:
    """Whether the log was synced between the event's write to it and the event's first send."""
    written = first_line(lines, event_id, is_log_write)
    sent = first_line(lines, event_id, is_send)
    if written is None or sent is None:
        return False
    return any(is_sync(line) for line in lines[written:sent])


def first_line(lines: list[str], event_id: str, kind) -> int | None:
    return next((number for number, line in enumerate(lines) if event_id in line and kind(line)), None)


def is_log_write(line: str) -> bool:
    return "pwrite64(" in line and "berth.db-wal" in line


def is_send(line: str) -> bool:
    return re.search(r"(write|writev|sendto|sendmsg)\(\d+<(socket|TCP)", line) is not None


def is_sync(line: str) -> bool:
    return "berth.db-wal>)" in line and "sync(" in line and "unfinished" not in line or "sync resumed" in line


def test_the_demo_says_why_it_cannot_work(tmp_path):
    """A machine without terminals, as a bare change of root has them."""
    demo = [str(berthd_path()), "demo", "--port", "0", "--runtime", "local", "--data-dir", str(tmp_path / "data")]
    root = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    bare = ["unshare", *root, "--mount", "sh", "-c", 'mount --bind /dev/null /dev/ptmx && exec "$@"', "sh", *demo]
    told: list[str] = []
    with subprocess.Popen(bare, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            told.append(line)
            if "listening on" in line:
                process.send_signal(signal.SIGTERM)
    assert any(line.startswith("error") and "terminal" in line for line in told), "".join(told)
    assert any("My steps keep failing" in line for line in told), "".join(told)
