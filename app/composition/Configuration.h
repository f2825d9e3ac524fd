// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Logging.h"
#include "core/Result.h"
#include "webhooks/Specification.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QMap>
#include <QProcessEnvironment>
#include <QStringList>

#include <chrono>

namespace composition {

enum class Authentication { Required, None, Environment };

/// What a server is told, and who said it. A flag wins over the environment, the environment over
/// the configuration file, the file over the default.
class Configuration
{
public:
    struct Option
    {
        const char *flag;
        const char *environment; ///< besides BERTH_<FLAG>
        const char *value;       ///< what the flag takes; empty for a switch
        const char *fallback;
        const char *help;
    };

    /// Every option, for flags, environment, file and help.
    static const QList<Option> &options();
    static void addFlags(QCommandLineParser &parser);

    /// Invalid, naming option and source, for a value that cannot be used.
    static core::Result<Configuration> read(const QCommandLineParser &parser,
                                            const QProcessEnvironment &environment);

    bool isDryRun() const { return m_isDryRun; }
    QString host() const { return text("host"); }
    quint16 port() const { return static_cast<quint16>(text("port").toUInt()); }
    QString dataDirectory() const;
    QString runtime() const { return text("runtime"); }
    QString dockerHost() const { return text("docker-host"); }
    QString image() const { return text("image"); }
    QString profile() const { return text("profile"); }
    QString memory() const { return text("memory"); }
    QString cpus() const { return text("cpus"); }
    QString disk() const { return text("disk"); }
    QString pids() const { return text("pids"); }
    /// none, allowlist or bridge.
    QString network() const { return text("network"); }
    /// What workspaces may reach besides the hosts that every server lists.
    QStringList reachableHosts() const { return m_reachableHosts; }
    /// Folders of this machine that every workspace sees.
    QStringList sharedFolders() const { return m_sharedFolders; }
    /// When containers are paused and removed.
    std::chrono::seconds pauseAfter() const
    {
        return std::chrono::seconds(text("pause-after").toInt());
    }
    std::chrono::seconds idleTimeout() const
    {
        return std::chrono::seconds(text("idle-timeout").toInt());
    }
    QString onShutdown() const { return text("on-shutdown"); }
    /// How long a workspace that is not used keeps its files; 0: for ever.
    std::chrono::days keepWorkspaces() const
    {
        return std::chrono::days(text("keep-workspaces").toInt());
    }
    /// Of each user, besides the default one.
    int maxWorkspaces() const { return text("max-workspaces").toInt(); }
    core::LogFormat logFormat() const;
    /// How long a deleted conversation stays on disk.
    std::chrono::days keepClosed() const { return std::chrono::days(text("keep-closed").toInt()); }
    /// How long a conversation that nobody uses stays in memory.
    std::chrono::seconds keepIdle() const
    {
        return std::chrono::seconds(text("keep-idle").toInt());
    }
    int maxInMemory() const { return text("max-in-memory").toInt(); }
    QString tlsCertificate() const { return text("tls-cert"); }
    QString tlsKey() const { return text("tls-key"); }
    /// How many daily copies of the database are kept.
    int backups() const { return text("backups").toInt(); }
    QStringList allowedHosts() const { return m_allowedHosts; }
    QStringList corsOrigins() const { return m_corsOrigins; }
    QString corsOriginPattern() const { return m_corsOriginPattern; }
    QStringList corsHosts() const { return m_corsHosts; }
    Authentication authentication() const;
    /// API keys that the environment names; they act for the default user.
    QList<QByteArray> environmentKeys() const { return m_environmentKeys; }
    /// The master key for secrets at rest, when the environment names one.
    std::optional<QByteArray> secretKey() const { return m_secretKey; }

    bool usesKeychain() const { return text("keychain") == "auto"; }
    /// Who is told what happens.
    QList<webhooks::Specification> webhooks() const { return m_webhooks; }

    /// "flag", "environment", "file" or "default".
    QString sourceOf(const QString &option) const { return m_values.value(option).source; }

private:
    struct Value
    {
        QString text;
        QString source;
    };

    QString text(const char *option) const
    {
        return m_values.value(QLatin1StringView(option)).text;
    }
    core::Result<> readOptions(const QCommandLineParser &parser,
                               const QProcessEnvironment &environment, const QJsonObject &file);
    void readLists(const QCommandLineParser &parser, const QProcessEnvironment &environment,
                   const QJsonObject &file);
    core::Result<> check() const;

    QMap<QString, Value> m_values;
    bool m_isDryRun = false;
    QStringList m_allowedHosts;
    QStringList m_sharedFolders;
    QStringList m_reachableHosts;
    QStringList m_corsOrigins;
    QString m_corsOriginPattern;
    QStringList m_corsHosts;
    QList<QByteArray> m_environmentKeys;
    std::optional<QByteArray> m_secretKey;
    QList<webhooks::Specification> m_webhooks;
};

} // namespace composition
