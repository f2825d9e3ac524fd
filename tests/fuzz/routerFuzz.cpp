// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Input.h"
#include "api/Router.h"

using enum api::Method;

static api::Route row(api::Method method, const char *path)
{
    api::Route route;
    route.method = method;
    route.path = path;
    route.operation = path;
    return route;
}

static const api::Router &router()
{
    static const api::Router table({
        row(Get, "/"),
        row(Get, "/api/conversations"),
        row(Post, "/api/conversations"),
        row(Get, "/api/conversations/search"),
        row(Get, "/api/conversations/{id}"),
        row(Delete, "/api/conversations/{id}"),
        row(Get, "/api/conversations/{id}/events/{event}"),
        row(Get, "/api/conversations/{id}/events/search"),
        row(Get, "/api/file/download/{path...}"),
        row(Get, "/api/{anything}/here"),
        row(Get, "/workspaces/{id}/files"),
        row(Put, "/workspaces/{id}/files/{path...}"),
        row(Post, "/workspaces/{id}/processes/{pid}/kill"),
        row(Post, "/conversations/{id}/messages"),
        row(Get, "/conversations/{id}/stream"),
        row(Post, "/keys/{id}/rotate"),
        row(Patch, "/users/{id}"),
        row(Delete, "/egress/rules/{id}"),
        row(Put, "/llms/{name}"),
    });
    return table;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr api::Method methods[] = {Get, Head, Post, Put, Patch, Delete, Options};
    const fuzz::Input input(data, size);
    const QByteArray path(input.bytes().data(), static_cast<qsizetype>(input.bytes().size()));
    const api::Match match = router().find(methods[input.choice() % std::size(methods)], path);
    fuzz::require(!match.route || !match.allowed.isEmpty(), "a row that is found is allowed");
    fuzz::require(!match.route || !match.isMalformed, "a malformed path leads nowhere");
    for (const QString &value : match.values) {
        fuzz::require(QString::fromUtf8(value.toUtf8()) == value, "a value is Unicode");
        fuzz::require(!value.contains(QChar::Null), "a value has no NUL");
        fuzz::require(!value.split('/').contains(".."), "a value does not climb");
    }
    api::queryPairs(path);
    return 0;
}
