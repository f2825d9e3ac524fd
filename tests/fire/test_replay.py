# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty clients ask everything of every route, right and wrong, in random order and all at once.

The seed is printed; FIRE_SEED repeats it (as far as the order of threads allows).
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter

from catalogue import Catalogue, Call
from llm_peer import Call as Use
from llm_peer import calls
from messages import call, message, project, scripted, start, stored
from target import eventually, is_sanitized
from watch import MEBIBYTE
from wire import Wire, request

CLIENTS = 20
ORDINARY_SECONDS, LONG_SECONDS = 15, 120
MOST_CONVERSATIONS = 60
SPARED = 8
EXCUSES = (
    b"The question was given up.",  # 503: its conversation was removed before the model had answered
    b"502: Cannot reach ",  # the model's address was made up,
    b"502: Error code: 404 - no script for the model",  # or its name
)


class Client(threading.Thread):
    """Asks until the time is over, on connections that it keeps as long as the server does."""

    def __init__(self, server, catalogue: Catalogue, end: float) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._catalogue = catalogue
        self._end = end
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []

    def run(self) -> None:
        while time.monotonic() < self._end and not self.faults:
            try:
                with Wire(self._server, patience=30) as wire:
                    while time.monotonic() < self._end and self._ask(wire, self._catalogue.next()):
                        pass
            except Exception as fault:
                self.faults.append(repr(fault))

    def _ask(self, wire: Wire, each: Call) -> bool:
        """Whether the connection can be used for the next request."""
        if each.creates and len(self._catalogue.conversations) >= MOST_CONVERSATIONS:
            return True
        wire.send(request(self._server, each.method, each.path, each.body, *each.fields))
        try:
            answer = wire.answer(to_head=each.method == "HEAD")
        except (EOFError, TimeoutError, OSError) as fault:
            self.faults.append(f"{each}: {fault!r}")
            return False
        self.statuses[answer.status] += 1
        if answer.status >= 500 and not any(excuse in answer.body for excuse in EXCUSES):
            self.faults.append(f"{each}: {answer.status} {answer.body[:300]!r}"[:2000])
        if each.creates and answer.status == 201:
            self._catalogue.conversations.append(answer.json()["id"])
        return answer.headers.get("connection") != "close"


def check_can_finish(server, conversation: str, llm: dict) -> None:
    """Whatever was done to it: interrupted, given its model and its budget back and asked again, it runs to its end."""
    path = f"/api/conversations/{conversation}"
    call(server, "POST", f"{path}/goal/stop")
    call(server, "POST", f"{path}/interrupt")
    eventually(lambda: call(server, "GET", path).json()["execution_status"] != "running", 20, "the run ends")
    assert call(server, "POST", f"{path}/switch_llm", {"llm": llm}).status == 200
    assert call(server, "PATCH", f"/conversations/{conversation}", {"max_budget": None}).status == 200
    assert call(server, "POST", f"{path}/confirmation_policy", {"policy": {"kind": "NeverConfirm"}}).status == 200
    call(server, "POST", f"{path}/events/respond_to_confirmation", {"accept": False, "reason": "No."})

    def is_finished() -> bool:
        now = call(server, "GET", path).json()["execution_status"]
        if now not in ("running", "finished"):
            call(server, "POST", f"{path}/events", message("Go on.", run=True))
        return now == "finished"

    call(server, "POST", f"{path}/events", message("Come to an end.", run=True))
    eventually(is_finished, 30, f"{conversation} finishes")


def test_no_order_of_requests_breaks_the_server(server, peer, tmp_path, guarded, long, chance, figure):
    guarded.log_lines, guarded.peak, guarded.after = 1_000_000, 512 * MEBIBYTE, 256 * MEBIBYTE
    guarded.worst_wait = 5.0
    numbers = itertools.count()
    steps = [lambda: Use("terminal", {"command": f"echo {next(numbers)}"}), lambda: Use("finish", {"message": "."})]
    script = peer.repeat(lambda: calls(random.choice(steps)(), text="A word with it, for those who only ask."))
    directory = project(tmp_path)
    document = call(server, "GET", "/openapi.json").json()
    catalogue = Catalogue(document, chance, directory, lambda: scripted(peer, script, directory))
    for _ in range(SPARED):
        catalogue.conversations.append(start(server, scripted(peer, script, directory)))
        catalogue.events += [event["id"] for event in stored(server, catalogue.conversations[-1])]
    catalogue.spared = set(catalogue.conversations)

    end = time.monotonic() + (LONG_SECONDS if long else ORDINARY_SECONDS)
    clients = [Client(server, catalogue, end) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(end - time.monotonic() + 40)
        assert not client.is_alive(), "a client waits for ever"

    statuses = sum((client.statuses for client in clients), Counter())
    figure(f"{statuses.total()} requests over {len(catalogue)} routes: {dict(sorted(statuses.items()))}")
    faults = [fault for client in clients for fault in client.faults]
    assert not faults, "\n".join(faults[:10])
    assert statuses.total() > (50 if is_sanitized() else 500)
    assert {200, 201, 404, 422} <= set(statuses)
    left = [one for one in catalogue.conversations
            if call(server, "GET", f"/api/conversations/{one}").status == 200]
    assert catalogue.spared <= set(left)
    for conversation in left:
        check_can_finish(server, conversation, scripted(peer, script, directory)["agent"]["llm"])
    figure(f"{len(left)} conversations ran to their end afterwards")
