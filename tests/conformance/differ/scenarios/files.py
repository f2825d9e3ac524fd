# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and git of a workspace."""

import subprocess
from pathlib import Path

from differ.scenario import scenario
from differ.side import Side

FILE, GIT = "/api/file", "/api/git"


@scenario
def files_go_up_and_down(side: Side) -> None:
    here = side.directory
    for name, content in {
        "text.txt": b"text\n",
        "empty.bin": b"",
        "bytes.bin": bytes(range(256)),
    }.items():
        path = {"path": f"{here}/new/{name}"}
        side.post(
            f"{FILE}/upload", params=path, files={"file": (name, content)}, label=f"upload {name}"
        )
        side.get(f"{FILE}/download", params=path, label=f"download {name}")
    again = {"path": f"{here}/new/text.txt"}
    side.post(f"{FILE}/upload", params=again, files={"file": ("x", b"other")}, label="upload again")
    side.get(f"{FILE}/download", params=again, label="download again")
    strange = {"path": f'{here}/\u00e4 b"c.txt'}
    side.post(
        f"{FILE}/upload", params=strange, files={"file": ("x", b"x")}, label="upload a strange name"
    )
    side.get(f"{FILE}/download", params=strange, label="download a strange name")


@scenario
def parts_of_a_file(side: Side) -> None:
    (side.directory / "digits").write_bytes(b"0123456789")
    path = {"path": f"{side.directory}/digits"}
    for text in (
        "bytes=2-4",
        "bytes=7-",
        "bytes=-3",
        "bytes=20-30",
        "bytes=4-2",
        "lines=1-2",
        "bytes=0-1,4-5",
    ):
        side.get(f"{FILE}/download", params=path, headers={"Range": text}, label=f"Range {text}")
    side.call("HEAD", f"{FILE}/download", params=path, label="HEAD")
    answer = side.http.get(f"{FILE}/download", params=path)
    side.note(
        "validators",
        {name: name in answer.headers for name in ("etag", "last-modified", "content-length")},
    )


@scenario
def files_that_are_refused(side: Side) -> None:
    here, part = side.directory, {"file": ("x", b"x")}
    (here / "file").write_text("x")
    (here / "directory").mkdir()
    for name, path in {
        "relative": "file",
        "empty": "",
        "a directory": f"{here}/directory",
        "below a file": f"{here}/file/x",
        "absent": f"{here}/absent",
        "not normal": f"{here}/directory/../file",
    }.items():
        side.get(f"{FILE}/download", params={"path": path}, label=f"download {name}")
        if name != "absent":
            side.post(f"{FILE}/upload", params={"path": path}, files=part, label=f"upload {name}")
        side.post(
            f"{FILE}/create_directory", params={"path": path}, label=f"create_directory {name}"
        )
    for route, method in (("download", "GET"), ("upload", "POST"), ("create_directory", "POST")):
        side.call(method, f"{FILE}/{route}", label=f"{route} without a path")
    target = {"path": f"{here}/target"}
    side.post(f"{FILE}/upload", params=target, label="upload without a body")
    side.post(
        f"{FILE}/upload",
        params=target,
        files={"other": ("x", b"x")},
        label="upload of another part",
    )
    side.post(f"{FILE}/upload", params=target, json={"file": "x"}, label="upload of JSON")
    side.post(f"{FILE}/upload", params=target, data={"file": "x"}, label="upload of a form")


@scenario
def directories_are_made(side: Side) -> None:
    path = {"path": f"{side.directory}/a/b/c"}
    side.post(f"{FILE}/create_directory", params=path, label="make")
    side.post(f"{FILE}/create_directory", params=path, label="make again")
    side.note("is there", (side.directory / "a/b/c").is_dir())


@scenario
def directories_are_listed(side: Side) -> None:
    for name in ("beta", "Alpha", ".hidden", "gamma"):
        (side.directory / name).mkdir()
    (side.directory / "file").write_text("x")
    here = {"path": str(side.directory)}
    route = f"{FILE}/search_subdirs"
    side.get(route, params=here, label="all")
    side.get(route, params=here | {"include_hidden": "true"}, label="with hidden")
    side.get(route, params=here | {"limit": 2}, label="first page")
    side.get(route, params=here | {"limit": 2, "page_id": "gamma"}, label="last page")
    for name, path in {
        "absent": f"{side.directory}/x",
        "file": f"{side.directory}/file",
        "relative": "x",
    }.items():
        side.get(route, params={"path": path}, label=name)
    side.get(route, label="no path")
    side.get(f"{FILE}/home", body="shape")


@scenario
def archives(side: Side) -> None:
    repository(side)
    here = str(side.directory)
    for name, query in {
        "delta": {"path": here},
        "delta from HEAD": {"path": here, "base_ref": "HEAD"},
        "tar": {"path": here, "format": "tar.gz"},
        "relative": {"path": "x"},
        "absent": {"path": f"{here}/absent"},
        "bad base": {"path": here, "base_ref": "absent"},
        "option": {"path": here, "base_ref": "--help"},
        "bad format": {"path": here, "format": "zip"},
        "no path": {},
    }.items():
        answer = side.http.get(f"{FILE}/archive", params=query)
        ok = answer.status_code == 200
        known = [n for n in answer.headers if n.startswith("x-archive")] + ["content-disposition"]
        side.note(
            name,
            {
                "status": answer.status_code,
                "type": answer.headers.get("content-type"),
                "headers": {n: answer.headers.get(n) for n in sorted(known)} if ok else {},
                "body": (answer.text if "delta" in name else "...") if ok else answer.json(),
            },
        )


@scenario
def the_trajectory_of_a_conversation(side: Side) -> None:
    made = side.start()
    for name, wanted in {"known": made, "unknown": side.unknown_id(), "bad": "nothing"}.items():
        answer = side.http.get(f"{FILE}/download-trajectory/{wanted}")
        ok = answer.status_code == 200
        side.note(
            name,
            {
                "status": answer.status_code,
                "type": answer.headers.get("content-type"),
                "name": answer.headers.get("content-disposition"),
                "body": "..." if ok else answer.json(),
            },
        )


def repository(side: Side) -> str:
    """A repository with two commits, and one change of each sort; the newest commit is returned."""
    root: Path = side.directory
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    dates = {
        "GIT_AUTHOR_DATE": "2026-01-02T03:04:05Z",
        "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z",
    }

    def git(*words: str) -> str:
        command = ["env", *(f"{k}={v}" for k, v in dates.items()), "git", *identity, *words]
        return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout

    git("init", "-b", "main")
    for name in ("kept.txt", "gone.txt", "same.txt", "old-name.txt"):
        (root / name).write_text(f"first of {name}\n" * 5)
    git("add", ".")
    git("commit", "-m", "Begin")
    (root / "same.txt").write_text("second\n")
    git("commit", "-a", "-m", "Go on")
    (root / "kept.txt").write_text("other\n")
    (root / "gone.txt").unlink()
    git("mv", "old-name.txt", "new-name.txt")
    (root / "new").mkdir()
    (root / "new" / "file.txt").write_text("new\n")
    return git("rev-parse", "HEAD").strip()


@scenario
def changes_of_a_repository(side: Side) -> None:
    repository(side)
    here = str(side.directory)
    outside = side.directory.parent / f"{side.directory.name}-plain"
    outside.mkdir()
    side.know(outside, "outside")
    for name, query in {
        "all": {"path": here},
        "since HEAD": {"path": here, "ref": "HEAD"},
        "since the first": {"path": here, "ref": "HEAD~1"},
        "bad ref": {"path": here, "ref": "absent"},
        "option": {"path": here, "ref": "--help"},
        "no repository": {"path": str(outside)},
        "below": {"path": f"{here}/new"},
        "absent": {"path": f"{here}/absent"},
        "relative": {"path": "x"},
        "no path": {},
        "empty path": {"path": ""},
    }.items():
        side.get(f"{GIT}/changes", params=query, label=name)


@scenario
def changes_of_files_with_strange_names(side: Side) -> None:
    repository(side)
    for name in ("\u00e4.txt", 'a "quoted" name', "tab\there"):
        (side.directory / name).write_text("new\n")
    side.get(f"{GIT}/changes", params={"path": str(side.directory)}, label="changes")


@scenario
def differences_of_files(side: Side) -> None:
    head = repository(side)
    here = str(side.directory)
    for name, query in {
        "changed": {"path": f"{here}/kept.txt"},
        "new": {"path": f"{here}/new/file.txt"},
        "deleted": {"path": f"{here}/gone.txt"},
        "same": {"path": f"{here}/same.txt"},
        "since the first": {"path": f"{here}/same.txt", "ref": "HEAD~1"},
        "of a commit": {"path": f"{here}/same.txt", "commit": head},
        "absent": {"path": f"{here}/absent.txt"},
        "a directory": {"path": f"{here}/new"},
        "bad ref": {"path": f"{here}/kept.txt", "ref": "absent"},
        "bad commit": {"path": f"{here}/kept.txt", "commit": "xyz"},
        "ref and commit": {"path": f"{here}/kept.txt", "ref": "HEAD", "commit": head},
        "no path": {},
        "relative": {"path": "kept.txt"},
    }.items():
        side.get(f"{GIT}/diff", params=query, label=name)


@scenario
def commits(side: Side) -> None:
    head = repository(side)
    here = str(side.directory)
    for name, query in {
        "all": {"path": here},
        "one": {"path": here, "limit": 1},
        "none": {"path": here, "limit": 0},
        "many": {"path": here, "limit": 201},
        "no path": {},
        "absent": {"path": f"{here}/absent"},
    }.items():
        side.get(f"{GIT}/commits", params=query, label=f"commits {name}")
    for name, commit in {
        "head": head,
        "first": f"{head}~1",
        "bad": "xyz",
        "unknown": "0" * 40,
    }.items():
        side.get(
            f"{GIT}/commits/{commit}/changes", params={"path": here}, label=f"changes of {name}"
        )


@scenario
def a_repository_without_commits(side: Side) -> None:
    subprocess.run(
        ["git", "init", "-b", "main"], cwd=side.directory, check=True, capture_output=True
    )
    (side.directory / "new.txt").write_text("new\n")
    here = str(side.directory)
    for ref in ("", "HEAD", "main"):
        query = {"path": here} | ({"ref": ref} if ref else {})
        side.get(f"{GIT}/changes", params=query, label=f"changes {ref}")
        query = {"path": f"{here}/new.txt"} | ({"ref": ref} if ref else {})
        side.get(f"{GIT}/diff", params=query, label=f"diff {ref}")
    side.get(f"{GIT}/commits", params={"path": here}, label="commits")


@scenario
def the_workspace_of_a_conversation(side: Side) -> None:
    here, root = side.directory, f"/api/conversations/{side.start()}"
    (here / "inside").mkdir()
    (here / "inside" / "text.txt").write_text("text\n")
    (here / "out").symlink_to("/etc")
    subprocess.run(["git", "init", "-b", "main"], cwd=here, check=True, capture_output=True)
    command = {"command": f"cat {here}/inside/text.txt", "timeout": 20}
    side.post(f"{root}/bash/execute_bash_command", json=command, label="a command")
    side.get(f"{root}/bash/bash_events/search", params={"limit": 0}, label="no such page")
    part = {"file": ("x", b"x")}
    for name, path in {
        "inside": f"{here}/inside/text.txt",
        "absent": f"{here}/absent/text.txt",
        "the root": str(here),
        "outside": "/etc/hostname",
        "through a link": f"{here}/out/hostname",
        "through a parent": f"{here}/inside/../../text.txt",
        "beside": f"{here}-beside/text.txt",
        "relative": "inside/text.txt",
    }.items():
        query = {"path": path}
        side.get(f"{root}/file/download", params=query, label=f"download {name}")
        if name not in ("the root", "absent"):
            side.post(f"{root}/file/upload", params=query, files=part, label=f"upload {name}")
        if not name.startswith("in"):
            side.get(f"{root}/git/changes", params=query, label=f"changes {name}")
    side.get(f"{root}/file/download", label="download without a path")
    unknown = f"/api/conversations/{side.unknown_id()}"
    side.get(f"{unknown}/file/download", params={"path": f"{here}/inside"}, label="unknown")
    side.get(f"{unknown}/file/download-trajectory/{side.unknown_id()}", label="unknown trajectory")
    side.get(f"{root}/file/download-trajectory/{side.unknown_id()}", label="another's trajectory")
    side.get(f"{root}/file/download-trajectory/none", label="no id")
    side.get("/api/conversations/none/git/commits", params={"path": str(here)}, label="no such id")
