// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"
#include "core/Json.h"

namespace api {

/// Answers made of rows whose `body` is JSON text already: nothing is read or written again.

/// `[body, ...]`, with null for each row that was not found.
template<typename Row>
Response storedList(const QList<std::optional<Row>> &rows)
{
    Response response;
    response.body = "[";
    for (qsizetype index = 0; index < rows.size(); ++index)
        response.body += (index ? "," : "")
                         + (rows.at(index) ? rows.at(index)->body : QByteArray("null"));
    response.body += ']';
    return response;
}

/// `{"items": [body, ...], "next_page_id": text or null}`
template<typename Page>
Response storedPage(const Page &page)
{
    Response response;
    response.body = "{\"items\":[";
    for (qsizetype index = 0; index < page.rows.size(); ++index)
        response.body += (index ? "," : "") + page.rows.at(index).body;
    response.body += "],\"next_page_id\":";
    response.body += page.next ? json::text(*page.next) : QByteArray("null");
    response.body += '}';
    return response;
}

} // namespace api
