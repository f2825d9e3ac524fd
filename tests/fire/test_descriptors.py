# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server without file descriptors: who is inside is served, who waits at the door is let in later."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from messages import call, message, project, start, start_body, status, wait_for_status
from watch import Bystander, LogWatch, descriptors
from wire import Wire, request


@contextmanager
def few_descriptors(server, spare: int) -> Iterator[None]:
    pid = server.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (descriptors(server) + spare, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))


def test_clients_at_the_door_are_let_in_when_descriptors_are_there_again(own_server):
    log = LogWatch(own_server)
    with Bystander(own_server) as bystander:
        bystander.check(1.0)
        with few_descriptors(own_server, spare=5):
            waiting = [Wire(own_server) for _ in range(40)]
            for each in waiting:
                each.send(request(own_server, "GET", "/alive"))
            assert [each.answer().status for each in waiting[:5]] == [200] * 5
            bystander.check(1.0)
            for each in waiting[:5]:
                each.socket.close()
            assert [each.answer().status for each in waiting[5:10]] == [200] * 5
        assert [each.answer().status for each in waiting[10:]] == [200] * 30
        bystander.check(1.0)
        log.check(len(bystander.seconds) + 40 + 40)
    for each in waiting:
        each.socket.close()


def test_a_run_without_descriptors_says_so_and_can_run_later(own_server, tmp_path):
    conversation = start(own_server, start_body(project(tmp_path)))
    with Wire(own_server) as wire, few_descriptors(own_server, spare=0):
        wire.send(request(own_server, "GET", f"/api/conversations/{conversation}"))
        assert wire.answer().status == 200
        wire.send(request(own_server, "POST", f"/api/conversations/{conversation}/run"))
        answer = wire.answer()
        assert answer.status in (200, 503), answer
        assert answer.status == 200 or answer.json()["detail"]
    assert status(own_server, conversation) in ("idle", "error", "running", "finished")

    call(own_server, "POST", f"/api/conversations/{conversation}/events", message(run=True))
    wait_for_status(own_server, conversation, "finished")
