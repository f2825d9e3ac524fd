# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images over HTTP: what is there, what is fetched, built, saved and deleted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from client import Client
from target import BerthServer, eventually


def fetched(client: Client, **wanted: Any) -> dict[str, Any]:
    begun = client.call("POST", "/images", wanted)
    assert begun.status_code == 202, begun.text
    assert begun.headers["Location"] == f"/images/{begun.json()['id']}"
    state: dict[str, Any] = {}

    def has_ended() -> bool:
        state.update(client.call("GET", begun.headers["Location"]).json())
        return bool(state["state"] != "fetching")

    eventually(has_ended, 60, "the image is fetched")
    return state


def named(client: Client, name: str) -> dict[str, Any]:
    items = client.call("GET", "/images").json()["items"]
    [image] = [item for item in items if any(name in each for each in item["names"])]
    found: dict[str, Any] = image
    return found


def test_a_folder_is_built_used_and_deleted(client: Client) -> None:
    folder = Path(os.environ["CONFORMANCE_SHARED"])
    (folder / "Dockerfile").write_text("FROM berth/workspace:latest\nRUN echo built > /built\n")
    state = fetched(client, folder=str(folder))
    assert state["state"] == "ready" and state["error"] is None, state
    image = named(client, "berth/built:")
    assert image["made_by_berth"] and image["size"] > 0
    tag = client.call("GET", f"/images/{image['id']}").headers["etag"]
    assert client.call("GET", f"/images/{image['id']}", If_None_Match=tag).status_code == 304
    workspace = client.make(image=image["names"][0])
    assert client.say(workspace, "cat /built") == "built"
    used = client.call("DELETE", f"/images/{image['id']}")
    assert used.status_code == 409 and "made of" in used.text
    assert client.call("DELETE", f"/workspaces/{workspace}").status_code == 204
    assert client.call("DELETE", f"/images/{image['id']}").status_code == 204
    assert client.call("GET", f"/images/{image['id']}").status_code == 404


def test_a_build_is_cancelled(client: Client) -> None:
    folder = Path(os.environ["CONFORMANCE_SHARED"])
    (folder / "Dockerfile").write_text("FROM berth/workspace:latest\nRUN sleep 600\n")
    begun = client.call("POST", "/images", {"folder": str(folder)}).json()
    path = f"/images/{begun['id']}"
    eventually(lambda: "sleep 600" in client.call("GET", path).json()["progress"], 60, "the build sleeps")
    cancelled = client.call("POST", f"{path}/cancel")
    assert cancelled.status_code == 200 and cancelled.json()["state"] == "cancelled", cancelled.text
    assert cancelled.json()["error"] == f"The fetch of the image {folder} was cancelled by default."
    again = client.call("POST", f"{path}/cancel")
    assert again.status_code == 409 and str(folder) in again.text
    assert client.call("GET", path).json()["state"] == "cancelled"
    assert client.call("POST", "/images/none/cancel").status_code == 404


def test_what_cannot_be_fetched_says_why(client: Client) -> None:
    state = fetched(client, reference="127.0.0.1:1/nothing:1")
    assert state["state"] == "failed" and "nothing:1" in state["error"]


def test_a_wrong_wish_is_refused(client: Client) -> None:
    wishes: list[dict[str, Any]] = [
        {}, {"reference": "a", "folder": "/b"}, {"reference": "a b"}, {"folder": "/etc"}, {"image": "a"},
    ]
    for body in wishes:
        assert client.call("POST", "/images", body).status_code == 422, body


def test_an_image_of_somebody_else_stays(client: Client) -> None:
    image = named(client, "berth/workspace")
    assert not image["made_by_berth"]
    assert client.call("DELETE", f"/images/{image['id']}").status_code == 403
    assert client.call("DELETE", "/images/sha256:00").status_code == 404


def test_a_container_is_kept_as_an_image(server_with: Callable[..., BerthServer]) -> None:
    client = Client(server_with())
    workspace = client.make(profile="developer")
    client.say(workspace, "echo kept > /opt/kept; echo files > /workspace/files")
    assert client.call("POST", f"/workspaces/{workspace}/commit", {"name": "A b"}).status_code == 422
    saved = client.call("POST", f"/workspaces/{workspace}/commit", {"name": "tools"})
    assert saved.status_code == 201, saved.text
    [name] = saved.json()["names"]
    assert name.startswith("berth/saved-") and name.endswith(":tools") and saved.json()["made_by_berth"]
    other = client.make(image=name)
    assert client.say(other, "cat /opt/kept; ls /workspace") == "kept"
    assert client.call("POST", "/workspaces/somebody/commit", {"name": "tools"}).status_code == 404
    for identifier in (workspace, other):
        assert client.call("DELETE", f"/workspaces/{identifier}").status_code == 204
    assert client.call("DELETE", f"/images/{saved.json()['id']}").status_code == 204


def test_a_saved_image_is_unknown_to_other_users(client: Client) -> None:
    mine = client.make(profile="developer")
    client.say(mine, "echo mine > /opt/mine")
    saved = client.call("POST", f"/workspaces/{mine}/commit", {"name": "tools"}).json()
    [name] = saved["names"]
    ann = client.as_user("ann")

    def refusal(image: str, expected: str) -> str:
        workspace = ann.make(image=image)
        answer = ann.call("POST", f"/workspaces/{workspace}/execute", {"command": "cat /opt/mine"})
        reason: str = ann.read(workspace)["reason"]
        assert answer.status_code == 503 and "mine" not in answer.text + reason, reason
        assert ann.call("DELETE", f"/workspaces/{workspace}").status_code == 204
        return reason.replace(expected, "IMAGE") if expected else reason

    missing = name.replace(":tools", ":others")
    assert refusal(name, name) == refusal(missing, missing) == "There is no image IMAGE on the engine."
    refusal(saved["id"].removeprefix("sha256:")[:12], "")
    folder = Path(os.environ["CONFORMANCE_SHARED"])
    for text in (
        f"FROM {name}\nLABEL dev.berth.saved=x\n", f"FROM berth/workspace\nCOPY --from={name} /opt/mine /x\n",
        f"from \\\n# {name}\n {name}\n", f"ARG X={name}\nFROM $X\n",
    ):
        (folder / "Dockerfile").write_text(text)
        refusal(str(folder), "")
    again = client.make(image=name)
    assert client.say(again, "cat /opt/mine") == "mine"
    for identifier in (mine, again):
        assert client.call("DELETE", f"/workspaces/{identifier}").status_code == 204
    assert client.call("DELETE", f"/images/{saved['id']}").status_code == 204
