# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that a program sends into its workspace and fetches back."""

import hashlib
import secrets

import pytest

MEGABYTE = 1024 * 1024


def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_noise(path, size):
    """A file of bytes that do not repeat within a megabyte and compress badly."""
    block = secrets.token_bytes(min(size, MEGABYTE))
    with path.open("wb") as file:
        for number in range(0, size, MEGABYTE):
            file.write((number.to_bytes(8, "big") + block)[: min(MEGABYTE, size - number)])


@pytest.mark.parametrize("size", [0, 1, MEGABYTE, 200 * MEGABYTE], ids=["nothing", "1 B", "1 MB", "200 MB"])
def test_a_file_comes_back_as_it_was_sent(program, tmp_path, size):
    source, back = tmp_path / "source", tmp_path / "back"
    write_noise(source, size)
    workspace = program.workspace()

    sent = workspace.file_upload(source, program.directory / "sent.bin")
    assert sent.success, sent.error
    fetched = workspace.file_download(program.directory / "sent.bin", back)
    assert fetched.success, fetched.error

    assert back.stat().st_size == size
    assert digest(back) == digest(source) == digest(program.directory / "sent.bin")
    for path in (source, back, program.directory / "sent.bin"):
        path.unlink()


def test_an_upload_makes_the_directories_it_needs(program, tmp_path):
    (tmp_path / "note").write_text("hello")
    deep = program.directory / "a" / "b b" / "ü"

    assert program.workspace().file_upload(tmp_path / "note", deep / "note.txt").success
    assert (deep / "note.txt").read_text() == "hello"


def test_an_upload_replaces_a_file_that_is_there(program, tmp_path):
    target = program.directory / "note.txt"
    target.write_text("a longer text that was here before")
    (tmp_path / "note").write_text("new")

    assert program.workspace().file_upload(tmp_path / "note", target).success
    assert target.read_text() == "new"


def test_a_file_that_is_not_there_is_said_to_be_missing(program, tmp_path):
    result = program.workspace().file_download(program.directory / "absent", tmp_path / "back")

    assert not result.success and "404" in result.error
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("route", ["upload", "download"])
def test_a_relative_path_is_refused(program, route):
    with program.http() as http:
        if route == "upload":
            answer = http.post("/api/file/upload", params={"path": "note"}, files={"file": ("note", b"x")})
        else:
            answer = http.get("/api/file/download", params={"path": "note"})
    assert answer.status_code == 400
