// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Configuration.h"

#include "Budgets.h"
#include "TokenSettings.h"
#include "WebhookSettings.h"
#include "WorkspaceDefaults.h"
#include "core/Json.h"
#include "core/PrivateFile.h"
#include "docker/Endpoint.h"
#include "workspace/SandboxSpec.h"

#include <QFile>
#include <QHostAddress>
#include <QSaveFile>
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
        {"command-timeout", "", "seconds", "",
         "How long a command in a workspace may run at most (default: as long as it asks for)."},
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
        {"disk-images", "", "", "false",
         "Keep the files of each new workspace in a file system of their own, so that its disk "
         "limit is hard also where the engine cannot bound volumes. It needs root."},
        {"ask-egress", "", "", "false",
         "Ask users about hosts that are not listed, rather than refuse them at once."},
        {"ask-timeout", "", "seconds", "60",
         "How long a question about a host waits for an answer; then it is no. 0 waits until it is "
         "answered."},
        {"log-format", "", "format", "text", "text or json."},
        {"log-files", "", "number", "0",
         "How many files of 10 MB the log takes in DATA/logs, as JSON lines; 0 writes none."},
        {"tls-cert", "", "file", "",
         "PEM certificate chain; turns TLS on together with --tls-key."},
        {"tls-key", "", "file", "", "PEM private key."},
        {"tls-self-signed", "", "", "false",
         "Turns TLS on with a certificate made here and kept in the data directory; its "
         "fingerprint "
         "is printed."},
        {"redirect-port", "", "number", "0",
         "A port that answers plain HTTP with the way to https; 0 opens none."},
        {"rate-limit", "", "number", "500",
         "Requests that a key may make in a second, and twice as many at once."},
        {"insecure-bind", "", "", "false",
         "Listen on an address that others reach although there is no TLS, or no key is asked "
         "for."},
        {"keychain", "", "use", "auto",
         "auto keeps a new master key in the desktop session's keychain; off in a file."},
        {"keep-closed", "", "days", "30",
         "How long a deleted conversation can still be found on disk; 0 erases it at once."},
        {"keep-idle", "", "seconds", "1200",
         "How long a conversation that nobody uses stays in memory."},
        {"max-in-memory", "", "number", "500",
         "How many conversations stay in memory while nobody uses them."},
        {"max-runs", "", "number", "1000",
         "How many agents work at a time; the runs of others wait for their turn."},
        {"max-conversations", "", "number", "10000",
         "How many conversations a user may have at a time."},
        {"max-cost-per-day", "", "dollars", "",
         "What a user may spend on models in a day (default: what they like)."},
        {"max-cost-per-month", "", "dollars", "", "The same in a month."},
        {"max-tokens-per-day", "", "number", "",
         "How many tokens of models a user may use in a day (default: what they like)."},
        {"max-tokens-per-month", "", "number", "", "The same in a month."},
        {"backups", "", "number", "7",
         "How many daily copies of the database are kept; 0 makes none."},
        {"alert-webhook", "", "url", "", "Told of every alert; signed, see docs/operation.md."},
        {"otlp-endpoint", "", "url", "",
         "A collector of traces that speaks OTLP over HTTP, such as http://127.0.0.1:4318."},
        {"otlp-ratio", "", "percent", "100", "How many of the traces that begin here are sent."},
        {"alert-disk", "", "percent", "10",
         "How much of the data folder's disk must be free for no alert."},
        {"alert-error-rate", "", "percent", "5",
         "How many of the answers of five minutes may be failures of the server for no alert."},
        {"alert-budget", "", "percent", "80",
         "How much of what they may spend on models a user may have spent for no alert."},
        {"alert-run-silence", "", "minutes", "30", "How long a run may tell nothing for no alert."},
        {"alert-certificate", "", "days", "14",
         "How long the server's certificate must be valid for no alert."},
        {"alert-backup-age", "", "hours", "48",
         "How old the newest daily copy of the database may be for no alert."},
        {"auth-hook", "", "url", "", "Asked whose key it is that this server has not made itself."},
        {"request-hook", "", "url", "", "Asked whether a request may go on."},
        {"workspace-hook", "", "url", "",
         "Asked what the containers of a user are to be: image, limits, network."},
        {"oidc-issuer", "", "url", "",
         "An OpenID Connect issuer whose tokens are taken as keys; with --oidc-audience."},
        {"oidc-audience", "", "text", "", "Whom the issuer's tokens must be made for."},
        {"oidc-user-claim", "", "name", "sub", "The claim of a token that names its user."},
        {"oidc-scope-claim", "", "name", "scope", "The claim of a token that lists its scopes."},
        {"oidc-users", "", "which", "known",
         "Who may come with a token: known (users that were made here) or all (a user is made when "
         "they come first)."},
        {"no-auth", "", "", "false",
         "Ask for no key. On a loopback address, unless --insecure-bind is said too."},
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
    parser.addOption({"outbound-allow",
                      "What users besides the default one may reach besides public addresses, for "
                      "models and lookups: a name, name:port, address or subnet (repeatable).",
                      "what"});
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

QString Configuration::environmentName(const QString &flag)
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
    configuration.readStored();
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
    QStringList known{"allowed_hosts", "allow_hosts",   "outbound_allow",
                      "cors_origins",  "share_folders", "webhooks"};
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
    m_outboundAllowed = parser.values("outbound-allow")
                        + environment.value("BERTH_OUTBOUND_ALLOW").split(',', Qt::SkipEmptyParts)
                        + file.value("outbound_allow").toVariant().toStringList();
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
    if (const QString secret = environment.value("BERTH_ALERT_WEBHOOK_SECRET"); !secret.isEmpty()) {
        m_alertSecret = secret.toUtf8();
        core::registerLogSecret(secret);
    }
    if (const QString secret = environment.value("OH_SECRET_KEY"); !secret.isEmpty()) {
        m_secretKey = secret.toUtf8();
        core::registerLogSecret(secret);
    }
}

// --- what a person chose ------------------------------------------------------------------------

static const QString storedName = "/settings.json";

/// Where things are cannot be said by something that is kept there.
static const QStringList unchangeable{"data-dir", "insecure-bind", "no-auth"};

bool Configuration::isLocked(const QString &option) const
{
    const QString source = m_given.value(option).source;
    return unchangeable.contains(option) || source == "flag" || source == "environment";
}

void Configuration::readStored()
{
    m_given = m_values;
    const core::Result<std::optional<QByteArray>> text = core::readPrivateFile(dataDirectory()
                                                                               + storedName);
    if (!text || !*text)
        return;
    const QJsonObject stored = QJsonDocument::fromJson(**text).object();
    Configuration chosen = *this;
    chosen.choose(stored);
    // What a newer version kept there, or somebody broke, must not keep the server from starting.
    if (const core::Result<> checked = chosen.check(); checked)
        *this = chosen;
    else
        qCWarning(lcApp).noquote()
            << "Settings of the window are left out:" << checked.error().message;
}

void Configuration::choose(const QJsonObject &choices)
{
    m_chosen = choices;
    m_values = m_given;
    for (auto it = choices.begin(); it != choices.end(); ++it) {
        if (m_values.contains(it.key()) && !isLocked(it.key()))
            m_values[it.key()] = {it->toString(), "window"};
    }
}

core::Result<Configuration> Configuration::changed(const QJsonObject &changes) const
{
    QList<core::Problem> problems;
    QJsonObject chosen = m_chosen;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (!m_given.contains(it.key())) {
            problems.append({{it.key()}, "extra_forbidden", "there is no such setting", *it});
        } else if (!it->isString() && !it->isNull()) {
            problems.append({{it.key()}, "string_type", "expected a text or null", *it});
        } else if (isLocked(it.key())) {
            return core::fail(Error::Kind::Conflict,
                              it.key() + " is set by a flag or the environment, or can only be.");
        }
        if (it->isNull())
            chosen.remove(it.key());
        else
            chosen.insert(it.key(), *it);
    }
    if (!problems.isEmpty())
        return core::fail(Error::Kind::Invalid, "The settings cannot be changed.", problems);
    Configuration other = *this;
    other.choose(chosen);
    if (const core::Result<> checked = other.check(); !checked)
        return std::unexpected(checked.error());
    return other;
}

core::Result<> Configuration::writeStored() const
{
    QSaveFile file(dataDirectory() + storedName);
    const bool isOpen = file.open(QIODevice::WriteOnly)
                        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (isOpen)
        file.write(json::text(m_chosen));
    if (isOpen && file.commit())
        return {};
    return core::fail(Error::Kind::Unavailable,
                      "The settings cannot be written: " + file.errorString());
}

void Configuration::adopt(const QString &option, const Configuration &other)
{
    m_values[option] = other.m_values.value(option);
}

// --- checking ------------------------------------------------------------------------------------

static bool isWholeNumber(const QString &text, int lowest, int highest)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= lowest && number <= highest;
}

/// Or none at all.
static bool isWebAddress(const QUrl &url)
{
    return url.isEmpty()
           || (QStringList{"http", "https"}.contains(url.scheme()) && !url.host().isEmpty());
}

static constexpr std::pair<const char *, int> alertNumbers[]{{"alert-disk", 99},
                                                             {"alert-error-rate", 100},
                                                             {"alert-budget", 100},
                                                             {"alert-run-silence", 10'000},
                                                             {"alert-certificate", 365},
                                                             {"alert-backup-age", 10'000}};

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
    if (!isWholeNumber(text("max-runs"), 1, 100'000))
        return refuse("max-runs", "a number from 1 to 100000");
    if (!isWholeNumber(text("max-conversations"), 1, 10'000'000))
        return refuse("max-conversations", "a number from 1 to 10000000");
    if (!isWholeNumber(text("pause-after"), 1, 31'536'000))
        return refuse("pause-after", "a number of seconds from 1 to 31536000");
    if (!isWholeNumber(text("idle-timeout"), 1, 31'536'000))
        return refuse("idle-timeout", "a number of seconds from 1 to 31536000");
    if (!isWholeNumber(text("ask-timeout"), 0, 600))
        return refuse("ask-timeout", "a number of seconds from 0 to 600");
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
    if (!tlsCertificate().isEmpty() && isSelfSigned())
        return core::fail(Error::Kind::Invalid,
                          "--tls-self-signed and --tls-cert exclude each other.");
    if (!isWholeNumber(text("redirect-port"), 0, 65535))
        return refuse("redirect-port", "a number from 0 to 65535");
    if (!isWholeNumber(text("log-files"), 0, 100) || text("log-files") == "1")
        return refuse("log-files", "0 or a number from 2 to 100");
    if (!isWholeNumber(text("rate-limit"), 1, 1'000'000))
        return refuse("rate-limit", "a number from 1 to 1000000");
    if (!workspaceHook().isEmpty() && runtime() != "docker")
        return core::fail(Error::Kind::Invalid,
                          "--workspace-hook says what containers are to be; it goes with --runtime "
                          "docker.");
    if (const core::Result<> tokens = checkTokenSettings(*this); !tokens)
        return tokens;
    if (const auto budget = budgetOf(*this); !budget)
        return std::unexpected(budget.error());
    if (!isWholeNumber(text("otlp-ratio"), 0, 100))
        return refuse("otlp-ratio", "a number from 0 to 100");
    if (!isWebAddress(otlpEndpoint()))
        return refuse("otlp-endpoint", "an address that begins with http:// or https://");
    if (!isWebAddress(alertWebhook()))
        return refuse("alert-webhook", "an address that begins with http:// or https://");
    for (const auto &[option, most] : alertNumbers) {
        if (!isWholeNumber(text(option), 1, most))
            return refuse(option, QString("a number from 1 to %1").arg(most));
    }
    if (redirectPort() != 0 && !usesTls())
        return core::fail(Error::Kind::Invalid,
                          "--redirect-port leads to https, which needs --tls-cert or "
                          "--tls-self-signed.");
    if (isLoopback || isOn("insecure-bind"))
        return {};
    if (authentication() == Authentication::None)
        return core::fail(Error::Kind::Invalid,
                          "--no-auth on " + host()
                              + " lets everybody who reaches it do everything. If that is meant, "
                                "say --insecure-bind too.");
    if (!usesTls() && authentication() != Authentication::Environment)
        return core::fail(Error::Kind::Invalid,
                          "On " + host()
                              + " everybody on the way can read keys, for there is no TLS. Say "
                                "--tls-self-signed or --tls-cert, or --insecure-bind if that is "
                                "meant.");
    return {};
}

telemetry::AlertThresholds Configuration::alertThresholds() const
{
    telemetry::AlertThresholds thresholds;
    thresholds.dataDiskFree = text("alert-disk").toInt();
    thresholds.errorRate = text("alert-error-rate").toInt();
    thresholds.budget = text("alert-budget").toInt();
    thresholds.runSilence = std::chrono::minutes(text("alert-run-silence").toInt());
    thresholds.certificate = std::chrono::days(text("alert-certificate").toInt());
    thresholds.backupAge = std::chrono::hours(text("alert-backup-age").toInt());
    return thresholds;
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

bool Configuration::isOn(const char *option) const
{
    return QStringList{"true", "1", "yes"}.contains(text(option).toLower());
}

Authentication Configuration::authentication() const
{
    if (isOn("no-auth"))
        return Authentication::None;
    return text("auth") == "environment" ? Authentication::Environment : Authentication::Required;
}
