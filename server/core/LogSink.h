// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

#include <functional>

namespace core {

/// A message as the handler writes it: registered secrets are masked.
struct LogLine
{
    QString time; ///< UTC
    QString level;
    QString category;
    QString message;
    QMap<QString, QString> context; ///< what it is about: "request_id", "user"
};

using LogSink = std::function<void(const LogLine &line)>;

/// Lets @p sink hear every message, in the thread that says it. It must be quick and say nothing
/// itself. An empty one ends that.
void setLogSink(LogSink sink);

/// What this thread's messages are about now.
QMap<QString, QString> logContext();

/// What this thread's messages are about while this lives; for a block without co_await.
class LogScope
{
public:
    explicit LogScope(QMap<QString, QString> context);
    ~LogScope();
    LogScope(const LogScope &) = delete;
    LogScope &operator=(const LogScope &) = delete;

private:
    QMap<QString, QString> m_outer;
};

/// @p text on one line: control characters, and those that change the direction of what follows,
/// are written as escapes.
QString onOneLine(const QString &text);

} // namespace core
