// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/ModelTrial.h"

#include "conversations/Turn.h"
#include "core/Clock.h"
#include "llm/Capabilities.h"

#include <QTimer>

using core::Error;

static constexpr int trialSeconds = 30;
static constexpr qsizetype longestReply = 200;

static Error trialError(const llm::Failure &failure, bool isLate)
{
    if (isLate)
        return {Error::Kind::Timeout,
                QString("The model did not answer within %1 s.").arg(trialSeconds)};
    if (failure.cancelled)
        return {Error::Kind::Cancelled, "The question was given up."};
    const bool isOurs = failure.code == "LLMBadRequestError"
                        || failure.code == "LLMContextWindowTooSmallError";
    return {isOurs ? Error::Kind::Invalid : Error::Kind::Upstream, failure.detail};
}

core::Task<conversations::ModelTrial> conversations::tryModel(llm::Models *models,
                                                              model::LlmConfig settings,
                                                              llm::Standing standing,
                                                              std::stop_token stop)
{
    settings.stream = false;
    settings.numRetries = 1;
    settings.timeout = qMin(settings.timeout.value_or(trialSeconds), trialSeconds);
    llm::Request request;
    request.turns.append(turnOf(model::Role::User, "Answer with the one word: ready"));
    const std::shared_ptr<llm::Client> client = models->client(settings, standing);
    const std::stop_source end;
    const std::stop_callback left(stop, [end] { end.request_stop(); });
    // A provider that drips keeps each of its own deadlines.
    bool isLate = false;
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, &limit, [&isLate, end] {
        isLate = true;
        end.request_stop();
    });
    limit.start(std::chrono::seconds(trialSeconds));
    const std::chrono::nanoseconds began = core::Clock::system().monotonic();
    llm::DeltaSink nobody;
    const llm::Outcome outcome = co_await client->complete(std::move(request), std::move(nobody),
                                                           end.get_token());
    if (!outcome)
        co_return std::unexpected(trialError(outcome.error(), isLate));
    ModelTrial trial;
    trial.reply = outcome->message.content.text().trimmed().left(longestReply);
    trial.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(
                             core::Clock::system().monotonic() - began)
                             .count();
    if (const qint64 window = llm::capabilitiesOf(settings).contextWindow; window > 0)
        trial.contextWindow = window;
    co_return trial;
}
