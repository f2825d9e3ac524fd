// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/FileSending.h"

#include "api/FileAnswer.h"
#include "workspace/Files.h"

using namespace api;

static constexpr int mostTries = 10;

/// Conflict when the file was replaced before it was opened.
static core::Task<Response> tryToSend(std::shared_ptr<workspace::Channel> channel,
                                      QHttpHeaders headers, QString path)
{
    const workspace::Files files(channel);
    const core::Result<workspace::Download> found = co_await files.download(path);
    if (!found)
        co_return std::unexpected(found.error());
    const FileFacts facts{found->name, found->size, found->modified};
    const WantedBytes wanted = wantedBytes(headers, facts);
    Response response = fileAnswer(facts, wanted);
    // There is nothing to wait for in an empty file.
    if (response.status >= 300 || wanted.size == 0)
        co_return response;
    const workspace::FilePart part{wanted.first, wanted.size, found->version()};
    const auto content = co_await files.open(path, part);
    if (!content)
        co_return std::unexpected(content.error());
    response.stream = *content;
    response.streamSize = wanted.size;
    co_return response;
}

core::Task<Response> api::sendFile(std::shared_ptr<workspace::Channel> channel,
                                   QHttpHeaders headers, QString path)
{
    // Another client may replace the file between the look at it and the opening.
    for (int tries = 1;; ++tries) {
        core::Result<Response> answer = co_await tryToSend(channel, headers, path);
        const bool hasChanged = !answer && answer.error().kind == core::Error::Kind::Conflict;
        if (!hasChanged || tries == mostTries)
            co_return answer;
    }
}

Route api::sendsFile(Route row)
{
    row.alsoAnswers += {206, 304, 416};
    return row;
}
