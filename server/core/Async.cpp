// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Async.h"

#include "core/LogSink.h"
#include "core/UnderWay.h"

#include <QTimer>

QCoro::Task<> core::detail::report(QCoro::Task<Result<>> task, const char *purpose)
{
    const UnderWay underWay(purpose);
    // What the log is about where the task is left to itself.
    const QMap<QString, QString> context = logContext();
    const Result<> result = co_await task;
    const LogScope scope(context);
    if (!result && result.error().kind != Error::Kind::Cancelled)
        qCWarning(lcCore).noquote() << "Failed while" << purpose << "-" << result.error().message;
}

void core::spawn(Task<> task, const char *purpose)
{
    detail::report(std::move(task), purpose);
}

core::Task<> core::sleepFor(std::chrono::milliseconds duration, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(Error::Kind::Cancelled, "The wait was cancelled.");
    Deferred<bool> finished;
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, [finished] { finished.resolve(true); });
    const std::stop_callback cancel(stop, [finished] { finished.resolve(false); });
    timer.start(duration);
    if (!co_await finished)
        co_return fail(Error::Kind::Cancelled, "The wait was cancelled.");
    co_return {};
}
