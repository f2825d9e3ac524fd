// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Logging.h"
#include "core/Result.h"
#include "telemetry/AlertThresholds.h"
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
    QUrl authHook() const { return QUrl(text("auth-hook")); }
    QUrl requestHook() const { return QUrl(text("request-hook")); }
    QUrl workspaceHook() const { return QUrl(text("workspace-hook")); }
    QString runtime() const { return text("runtime"); }
    QString dockerHost() const { return text("docker-host"); }
    QString image() const { return text("image"); }
    QString profile() const { return text("profile"); }
    QString memory() const { return text("memory"); }
    QString cpus() const { return text("cpus"); }
    QString disk() const { return text("disk"); }
    /// Whether the files of each workspace go into a file system of their own.
    bool makesDiskImages() const { return isOn("disk-images"); }
    QString pids() const { return text("pids"); }
    QString commandTimeout() const { return text("command-timeout"); }
    /// none, allowlist or bridge.
    QString network() const { return text("network"); }
    /// What workspaces may reach besides the hosts that every server lists.
    QStringList reachableHosts() const { return m_reachableHosts; }
    /// Whether users are asked about hosts that are not listed.
    bool asksForHosts() const
    {
        return QStringList{"true", "1", "yes"}.contains(text("ask-egress").toLower());
    }
    /// How long they have to answer, in seconds; 0: for as long as they like.
    int askTimeout() const { return text("ask-timeout").toInt(); }
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
    /// How many files the log takes; 0: none.
    int logFiles() const { return text("log-files").toInt(); }
    /// How long a deleted conversation stays on disk.
    std::chrono::days keepClosed() const { return std::chrono::days(text("keep-closed").toInt()); }
    /// How long a conversation that nobody uses stays in memory.
    std::chrono::seconds keepIdle() const
    {
        return std::chrono::seconds(text("keep-idle").toInt());
    }
    int maxInMemory() const { return text("max-in-memory").toInt(); }
    /// How many agents work at a time.
    int maxRuns() const { return text("max-runs").toInt(); }
    /// Of each user.
    int maxConversations() const { return text("max-conversations").toInt(); }
    QString tlsCertificate() const { return text("tls-cert"); }
    QString tlsKey() const { return text("tls-key"); }
    /// Whether the server makes its certificate itself.
    bool isSelfSigned() const { return isOn("tls-self-signed"); }
    bool usesTls() const { return isSelfSigned() || !tlsCertificate().isEmpty(); }
    /// Requests that a key may make in a second.
    int rateLimit() const { return text("rate-limit").toInt(); }
    /// Where plain HTTP is answered with the way to https; 0: nowhere.
    quint16 redirectPort() const { return static_cast<quint16>(text("redirect-port").toUInt()); }
    /// How many daily copies of the database are kept.
    int backups() const { return text("backups").toInt(); }
    /// Who is told of alerts, and from where on.
    QUrl alertWebhook() const { return QUrl(text("alert-webhook")); }
    telemetry::AlertThresholds alertThresholds() const;
    /// Who is sent traces, and what share of them.
    QUrl otlpEndpoint() const { return QUrl(text("otlp-endpoint")); }
    double otlpRatio() const { return text("otlp-ratio").toInt() / 100.0; }
    /// With which alerts are signed, when the environment says it.
    QByteArray alertSecret() const { return m_alertSecret; }
    QStringList allowedHosts() const { return m_allowedHosts; }
    /// What guests may reach besides public addresses.
    QStringList outboundAllowed() const { return m_outboundAllowed; }
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

    /// "flag", "environment", "window", "file" or "default".
    QString sourceOf(const QString &option) const { return m_values.value(option).source; }
    QString valueOf(const QString &option) const { return m_values.value(option).text; }
    /// Whether a flag or the environment says it, so that no window can.
    bool isLocked(const QString &option) const;
    /// BERTH_PORT
    static QString environmentName(const QString &flag);

    /// With other values, texts by option, that a person chose; null takes a choice back. Invalid
    /// with the path of each that is unknown or wrong, Conflict for one that is locked.
    core::Result<Configuration> changed(const QJsonObject &changes) const;
    /// Keeps what a person chose in the data directory, for the next start.
    core::Result<> writeStored() const;
    /// Takes the value of @p option from @p other.
    void adopt(const QString &option, const Configuration &other);
    void useAnyPort() { m_values["port"].text = "0"; }

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
    bool isOn(const char *option) const;
    core::Result<> readOptions(const QCommandLineParser &parser,
                               const QProcessEnvironment &environment, const QJsonObject &file);
    void readLists(const QCommandLineParser &parser, const QProcessEnvironment &environment,
                   const QJsonObject &file);
    core::Result<> check() const;
    void readStored();
    void choose(const QJsonObject &choices);

    QMap<QString, Value> m_values;
    QMap<QString, Value> m_given; ///< without what a person chose
    QJsonObject m_chosen; ///< in a window, or over the API
    bool m_isDryRun = false;
    QStringList m_allowedHosts;
    QStringList m_outboundAllowed;
    QStringList m_sharedFolders;
    QStringList m_reachableHosts;
    QStringList m_corsOrigins;
    QString m_corsOriginPattern;
    QStringList m_corsHosts;
    QList<QByteArray> m_environmentKeys;
    std::optional<QByteArray> m_secretKey;
    QByteArray m_alertSecret;
    QList<webhooks::Specification> m_webhooks;
};

} // namespace composition
