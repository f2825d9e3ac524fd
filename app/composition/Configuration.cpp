// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Configuration.h"

#include "WebhookSettings.h"
#include "WorkspaceDefaults.h"
#include "core/Json.h"
#include "docker/Endpoint.h"
#include "workspace/SandboxSpec.h"

#include <QFile>
#include <QHostAddress>
#include <QStandardPaths>

using namespace composition;
using core::Error;

const QList<Configuration::Option> &Configuration::options()
{
    static const QList<Option> list{
        {"host", "", "address", "127.0.0.1", "Address to listen on."},
        {"port", "", "number", "8000", "Port to listen on; 0 takes any free one."},
        {"data-dir", "", "folder", "", "Where everything is kept (default: ~/.local/share/berth)."},
        {"runtime", "", "name", "auto",
         "Where agents work: docker (containers), sandbox (bubblewrap), auto (the first of these "
         "that this machine has) or local, which runs commands on this machine as you, without "
         "isolation."},
        {"docker-host", "", "address", "",
         "The engine that makes containers, such as unix:///var/run/docker.sock (default: as "
         "docker finds it, then Podman)."},
        {"image", "", "name", "berth/workspace:latest", "The image that containers are made of."},
        {"profile", "", "name", "standard",
         "Who agents are in a container: standard (a user on a read-only system) or developer "
         "(root of a system that they may change)."},
        {"memory", "", "size", "", "Memory of a workspace, such as 2g (default: 2g)."},
        {"cpus", "", "number", "", "CPUs of a workspace, such as 1.5 (default: 2)."},
        {"disk", "", "size", "",
         "How much the files of a workspace may take, such as 10g (default: 10g)."},
        {"pids", "", "number", "", "Processes and threads of a workspace (default: 512)."},
        {"pause-after", "", "seconds", "300",
         "After how long without use a container is paused; it goes on when it is used."},
        {"idle-timeout", "", "seconds", "1800",
         "After how long without use a container is removed; its files stay."},
        {"on-shutdown", "", "what", "remove",
         "What becomes of the containers when the server ends: remove, pause or keep."},
        {"keep-workspaces", "", "days", "0",
         "How long an added workspace that is not used keeps its files; 0 keeps them until it is "
         "deleted."},
        {"max-workspaces", "", "number", "10", "How many workspaces a user may add."},
        {"network", "", "mode", "allowlist",
         "What containers reach: none, allowlist (package registries, code hosts and --allow-host) "
         "or bridge (everything that this machine reaches)."},
        {"log-format", "", "format", "text", "text or json."},
        {"tls-cert", "", "file", "",
         "PEM certificate chain; turns TLS on together with --tls-key."},
        {"tls-key", "", "file", "", "PEM private key."},
        {"keychain", "", "use", "auto",
         "auto keeps a new master key in the desktop session's keychain; off in a file."},
        {"keep-closed", "", "days", "30",
         "How long a deleted conversation can still be found on disk; 0 erases it at once."},
        {"keep-idle", "", "seconds", "1200",
         "How long a conversation that nobody uses stays in memory."},
        {"max-in-memory", "", "number", "500",
         "How many conversations stay in memory while nobody uses them."},
        {"backups", "", "number", "7",
         "How many daily copies of the database are kept; 0 makes none."},
        {"no-auth", "", "", "false", "Ask for no key. Only on a loopback address."},
    };
    return list;
}

void Configuration::addFlags(QCommandLineParser &parser)
{
    for (const Option &option : options()) {
        parser.addOption(*option.value ? QCommandLineOption(option.flag, option.help, option.value)
                                       : QCommandLineOption(option.flag, option.help));
    }
    parser.addOption({"dry-run", "With gc: say what would be removed, and remove nothing."});
    parser.addOption({"config", "JSON file with any of these options.", "file"});
    parser.addOption({"allowed-host", "A host name that clients may use (repeatable).", "name"});
    parser.addOption(
        {"cors-origin", "An origin that browsers may call from (repeatable).", "origin"});
    parser.addOption({"allow-host",
                      "A host that containers may reach, such as api.example.com, *.example.com or "
                      "10.0.0.7:8080 (repeatable).",
                      "name"});
    parser.addOption({"share-folder",
                      "A folder of this machine that every container sees under its own path "
                      "(repeatable).",
                      "folder"});
}

static core::Result<QJsonObject> readFile(const QString &path)
{
    if (path.isEmpty())
        return QJsonObject();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(Error::Kind::Invalid, "The configuration file " + path
                                                    + " cannot be read: " + file.errorString());
    const core::Result<QJsonValue> value = json::parse(file.readAll());
    if (!value || !value->isObject()) {
        const QString reason = value ? QStringLiteral("it is not an object")
                                     : value.error().message;
        return core::fail(Error::Kind::Invalid,
                          "The configuration file " + path + " cannot be used: " + reason);
    }
    return value->toObject();
}

static QString environmentName(const QString &flag)
{
    return "BERTH_" + QString(flag).replace('-', '_').toUpper();
}

static QString fileKey(const QString &flag)
{
    return QString(flag).replace('-', '_');
}

/// PREFIX_0, PREFIX_1, ... as far as they go.
static QStringList numbered(const QProcessEnvironment &environment, const QString &prefix)
{
    QStringList list;
    for (int index = 0; environment.contains(prefix + QString::number(index)); ++index)
        list.append(environment.value(prefix + QString::number(index)));
    list.removeAll(QString());
    return list;
}

core::Result<Configuration> Configuration::read(const QCommandLineParser &parser,
                                                const QProcessEnvironment &environment)
{
    const QString path = parser.isSet("config") ? parser.value("config")
                                                : environment.value("BERTH_CONFIG");
    const core::Result<QJsonObject> file = readFile(path);
    if (!file)
        return std::unexpected(file.error());
    Configuration configuration;
    if (const auto read = configuration.readOptions(parser, environment, *file); !read)
        return std::unexpected(read.error());
    configuration.m_isDryRun = parser.isSet("dry-run");
    configuration.readLists(parser, environment, *file);
    const auto webhooks = readWebhooks(environment, file->value("webhooks"));
    if (!webhooks)
        return std::unexpected(webhooks.error());
    configuration.m_webhooks = *webhooks;
    if (const auto checked = configuration.check(); !checked)
        return std::unexpected(checked.error());
    return configuration;
}

core::Result<> Configuration::readOptions(const QCommandLineParser &parser,
                                          const QProcessEnvironment &environment,
                                          const QJsonObject &file)
{
    QStringList known{"allowed_hosts", "allow_hosts", "cors_origins", "share_folders", "webhooks"};
    for (const Option &option : options()) {
        const QString flag = option.flag;
        const QJsonValue inFile = file.value(fileKey(flag));
        known.append(fileKey(flag));
        if (parser.isSet(flag))
            m_values[flag] = {*option.value ? parser.value(flag) : QStringLiteral("true"), "flag"};
        else if (environment.contains(environmentName(flag)))
            m_values[flag] = {environment.value(environmentName(flag)), "environment"};
        else if (!inFile.isUndefined())
            m_values[flag] = {inFile.toVariant().toString(), "file"};
        else
            m_values[flag] = {option.fallback, "default"};
    }
    for (const QString &key : file.keys()) {
        if (!known.contains(key))
            return core::fail(Error::Kind::Invalid,
                              "The configuration file has an unknown option: " + key);
    }
    if (environment.value("BERTH_AUTH") == "environment")
        m_values["auth"] = {"environment", "environment"};
    return {};
}

void Configuration::readLists(const QCommandLineParser &parser,
                              const QProcessEnvironment &environment, const QJsonObject &file)
{
    m_allowedHosts = parser.values("allowed-host")
                     + environment.value("BERTH_ALLOWED_HOSTS").split(',', Qt::SkipEmptyParts)
                     + file.value("allowed_hosts").toVariant().toStringList();
    m_corsOrigins = parser.values("cors-origin") + numbered(environment, "OH_ALLOW_CORS_ORIGINS_")
                    + file.value("cors_origins").toVariant().toStringList();
    m_sharedFolders = parser.values("share-folder")
                      + environment.value("BERTH_SHARE_FOLDERS").split(',', Qt::SkipEmptyParts)
                      + file.value("share_folders").toVariant().toStringList();
    m_reachableHosts = parser.values("allow-host")
                       + environment.value("BERTH_ALLOW_HOST").split(',', Qt::SkipEmptyParts)
                       + file.value("allow_hosts").toVariant().toStringList();
    m_corsOriginPattern = environment.value("OH_ALLOW_CORS_ORIGIN_REGEX");
    if (environment.contains("DOCKER_HOST_ADDR"))
        m_corsHosts.append(environment.value("DOCKER_HOST_ADDR"));

    QStringList keys = numbered(environment, "OH_SESSION_API_KEYS_");
    if (keys.isEmpty())
        keys.append(environment.value("SESSION_API_KEY"));
    keys.append(environment.value("BERTH_API_KEY"));
    keys.removeAll(QString());
    for (const QString &key : std::as_const(keys)) {
        m_environmentKeys.append(key.toUtf8());
        core::registerLogSecret(key);
    }
    if (const QString secret = environment.value("OH_SECRET_KEY"); !secret.isEmpty()) {
        m_secretKey = secret.toUtf8();
        core::registerLogSecret(secret);
    }
}

static bool isWholeNumber(const QString &text, int lowest, int highest)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= lowest && number <= highest;
}

core::Result<> Configuration::check() const
{
    bool isNumber = false;
    const uint port = text("port").toUInt(&isNumber);
    const auto refuse = [this](const QString &option, const QString &wanted) {
        return core::fail(Error::Kind::Invalid,
                          QString("%1 (from %2): expected %3, not \"%4\".")
                              .arg(option, sourceOf(option), wanted, m_values.value(option).text));
    };
    if (!isNumber || port > 65535)
        return refuse("port", "a number from 0 to 65535");
    const uint backups = text("backups").toUInt(&isNumber);
    if (!isNumber || backups > 365)
        return refuse("backups", "a number from 0 to 365");
    if (!QStringList{"auto", "docker", "sandbox", "local"}.contains(runtime()))
        return refuse("runtime", "auto, docker, sandbox or local");
    if (!QStringList{"none", "allowlist", "bridge"}.contains(network()))
        return refuse("network", "none, allowlist or bridge");
    const core::Result<workspace::WorkspaceSettings> workspaces = workspaceDefaults(*this);
    if (!workspaces)
        return std::unexpected(workspaces.error());
    if (const QString no = workspace::sandboxRefusal(*workspaces);
        runtime() == "sandbox" && !no.isEmpty())
        return core::fail(Error::Kind::Invalid, no);
    const auto engines = docker::endpoints(dockerHost(), QProcessEnvironment::systemEnvironment());
    if (runtime() != "local" && !engines)
        return std::unexpected(engines.error());
    if (!QStringList{"auto", "off"}.contains(text("keychain")))
        return refuse("keychain", "auto or off");
    if (!isWholeNumber(text("keep-closed"), 0, 36'500))
        return refuse("keep-closed", "a number of days from 0 to 36500");
    if (!isWholeNumber(text("keep-idle"), 1, 31'536'000))
        return refuse("keep-idle", "a number of seconds from 1 to 31536000");
    if (!isWholeNumber(text("max-in-memory"), 1, 100'000))
        return refuse("max-in-memory", "a number from 1 to 100000");
    if (!isWholeNumber(text("pause-after"), 1, 31'536'000))
        return refuse("pause-after", "a number of seconds from 1 to 31536000");
    if (!isWholeNumber(text("idle-timeout"), 1, 31'536'000))
        return refuse("idle-timeout", "a number of seconds from 1 to 31536000");
    if (!QStringList{"remove", "pause", "keep"}.contains(onShutdown()))
        return refuse("on-shutdown", "remove, pause or keep");
    if (!isWholeNumber(text("keep-workspaces"), 0, 36'500))
        return refuse("keep-workspaces", "a number of days from 0 to 36500");
    if (!isWholeNumber(text("max-workspaces"), 0, 1000))
        return refuse("max-workspaces", "a number from 0 to 1000");
    if (!QStringList{"text", "json"}.contains(text("log-format")))
        return refuse("log-format", "text or json");
    if (tlsCertificate().isEmpty() != tlsKey().isEmpty())
        return core::fail(Error::Kind::Invalid, "--tls-cert and --tls-key go together.");
    const bool isLoopback = QHostAddress(host()).isLoopback() || host() == "localhost";
    if (authentication() == Authentication::None && !isLoopback)
        return core::fail(Error::Kind::Invalid,
                          "--no-auth is possible on a loopback address only, not on " + host()
                              + '.');
    return {};
}

QString Configuration::dataDirectory() const
{
    const QString given = text("data-dir");
    return given.isEmpty()
               ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/berth"
               : given;
}

core::LogFormat Configuration::logFormat() const
{
    return text("log-format") == "json" ? core::LogFormat::Json : core::LogFormat::Text;
}

Authentication Configuration::authentication() const
{
    if (QStringList{"true", "1", "yes"}.contains(text("no-auth").toLower()))
        return Authentication::None;
    return text("auth") == "environment" ? Authentication::Environment : Authentication::Required;
}
