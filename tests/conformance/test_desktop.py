# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program for the desktop: a server in a window's company, or a view of one that runs."""

import json
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from target import REPOSITORY, berthd_path, eventually

pytestmark = pytest.mark.berth_only


@pytest.fixture
def start(monkeypatch):
    """Starts `berth` on a data directory, without a screen."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("BERTH_KEYCHAIN", "off")
    started = []

    def run(data, *options):
        command = [str(berthd_path().with_name("berth")), "--background", "--data-dir", str(data)]
        started.append(subprocess.Popen([*command, "--port", "0", "--runtime", "local", *options]))
        return started[-1]

    yield run
    for program in started:
        program.kill()
        program.wait(10)


def announced(data):
    path = data / "server.json"
    eventually(path.exists, 20, "the server listens")
    return json.loads(path.read_text())


def is_healthy(url):
    return httpx.get(url + "/health", timeout=5).status_code == 200


def test_it_brings_its_own_server_and_ends_it(start, tmp_path):
    program = start(tmp_path)
    told = announced(tmp_path)
    assert told["pid"] == program.pid
    assert is_healthy(told["url"])

    program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    assert not (tmp_path / "server.json").exists()


def test_a_second_start_is_handed_to_the_first(start, tmp_path):
    first = start(tmp_path)
    told = announced(tmp_path)

    assert start(tmp_path).wait(10) == 0
    assert first.poll() is None
    assert is_healthy(told["url"])


def test_it_watches_a_server_that_runs_and_leaves_it_running(start, own_server):
    program = start(own_server.data_dir)
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(1)
    program.send_signal(signal.SIGTERM)

    assert program.wait(10) == 0
    assert own_server.running
    assert is_healthy(own_server.url)


def test_the_demo_plays_an_agent_at_work(start, tmp_path):
    start(tmp_path, "--demo")
    told = announced(tmp_path)
    key = (tmp_path / "api-key").read_text().strip()

    def demo():
        answer = httpx.get(told["url"] + "/conversations", headers={"X-Session-API-Key": key}, timeout=5)
        return [each["title"] for each in answer.json()["items"] if each["state"] == "finished"]

    eventually(lambda: demo() == ["Demo"], 30, "the demo has ended")
    assert (tmp_path / "project" / "count_words.py").exists()


def test_it_is_seen_whether_a_model_is_kept(start, tmp_path):
    def is_kept():
        return subprocess.run([REPOSITORY / "scripts" / "has-model", tmp_path]).returncode == 0

    assert not is_kept()
    start(tmp_path)
    told = announced(tmp_path)
    assert not is_kept()
    key = Path(told["api_key_file"]).read_text().strip()
    model = {"model": "openai/one", "base_url": "http://127.0.0.1:9"}
    answer = httpx.put(told["url"] + "/llms/one", json=model, headers={"Authorization": f"Bearer {key}"}, timeout=5)
    assert answer.is_success
    assert is_kept()
