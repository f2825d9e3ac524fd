# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language model made of paper: an HTTP server that plays scripts.

It speaks OpenAI Chat Completions, whole and streamed. Each script belongs to
one model name, so conversations that run at the same time do not share turns.
Requests that offer no tools (titles, verdicts on goals) are answered from the
side and never take a turn.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PROMPT_TOKENS = 100
COMPLETION_TOKENS = 20
SIDE_ANSWER = "A scripted title"


@dataclass(frozen=True)
class Call:
    """One tool call. `arguments` may be raw text, to send what no parser likes."""

    tool: str
    arguments: dict[str, Any] | str

    def text(self) -> str:
        if isinstance(self.arguments, str):
            return self.arguments
        return json.dumps(self.arguments)


@dataclass(frozen=True)
class Turn:
    """One answer of the model, or an HTTP error.

    `before` is called when the request has arrived; the answer waits until `gate` opens. `raw` is
    the whole body of an answer that says 200 and means something else.
    """

    text: str | None = None
    calls: tuple[Call, ...] = ()
    status: int = 200
    error: str = ""
    gate: threading.Event | None = None
    before: Callable[[], object] | None = None
    raw: str | None = None


def say(text: str) -> Turn:
    return Turn(text=text)


def call(tool: str, **arguments: Any) -> Turn:
    return Turn(calls=(Call(tool, arguments),))


def calls(*several: Call, text: str | None = None) -> Turn:
    return Turn(text=text, calls=several)


def finish(message: str = "Done.") -> Turn:
    return call("finish", message=message)


def fail(status: int, error: str) -> Turn:
    return Turn(status=status, error=error)


@dataclass
class Script:
    """The turns of one model and every request that asked for them."""

    model: str
    turns: Iterator[Turn]
    requests: list[dict[str, Any]] = field(default_factory=list)
    side_requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    """What a judge of goals answers, in turn."""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, request: dict[str, Any], headers: dict[str, str]) -> Turn:
        with self.changed:
            self.headers.append(headers)
            if not request.get("tools"):
                self.side_requests.append(request)
                self.changed.notify_all()
                return say(self._side_answer(request))
            self.requests.append(request)
            turn = next(self.turns, None) or finish("The script has ended.")
            self.changed.notify_all()
            return turn

    def _side_answer(self, request: dict[str, Any]) -> str:
        asks_for_a_verdict = "score" in text_of(request["messages"][0]["content"])
        return self.verdicts.pop(0) if self.verdicts and asks_for_a_verdict else SIDE_ANSWER

    def wait_for_request(self, number: int = 1, timeout: float = 20) -> dict[str, Any]:
        """The request with this one-based number, as soon as it has arrived."""
        with self.changed:
            arrived = self.changed.wait_for(lambda: len(self.requests) >= number, timeout)
        assert arrived, f"the model was asked {len(self.requests)} times, not {number}"
        return self.requests[number - 1]

    def tool_results(self) -> list[str]:
        """What the newest request told the model about its tool calls."""
        messages = self.requests[-1]["messages"]
        return [text_of(m["content"]) for m in messages if m["role"] == "tool"]


def text_of(content: Any) -> str:
    """The text of a chat message, given as a string or as parts."""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or [])


class LlmPeer:
    """Owns the HTTP server and the scripts."""

    def __init__(self) -> None:
        self._scripts: dict[str, Script] = {}
        self._numbers = itertools.count(1)
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def play(self, *turns: Turn, model: str = "") -> Script:
        """Registers a script that ends with a finish call once its turns are used.

        `model` is its name where somebody will see it; no other script may have it.
        """
        return self._register(iter(turns), model)

    def repeat(self, make_turn: Callable[[], Turn]) -> Script:
        """Registers a script without an end."""
        return self._register(make_turn() for _ in itertools.count())

    def answer(self, request: dict[str, Any], headers: dict[str, str]) -> Turn:
        script = self._scripts.get(request.get("model", ""))
        if script is None:
            return fail(404, f"no script for the model {request.get('model')!r}")
        return script.take(request, headers)

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def _register(self, turns: Iterator[Turn], model: str = "") -> Script:
        script = Script(model=model or f"scripted-{next(self._numbers)}", turns=turns)
        self._scripts[script.model] = script
        return script


def _handler_for(peer: LlmPeer) -> type[BaseHTTPRequestHandler]:
    class Handler(_ChatHandler):
        owner = peer

    return Handler


class _ChatHandler(BaseHTTPRequestHandler):
    owner: LlmPeer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        turn = self.owner.answer(request, headers)
        if turn.before is not None:
            turn.before()
        if turn.gate is not None:
            self._hold(turn.gate)
        try:
            self._respond(turn, request)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """The suite prints nothing for a request."""

    def _hold(self, gate: threading.Event) -> None:
        while not gate.wait(0.05) and not self.owner.closing.is_set():
            pass

    def _respond(self, turn: Turn, request: dict[str, Any]) -> None:
        if turn.status != 200:
            self._send_json(turn.status, {"error": {"message": turn.error, "code": turn.status}})
        elif turn.raw is not None:
            self._send(200, turn.raw.encode())
        elif request.get("stream"):
            self._send_stream(turn, request["model"])
        else:
            self._send_json(200, _completion(turn, request["model"]))

    def _send_json(self, status: int, document: dict[str, Any]) -> None:
        self._send(status, json.dumps(document).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_stream(self, turn: Turn, model: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for chunk in _chunks(turn, model):
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")


_answer_numbers = itertools.count(1)


def _tool_calls(turn: Turn, answer: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"call_{answer}_{index}",
            "type": "function",
            "function": {"name": one.tool, "arguments": one.text()},
        }
        for index, one in enumerate(turn.calls)
    ]


def _usage() -> dict[str, int]:
    return {
        "prompt_tokens": PROMPT_TOKENS,
        "completion_tokens": COMPLETION_TOKENS,
        "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS,
    }


def _finish_reason(turn: Turn) -> str:
    return "tool_calls" if turn.calls else "stop"


def _completion(turn: Turn, model: str) -> dict[str, Any]:
    answer = next(_answer_numbers)
    message: dict[str, Any] = {"role": "assistant", "content": turn.text}
    if turn.calls:
        message["tool_calls"] = _tool_calls(turn, answer)
    choice = {"index": 0, "message": message, "finish_reason": _finish_reason(turn)}
    return {
        "id": f"chatcmpl-{answer}",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": model,
        "choices": [choice],
        "usage": _usage(),
    }


def _chunks(turn: Turn, model: str) -> Iterator[dict[str, Any]]:
    answer = next(_answer_numbers)

    def chunk(delta: dict[str, Any], reason: str | None = None, **extra: Any) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return {
            "id": f"chatcmpl-{answer}",
            "object": "chat.completion.chunk",
            "created": 1_700_000_000,
            "model": model,
            "choices": [choice],
            **extra,
        }

    yield chunk({"role": "assistant", "content": ""})
    for word in _words(turn.text or ""):
        yield chunk({"content": word})
    for index, tool_call in enumerate(_tool_calls(turn, answer)):
        yield chunk({"tool_calls": [{"index": index, **tool_call}]})
    yield chunk({}, _finish_reason(turn))
    yield {**chunk({}), "choices": [], "usage": _usage()}


def _words(text: str) -> list[str]:
    return [word + " " for word in text.split(" ")[:-1]] + text.split(" ")[-1:] if text else []
