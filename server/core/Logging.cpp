// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Logging.h"

#include "core/Clock.h"

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

static QByteArray line(QtMsgType type, const char *category, const QString &message)
{
    const QString time = core::utcTimestamp(core::Clock::system().now());
    if (s_format == core::LogFormat::Text)
        return QString("%1 %2 %3: %4").arg(time, levelName(type), category, message).toUtf8();
    const QJsonObject object{{"time", time},
                             {"level", levelName(type)},
                             {"category", category},
                             {"message", message}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

static void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QMutexLocker locker(&s_mutex);
    QString masked = message;
    for (const QString &secret : std::as_const(secrets()))
        masked.replace(secret, "**********");
    const QByteArray text = line(type, context.category, masked) + '\n';
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stderr);
    std::fflush(stderr);
}

void core::installLogging(LogFormat format)
{
    s_format = format;
    qInstallMessageHandler(handleMessage);
}

void core::registerLogSecret(const QString &secret)
{
    const QMutexLocker locker(&s_mutex);
    if (secret.size() >= 6)
        secrets().insert(secret);
}
