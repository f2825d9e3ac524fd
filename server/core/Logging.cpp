// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Logging.h"

#include "core/Clock.h"
#include "core/LogSink.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMutex>
#include <QSet>

#include <cstdio>

Q_LOGGING_CATEGORY(lcCore, "server.core", QtInfoMsg)
Q_LOGGING_CATEGORY(lcNet, "server.net", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStore, "server.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSecrets, "server.secrets", QtInfoMsg)
Q_LOGGING_CATEGORY(lcDocker, "server.docker", QtInfoMsg)
Q_LOGGING_CATEGORY(lcLlm, "server.llm", QtInfoMsg)
Q_LOGGING_CATEGORY(lcWorkspace, "server.workspace", QtInfoMsg)
Q_LOGGING_CATEGORY(lcTools, "server.tools", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAgent, "server.agent", QtInfoMsg)
Q_LOGGING_CATEGORY(lcConversations, "server.conversations", QtInfoMsg)
Q_LOGGING_CATEGORY(lcWebhooks, "server.webhooks", QtInfoMsg)
Q_LOGGING_CATEGORY(lcIdentity, "server.identity", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApi, "server.api", QtInfoMsg)
Q_LOGGING_CATEGORY(lcRequest, "server.request", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApp, "app", QtInfoMsg)

static QMutex s_mutex;
static core::LogFormat s_format = core::LogFormat::Text;

static core::LogSink &sink()
{
    static core::LogSink theSink;
    return theSink;
}

static QMap<QString, QString> &scopeOfThread()
{
    thread_local QMap<QString, QString> context;
    return context;
}

static QSet<QString> &secrets()
{
    static QSet<QString> set;
    return set;
}

static const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return "debug";
    case QtInfoMsg: return "info";
    case QtWarningMsg: return "warning";
    case QtCriticalMsg: return "critical";
    case QtFatalMsg: return "fatal";
    }
    return "info";
}

static bool isUnreadable(QChar each)
{
    const ushort code = each.unicode();
    const bool turnsText = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return each.category() == QChar::Other_Control || code == 0x2028 || code == 0x2029 || turnsText;
}

QString core::onOneLine(const QString &text)
{
    if (std::ranges::none_of(text, isUnreadable))
        return text;
    QString escaped;
    for (const QChar each : text) {
        if (each == '\n')
            escaped += "\\n";
        else if (isUnreadable(each))
            escaped += QString("\\u%1").arg(each.unicode(), 4, 16, QChar('0'));
        else
            escaped += each;
    }
    return escaped;
}

static QByteArray textOf(const core::LogLine &line)
{
    if (s_format == core::LogFormat::Text)
        return (line.time + ' ' + line.level + ' ' + line.category + ": "
                + core::onOneLine(line.message))
            .toUtf8();
    QJsonObject object{{"time", line.time},
                       {"level", line.level},
                       {"category", line.category},
                       {"message", line.message}};
    for (auto it = line.context.begin(); it != line.context.end(); ++it)
        object.insert(it.key(), it.value());
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

static void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QMutexLocker locker(&s_mutex);
    QString masked = message;
    for (const QString &secret : std::as_const(secrets()))
        masked.replace(secret, "**********");
    const core::LogLine line{core::utcTimestamp(core::Clock::system().now()), levelName(type),
                             context.category, masked, scopeOfThread()};
    if (sink())
        sink()(line);
    const QByteArray text = textOf(line) + '\n';
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stderr);
    std::fflush(stderr);
}

void core::installLogging(LogFormat format)
{
    s_format = format;
    qInstallMessageHandler(handleMessage);
}

void core::setLogSink(LogSink hearer)
{
    const QMutexLocker locker(&s_mutex);
    sink() = std::move(hearer);
}

QMap<QString, QString> core::logContext()
{
    return scopeOfThread();
}

core::LogScope::LogScope(QMap<QString, QString> context)
    : m_outer(std::exchange(scopeOfThread(), std::move(context)))
{}

core::LogScope::~LogScope()
{
    scopeOfThread() = std::move(m_outer);
}

void core::registerLogSecret(const QString &secret)
{
    const QMutexLocker locker(&s_mutex);
    if (secret.size() >= 6)
        secrets().insert(secret);
}
