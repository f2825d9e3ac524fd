# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes out of an answer what is different each time: ids, times, paths, ports, keys, prose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

PATTERNS = [
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)"), "<time in UTC>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d"), "<time with offset>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?"), "<time>"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"\b[0-9a-f]{40}\b"), "<sha>"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "<hex>"),
    (re.compile(r"scripted-\d+"), "<model>"),
    (re.compile(r"call_\d+_\d+"), "<call>"),
    (re.compile(r"chatcmpl-[\w-]+"), "<completion>"),
    (re.compile(r"(Error validating tool '\w+': ).*", re.DOTALL), r"\1<prose>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "<address>"),
]

# Free prose and figures of the moment: that there is some, and its type, is compared.
PROSE = {
    "system_prompt",
    "dynamic_context",
    "description",
    "msg",
    "exception",
    "persistence_dir",
    "detail",
}
FIGURES = {
    "uptime",
    "idle_time",
    "latency",
    "pid",
    "accumulated_cost",
    "cost",
    "timestamp",
    "created",
}
JSON_TEXTS = {"arguments", "summary"}
GONE = {"input", "ctx", "url"}  # of an item of a 422: pydantic's own words


def normal(value: Any, names: Mapping[str, str], key: str = "") -> Any:
    """The value as it would be in every run, with names for what they stand for."""
    is_problem = isinstance(value, Mapping) and "loc" in value
    if key in PROSE and isinstance(value, str | Mapping) and not is_problem:
        return "<prose>" if value else ""
    if isinstance(value, Mapping):
        return {
            normal_text(str(k), names): normal(v, names, str(k))
            for k, v in value.items()
            if not (k in GONE and "loc" in value)
        }
    if isinstance(value, list | tuple):
        return [normal(item, names, key) for item in value]
    if key in JSON_TEXTS and isinstance(value, str):
        value = _compact(value)
    if key in FIGURES and isinstance(value, int | float) and not isinstance(value, bool):
        return "<figure>"
    return normal_text(value, names) if isinstance(value, str) else value


def normal_text(text: str, names: Mapping[str, str]) -> str:
    for old in sorted(names, key=len, reverse=True):
        text = text.replace(old, names[old])
    for pattern, word in PATTERNS:
        text = pattern.sub(word, text)
    return text


def _compact(text: str) -> str:
    """A text that ends with JSON, with that in one spelling."""
    start = text.find("{")
    try:
        document = json.loads(text[start:]) if start >= 0 else None
    except json.JSONDecodeError:
        return text
    return text if document is None else text[:start] + json.dumps(document, sort_keys=True)


def label_of(event: Mapping[str, Any]) -> str:
    """The kind of an event, with the key of a state update."""
    kind = str(event.get("kind", event.get("type", "?")))
    return f"{kind}({event['key']})" if kind == "ConversationStateUpdateEvent" else kind


def numbered(labels: Iterable[str]) -> list[str]:
    """The labels with an ordinal for each of the same name: a#1, b#1, a#2."""
    seen: dict[str, int] = {}
    result = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        result.append(f"{label}#{seen[label]}")
    return result
