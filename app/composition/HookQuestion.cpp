// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "HookQuestion.h"

static constexpr std::chrono::seconds patience(5);
static constexpr qint64 largestAnswer = 64 << 10;

net::Request composition::hookQuestion(const QUrl &url, const QJsonObject &body,
                                       const QString &purpose)
{
    net::Request request;
    request.method = "POST";
    request.url = url;
    request.headers.append("Content-Type", "application/json");
    request.body = json::text(body);
    request.timeout = patience;
    request.maxBodyBytes = largestAnswer;
    request.purpose = purpose;
    return request;
}

core::Error composition::noHookAnswer(const char *hook)
{
    return {core::Error::Kind::Unavailable,
            QString("The %1 hook of this server does not answer; try again later.").arg(hook),
            {}};
}
