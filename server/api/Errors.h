// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"

#include <QJsonArray>

namespace api {

enum class ErrorForm { Detail, Problem };

/// The one table from kinds of error to HTTP; Invalid becomes 422 when it names wrong fields.
int statusOf(core::Error::Kind kind);

/// "Not Found" and so on; empty for a status without a phrase.
QByteArray statusPhrase(int status);

/// Problem when the client asks for application/problem+json.
ErrorForm errorForm(const QHttpHeaders &headers);

/// {"detail": ...}, or the list form for wrong fields; texts of 500 and above move to "exception".
Response errorResponse(const core::Error &error, ErrorForm form = ErrorForm::Detail);

/// The answer for a bare status: {"detail": text}, the status' phrase when @p text is empty.
Response statusResponse(int status, const QString &text = {}, ErrorForm form = ErrorForm::Detail);

/// The value with everything under a secret-looking key masked.
QJsonValue redacted(const QJsonValue &value);

/// The error with @p prefix ("body", "query", "path") before the path of each problem.
core::Error located(core::Error error, const QString &prefix);

} // namespace api
