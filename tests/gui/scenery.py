# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be seen on the pictures: a person's conversations in every state, keys, users and workspaces."""

from __future__ import annotations

import base64
import struct
import threading
import zlib

from llm_peer import Call, LlmPeer, Turn, call, calls, fail, finish
from program import Home

# What a person could have at home; each plays one conversation.
MODELS = ["mistral-small", "gpt-oss-120b", "glm-4.6", "devstral-2", "llama-4", "kimi-k2", "qwen3-coder"]

PLAN = [
    {"title": "Reproduce the failure", "notes": "", "status": "done"},
    {"title": "Find the race between retry and close", "notes": "", "status": "done"},
    {"title": "Fix it, and run the test 20 times", "notes": "", "status": "in_progress"},
    {"title": "Push the branch", "notes": "", "status": "todo"},
]
SESSION = """import asyncio


class Session:
    async def close(self):
        if not self._done:
            self._handle.close()
        self._done = True
"""
# Fails at first, as the story wants it.
PYTEST = """#!/bin/sh
if [ -e .tried ]; then
    echo '....................   [100%]'
    echo '20 passed in 41.12s'
    exit
fi
touch .tried
echo 'FAILED tests/test_upload.py::test_resume[7-20]'
echo 'E   AssertionError: 524288 != 1048576'
echo '4 failed, 16 passed in 13.90s'
exit 1
"""
MENDED = """        async with self._lock:
            await self._flush()
            self._handle.close()
"""


# All that a text of an agent may be made of.
SUMMARY = """## What the harbour looks like

1. Two piers, **three** berths each.
2. A light at the end of the *longer* one, see [its page](https://example.com/light).

> Depths are below chart datum.

| Berth | Depth |
|-------|------:|
| A1    | 4.2 m |
| A2    | 3.8 m |

```python
def depth(berth: str) -> float:
    return DEPTHS[berth]  # metres
```
"""


def picture() -> str:
    """One to look at, as a message carries it."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"".join(bytes((60 + x, 120 + y // 2, 200 - y)) for x in range(160)) for y in range(100))
    head = struct.pack(">IIBBBBB", 160, 100, 8, 2, 0, 0, 0)
    data = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return "data:image/png;base64," + base64.b64encode(data).decode()


def fill(home: Home, peer: LlmPeer, held: threading.Event) -> str:
    """Conversations in every state; the answer is the one that waits for a person."""
    project = home.folder / "upload"
    project.mkdir()
    (project / "session.py").write_text(SESSION)
    (project / "pytest").write_text(PYTEST)
    (project / "pytest").chmod(0o755)
    test = call("terminal", command="./pytest -q tests/test_upload.py --count 20", security_risk="LOW")

    names = iter(MODELS)

    def ask(title: str, text: str, *turns: Turn, policy: str = "NeverConfirm", image: str = "") -> str:
        model = home.model(peer, peer.play(*turns, model=next(names)))
        tools = [{"name": name} for name in ("terminal", "file_editor", "task_tracker")]
        agent = {"llm": model | {"usage_id": "agent", "stream": True}, "tools": tools}
        body = {"agent": agent, "title": title, "message": text, "directory": str(project),
                "confirmation_policy": {"kind": policy}}
        if image:
            del body["message"]
        identifier: str = home.call("POST", "/conversations", body)["id"]
        if image:
            content = [{"type": "text", "text": text}, {"type": "image", "image_urls": [image]}]
            home.call("POST", f"/api/conversations/{identifier}/events", {"role": "user", "content": content, "run": True})
        return identifier

    looks = [call("terminal", command=f"echo berth A{number}: 4.2 m") for number in range(1, 19)]
    drawn = ask("Draw the harbour", "This is the chart. What is there?", *looks, finish(SUMMARY), image=picture())
    home.becomes(drawn, "finished")
    explained = ask(
        "Explain scheduler latency", "Why does the scheduler wait?", call("terminal", command="uname -s"),
        finish("It waits for the disk: the queue is full for 40 ms of each 200."),
    )
    home.becomes(explained, "finished")
    failed = ask("Nightly dependency audit", "Look for old packages.", fail(401, "invalid key"))
    home.becomes(failed, "error")
    for title in ("Tidy the changelog", "Write release notes for 2.4"):
        home.becomes(ask(title, "Please.", finish("Done.")), "finished")
    working = ask(
        "Migrate settings to TOML", "Read settings from TOML, and keep the old file working.",
        calls(Call("terminal", {"command": "ls -1"}), text="I look at what is there first."),
        Turn(text="The loader reads TOML first.", gate=held),
    )
    home.becomes(working, "running")
    home.call("POST", "/users", {"id": "jonas", "name": "Jonas"})
    for name, user, scopes in (("laptop", "default", ["write"]), ("nightly builds", "jonas", ["read"]),
                               ("dashboard", "default", ["metrics"])):
        home.call("POST", "/keys", {"name": name, "user_id": user, "scopes": scopes, "expires_in": 90 * 86400})
    return ask(
        "Fix flaky upload test",
        "The upload test fails about one time in five on CI. Find out why, fix it and push to my branch.",
        calls(Call("task_tracker", {"command": "plan", "task_list": PLAN, "security_risk": "LOW"}),
              text="I plan the work before I change anything."),
        test,
        call("file_editor", command="str_replace", path=str(project / "session.py"), security_risk="LOW",
             old_str="        if not self._done:\n            self._handle.close()\n", new_str=MENDED),
        test,
        calls(Call("terminal", {"command": "git push --force-with-lease origin fix/upload-race",
                                "security_risk": "HIGH"}),
              text="The test failed because close() returned before the last chunk was on disk. "
                   "It now waits for the writer. Twenty runs in a row pass."),
        policy="ConfirmRisky",
    )
