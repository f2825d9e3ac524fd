# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""/openapi.json tells the truth: every answer has a status and a form that it lists, and none is a fault.

A run sends requests for two minutes; --long sends them for ten,
and --seconds for as long as one likes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from target import BerthServer

HERE = Path(__file__).parent
# Agents work on the machine that runs the test, so nothing may run or write there what chance has made; and models that
# chance has named are elsewhere, where no test asks: what is answered for them is tried in documented/test_profiles.py and
# fire/test_replay.py.
LEFT_OUT = {
    "startBashCommand": "runs what it is told to",
    "executeBashCommand": "runs what it is told to",
    "executeInWorkspace": "runs what it is told to",
    "killWorkspaceProcess": "ends processes of this machine",
    "uploadFile": "writes files anywhere",
    "createDirectory": "makes folders anywhere",
    "writeWorkspaceFile": "writes files anywhere",
    "deleteWorkspaceFile": "deletes files anywhere",
    "archiveWorkspace": "packs any folder of this machine, of any size",
    "archiveDirectory": "packs any folder of this machine, of any size",
    "askAgent": "asks models that nobody reaches, for as long as their settings say",
    "testModel": "asks models that nobody reaches",
}


def test_the_document_holds_what_it_says(server: BerthServer, seconds: int, tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "--no-color", "run",
        f"{server.url}/openapi.json", "-H", f"X-Session-API-Key: {server.api_key}",
        "--max-time", str(seconds), "--workers", "2", "--no-shrink",
    ]
    # Most are there twice: for the user's workspace, and for that of a conversation.
    command += ["--exclude-operation-id-regex", f"^({'|'.join(LEFT_OUT)})(OfConversation)?$"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"HOME": str(tmp_path)}, capture_output=True, text=True,
        timeout=seconds + 120,
    )
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-2000:]
    assert server.running
