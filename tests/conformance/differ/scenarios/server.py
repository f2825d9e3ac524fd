# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server itself: details, keys, origins, unknown routes."""

from differ.scenario import scenario
from differ.side import Side

OPEN = ("/", "/alive", "/health", "/ready", "/server_info", "/api/init")
CLOSED = (
    "/api/tools/",
    "/api/conversations/search",
    "/api/conversations/count",
    "/api/bash/bash_events/search",
    "/api/file/home",
    "/api/settings",
    "/api/profiles",
    "/api/llm/models",
    "/api/llm/providers",
    "/v1/models",
    "/api/vscode/status",
    "/api/workspaces",
)


@scenario
def details_of_the_server(side: Side) -> None:
    for path in OPEN:
        side.get(path, body="shape" if path in ("/", "/server_info") else "all")
    info = side.http.get("/server_info").json()
    side.note(
        "values",
        {
            key: info.get(key)
            for key in (
                "title",
                "version",
                "sdk_version",
                "conversation_runtime",
                "available_conversation_runtimes",
                "docs",
                "redoc",
                "app_backend_ingress_url",
                "runtime_idle_timeout_seconds",
            )
        },
    )
    side.note("capabilities", info.get("capabilities"))


@scenario
def the_tools_of_the_server(side: Side) -> None:
    side.get("/api/tools/")
    side.get("/api/tools", label="without a slash")
    side.get("/api/tools/catalog", body="shape")


@scenario
def who_may(side: Side) -> None:
    right = side.server.api_key
    keys = {
        "no key": {},
        "a wrong key": {"X-Session-API-Key": "wrong"},
        "an empty key": {"X-Session-API-Key": ""},
        "a bearer": {"Authorization": f"Bearer {right}"},
        "a key with a blank": {"X-Session-API-Key": f"{right}x"},
        "a cookie": {"Cookie": f"oh_workspace_session_key={right}"},
    }
    side.http.headers.pop("X-Session-API-Key")
    for name, headers in keys.items():
        for path in (
            *OPEN[1:4],
            *CLOSED[:4],
            "/api/conversations/nothing",
            "/nothing",
            "/api/nothing",
        ):
            side.get(path, headers=headers, label=f"{name}: {path}")
        side.post("/api/conversations", headers=headers, json={}, label=f"{name}: POST")
        side.post("/api/conversations", headers=headers, content="{", label=f"{name}: broken JSON")


@scenario
def a_key_in_the_address_is_no_key(side: Side) -> None:
    side.http.headers.pop("X-Session-API-Key")
    side.get("/api/conversations/count", params={"session_api_key": side.server.api_key})


@scenario
def routes_that_are_not_there(side: Side) -> None:
    side.get("/nothing")
    side.get("/api/nothing")
    side.get("/api/conversations/")
    side.get("/api/conversations/search/")
    side.get("/health/")
    for method, path in (
        ("PUT", "/api/conversations"),
        ("DELETE", "/api/conversations"),
        ("POST", "/health"),
        ("POST", "/api/conversations/search"),
        ("PATCH", "/api/bash/bash_events"),
        ("GET", "/api/file/upload"),
    ):
        side.call(method, path)


@scenario
def other_methods(side: Side) -> None:
    for path in ("/health", "/server_info", "/api/conversations/count"):
        side.call("HEAD", path)
        side.call("OPTIONS", path)


@scenario
def pages_of_other_origins(side: Side) -> None:
    def asked(name: str, method: str, path: str, headers: dict[str, str]) -> None:
        answer = side.http.request(method, path, headers=headers)
        kept = {
            k: v for k, v in answer.headers.items() if k.startswith("access-control") or k == "vary"
        }
        side.note(name, {"status": answer.status_code, "headers": kept})

    for origin in (
        "http://localhost:3000",
        "http://127.0.0.1:8000",
        "https://localhost",
        "https://example.org",
        "null",
    ):
        asked(f"{origin} reads", "GET", "/api/conversations/count", {"Origin": origin})
        asked(f"{origin} reads what is open", "GET", "/health", {"Origin": origin})
        for wanted in ("POST", "PATCH"):
            asked(
                f"{origin} asks for {wanted}",
                "OPTIONS",
                "/api/conversations",
                {
                    "Origin": origin,
                    "Access-Control-Request-Method": wanted,
                    "Access-Control-Request-Headers": "x-session-api-key,content-type",
                },
            )
    asked(
        "no method is asked for",
        "OPTIONS",
        "/api/conversations",
        {"Origin": "http://localhost:3000"},
    )
    asked(
        "an unknown route",
        "OPTIONS",
        "/nothing",
        {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "GET"},
    )


@scenario
def the_description_of_the_interface(side: Side) -> None:
    answer = side.http.get("/openapi.json")
    side.note("answer", [answer.status_code, answer.headers["content-type"]])
    side.note("version", answer.json()["openapi"])
    side.get("/docs", body="shape")
    side.get("/redoc", body="shape")


@scenario
def lists_for_the_settings(side: Side) -> None:
    for path in CLOSED[4:]:
        # What the settings hold depends on what was played before.
        if path != "/api/settings":
            side.get(path, body="shape")
    for path in ("/api/skills", "/api/hooks", "/api/mcp/test", "/api/sub-agents", "/api/plugins"):
        side.post(path, json={}, body="shape")
