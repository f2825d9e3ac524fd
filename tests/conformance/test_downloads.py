# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and folders of a workspace as the file routes show them."""

import email.utils
import itertools
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from target import target_name

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def http(program):
    with program.http() as client:
        yield client


@pytest.fixture
def file(program):
    path = program.directory / "some file.bin"
    path.write_bytes(CONTENT)
    return path


def fetch(http, path, **headers):
    return http.get("/api/file/download", params={"path": str(path)}, headers=headers)


# --- download -----------------------------------------------------------------------------------


def test_a_download_says_what_it_is(http, file):
    answer = fetch(http, file)

    assert answer.status_code == 200 and answer.content == CONTENT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["accept-ranges"] == "bytes"
    assert "some%20file.bin" in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("attachment")
    modified = email.utils.parsedate_to_datetime(answer.headers["last-modified"])
    assert modified.timestamp() == int(file.stat().st_mtime)
    tag = answer.headers["etag"]
    assert tag.startswith('"') and tag.endswith('"') and fetch(http, file).headers["etag"] == tag
    file.write_bytes(b"new")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert fetch(http, file).headers["etag"] != tag


def test_a_plain_name_is_said_plainly(http, program):
    (program.directory / "plain.txt").write_text("x")
    answer = fetch(http, program.directory / "plain.txt")

    assert answer.headers["content-disposition"] == 'attachment; filename="plain.txt"'


def test_an_empty_file_is_an_empty_answer(http, program):
    (program.directory / "empty").touch()
    answer = fetch(http, program.directory / "empty")

    assert answer.status_code == 200 and answer.content == b""
    assert answer.headers["content-length"] == "0"


@pytest.mark.berth_only  # the reference writes into the file that is being read
def test_a_download_is_one_file_whoever_replaces_it(program):
    path = program.directory / "busy.bin"
    versions = [b"s" * 10, b"l" * 300_000]
    over = threading.Event()

    def replace():
        with program.http() as client:
            for version in itertools.cycle(versions):
                if over.is_set():
                    return
                client.post("/api/file/upload", params={"path": str(path)}, files={"file": version}).raise_for_status()

    path.write_bytes(versions[0])
    with ThreadPoolExecutor() as pool, program.http() as client:
        writer = pool.submit(replace)
        try:
            fetched = Counter(fetch(client, path).content for _ in range(500))
        finally:
            over.set()
        writer.result()

    assert set(fetched) == set(versions)


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=255990-", 255990, 255999),
        ("bytes=-10", 255990, 255999),
        ("bytes=255990-999999", 255990, 255999),
        ("bytes=-999999", 0, 255999),
        ("BYTES=5-5", 5, 5),
    ],
)
def test_a_part_is_fetched_by_its_range(http, file, wanted, first, last):
    answer = fetch(http, file, range=wanted)

    assert answer.status_code == 206 and answer.content == CONTENT[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert answer.headers["content-length"] == str(last - first + 1)
    assert answer.headers["etag"] == fetch(http, file).headers["etag"]


@pytest.mark.parametrize("wanted", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(http, file, wanted):
    answer = fetch(http, file, range=wanted)

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize("wanted", ["lines=1-2", "bytes", "bytes=a-b", "bytes=9-3", "bytes=-"])
def test_a_range_that_is_none_is_refused(http, file, wanted):
    assert fetch(http, file, range=wanted).status_code == 400


def test_a_range_is_served_while_the_file_is_the_same(http, file):
    whole = fetch(http, file)
    for value in (whole.headers["etag"], whole.headers["last-modified"]):
        assert fetch(http, file, range="bytes=0-9", **{"if-range": value}).status_code == 206
    for value in ('"another"', f"W/{whole.headers['etag']}", "Thu, 01 Jan 1970 00:00:00 GMT"):
        answer = fetch(http, file, range="bytes=0-9", **{"if-range": value})
        assert answer.status_code == 200 and answer.content == CONTENT


def test_several_ranges_are_answered(http, file):
    answer = fetch(http, file, range="bytes=0-9,20-29")

    if target_name() == "berth":  # one answer with everything is as good
        assert answer.status_code == 200 and answer.content == CONTENT
    else:
        assert answer.status_code == 206 and CONTENT[20:30] in answer.content


@pytest.mark.berth_only
def test_the_head_of_a_download_has_no_body(http, file):
    answer = http.head("/api/file/download", params={"path": str(file)})
    assert answer.status_code == 200 and answer.content == b""
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["etag"] == fetch(http, file).headers["etag"]
    part = http.head("/api/file/download", params={"path": str(file)}, headers={"range": "bytes=0-9"})
    assert part.status_code == 206 and part.headers["content-length"] == "10"


def test_what_cannot_be_downloaded_is_told(http, program, file):
    def told(path):
        answer = fetch(http, path)
        return answer.status_code, answer.json()["detail"]

    assert told("relative") == (400, "Path must be absolute")
    assert told("") == (400, "Path must be absolute")
    assert told(program.directory / "none") == (404, "File not found")
    assert told(file / "below") == (404, "File not found")
    assert told(program.directory) == (400, "Path is not a file")
    assert http.get("/api/file/download").status_code == 422
    link = program.directory / "link"
    link.symlink_to(file)
    assert fetch(http, link).content == CONTENT
    (program.directory / "dangling").symlink_to("nowhere")
    assert told(program.directory / "dangling") == (404, "File not found")


@pytest.mark.parametrize(
    ("method", "route"),
    [("GET", "download"), ("GET", "search_subdirs"), ("GET", "archive"), ("POST", "create_directory")],
)
def test_a_path_with_a_nul_finds_nothing(http, program, method, route):
    answer = http.request(method, f"/api/file/{route}", params={"path": f"{program.directory}\0/x"})

    assert answer.status_code >= 400
    assert answer.status_code == 400 or target_name() == "reference"
    assert list(program.directory.iterdir()) == []


# --- folders ------------------------------------------------------------------------------------


def test_the_home_shows_where_to_begin(http):
    home = http.get("/api/file/home").json()

    assert home.keys() == {"home", "favorites", "locations"}
    assert home["home"].startswith("/")
    assert home["locations"] == [{"label": "/", "path": "/"}]
    hidden = http.get("/api/file/home", params={"include_hidden": True}).json()
    labels = [favorite["label"] for favorite in hidden["favorites"]]
    assert labels == sorted(labels, key=str.lower) and len(labels) <= 50
    assert [f for f in hidden["favorites"] if not f["label"].startswith(".")][:50] == home["favorites"]
    for favorite in hidden["favorites"]:
        assert favorite["path"] == f"{home['home']}/{favorite['label']}"
        assert os.path.isdir(favorite["path"]) and not os.path.islink(favorite["path"])
    assert http.get("/api/file/home", params={"include_hidden": "some"}).status_code == 422


@pytest.fixture
def folders(program):
    for name in ("b", "A", "a", "ä", "c d", ".hidden"):
        (program.directory / name).mkdir()
    (program.directory / "file").touch()
    (program.directory / "link").symlink_to("b")
    return program.directory


def search(http, path, **query):
    return http.get("/api/file/search_subdirs", params={"path": str(path), **query})


def names(answer):
    return [item["name"] for item in answer.json()["items"]]


def test_folders_are_listed_by_name(http, folders):
    answer = search(http, folders)

    assert names(answer) == ["A", "a", "b", "c d", "ä"]
    assert answer.json()["next_page_id"] is None
    assert answer.json()["items"][3] == {"name": "c d", "path": f"{folders}/c d"}
    assert names(search(http, folders, include_hidden=True))[0] == ".hidden"
    assert names(search(http, folders / "b")) == []
    assert names(search(http, f"{folders}/")) == names(answer)
    assert search(http, f"{folders}/").json() == answer.json()


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
def test_pages_of_folders_join_without_a_gap(http, folders, limit):
    listed, page_id = [], None
    while page_id or not listed:
        answer = search(http, folders, limit=limit, **({"page_id": page_id} if page_id else {}))
        assert len(names(answer)) <= limit
        listed += names(answer)
        page_id = answer.json()["next_page_id"]

    assert listed == ["A", "a", "b", "c d", "ä"]


def test_what_cannot_be_listed_is_told(http, folders):
    def told(path):
        answer = search(http, path)
        return answer.status_code, answer.json()["detail"]

    assert told("relative") == (400, "Path must be absolute")
    assert told(folders / "none") == (404, "Directory not found")
    assert told(folders / "file") == (400, "Path is not a directory")
    assert search(http, folders, limit=0).status_code == 422
    assert search(http, folders, limit=101).status_code == 422
    assert http.get("/api/file/search_subdirs").status_code == 422


def test_what_cannot_be_a_folder_is_told(http, folders):
    def told(path):
        answer = http.post("/api/file/create_directory", params={"path": str(path)})
        return answer.status_code, answer.json()["detail"]

    assert told("relative") == (400, "Path must be absolute")
    assert told(folders / "file") == (400, "Path exists and is not a directory")
    assert told(folders / "file" / "below") == (400, "Path exists and is not a directory")


def test_what_cannot_be_uploaded_is_told(http, folders):
    def told(path):
        answer = http.post("/api/file/upload", params={"path": str(path)}, files={"file": ("x", b"x")})
        return answer.status_code, answer.json()["detail"]

    assert told(folders) == (400, "Path is a directory")
    assert told(folders / "file" / "below") == (400, "A parent of the path is not a directory")
    assert told(folders / "file" / "far" / "below") == (400, "A parent of the path is not a directory")
    missing = http.post("/api/file/upload", params={"path": f"{folders}/new"}, files={"other": ("x", b"x")})
    assert missing.status_code == 422 and not (folders / "new").exists()
