// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Endpoint.h"

#include "core/Json.h"

#include <QCryptographicHash>
#include <QFile>
#include <QOperatingSystemVersion>

#include <unistd.h>

using namespace docker;
using core::Error;

QString Endpoint::text() const
{
    if (socketPath.startsWith('\\'))
        return "npipe://" + QString(socketPath).replace('\\', '/');
    if (!socketPath.isEmpty())
        return "unix://" + socketPath;
    QUrl shown = url;
    shown.setScheme("tcp");
    return shown.toString();
}

QString docker::pipePath(const QUrl &url)
{
    static const QString pipes = "//./pipe/";
    const bool isPipe = url.scheme() == "npipe" && url.path().startsWith(pipes)
                        && url.path().size() > pipes.size();
    return isPipe ? url.path().replace('/', '\\') : QString();
}

/// Nobody has run this on Windows yet.
static bool isWindows()
{
    return QOperatingSystemVersion::currentType() == QOperatingSystemVersion::Windows;
}

core::Result<Endpoint> docker::endpointFrom(const QString &text, const QString &source)
{
    const auto refuse = [&](const QString &reason) {
        return core::fail(
            Error::Kind::Invalid,
            QString("%1 (from %2) is no engine that Berth can use: %3").arg(text, source, reason));
    };
    const QUrl url(text);
    if (url.scheme() == "unix") {
        if (!url.path().startsWith('/'))
            return refuse("write unix:// and an absolute path.");
        return Endpoint{.socketPath = url.path(), .source = source};
    }
    if (url.scheme() == "ssh")
        return refuse(
            "ssh is not supported; forward the engine's socket with ssh -L and name that.");
    if (url.scheme() == "npipe" && !isWindows())
        return refuse("named pipes exist on Windows only.");
    if (url.scheme() == "npipe" && pipePath(url).isEmpty())
        return refuse("write npipe:////./pipe/NAME.");
    if (url.scheme() == "npipe")
        return Endpoint{.socketPath = pipePath(url), .source = source};
    if (url.scheme() != "tcp" && url.scheme() != "http" && url.scheme() != "https")
        return refuse("write unix:///path or tcp://host:port.");
    if (url.host().isEmpty() || !url.userInfo().isEmpty() || url.path().size() > 1)
        return refuse("write tcp://host:port.");
    QUrl address;
    address.setScheme(url.scheme() == "https" ? "https" : "http");
    address.setHost(url.host());
    address.setPort(url.port(url.scheme() == "https" ? 2376 : 2375));
    return Endpoint{.url = address, .source = source};
}

static Endpoint withTls(Endpoint endpoint, const QString &certificates)
{
    if (!endpoint.socketPath.isEmpty() || certificates.isEmpty())
        return endpoint;
    endpoint.url.setScheme("https");
    endpoint.certificates = certificates;
    return endpoint;
}

static QJsonObject readObject(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.read(1 << 20)).object();
}

/// The endpoint of the context that `docker context use` chose; nothing for the default one.
static core::Result<std::optional<Endpoint>> contextEndpoint(const QString &folder,
                                                             const QString &chosen)
{
    const QString name =
        chosen.isEmpty() ? readObject(folder + "/config.json").value("currentContext").toString()
                         : chosen;
    if (name.isEmpty() || name == "default")
        return std::nullopt;
    const QString id = QString::fromLatin1(
        QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex());
    const QJsonObject meta = readObject(folder + "/contexts/meta/" + id + "/meta.json");
    const QString host = meta.value("Endpoints")["docker"]["Host"].toString();
    if (host.isEmpty())
        return core::fail(Error::Kind::Invalid, "The Docker context \"" + name
                                                    + "\" names no engine; see "
                                                      "`docker context ls`.");
    const core::Result<Endpoint> endpoint = endpointFrom(host, "the Docker context " + name);
    if (!endpoint)
        return std::unexpected(endpoint.error());
    const QString tls = folder + "/contexts/tls/" + id + "/docker";
    return withTls(*endpoint, QFile::exists(tls + "/cert.pem") ? tls : QString());
}

static QList<Endpoint> usualPlaces(const QProcessEnvironment &environment)
{
    if (isWindows())
        return {{.socketPath = R"(\\.\pipe\docker_engine)", .source = "the usual place"},
                {.socketPath = R"(\\.\pipe\dockerDesktopLinuxEngine)",
                 .source = "the usual place"}};
    const QString home = environment.value("HOME");
    const QString runtime = environment.value("XDG_RUNTIME_DIR",
                                              QString("/run/user/%1").arg(getuid()));
    const QStringList paths{"/var/run/docker.sock",
                            runtime + "/docker.sock",
                            home + "/.docker/run/docker.sock",
                            home + "/.docker/desktop/docker.sock",
                            runtime + "/podman/podman.sock",
                            "/run/podman/podman.sock"};
    QList<Endpoint> list;
    for (const QString &path : paths)
        list.append({.socketPath = path, .source = "the usual place"});
    return list;
}

core::Result<QList<Endpoint>> docker::endpoints(const QString &wanted,
                                                const QProcessEnvironment &environment)
{
    const QString folder = environment.value("DOCKER_CONFIG",
                                             environment.value("HOME") + "/.docker");
    const QString host = wanted.isEmpty() ? environment.value("DOCKER_HOST") : wanted;
    if (!host.isEmpty()) {
        const core::Result<Endpoint> endpoint =
            endpointFrom(host, wanted.isEmpty() ? "DOCKER_HOST" : "--docker-host");
        if (!endpoint)
            return std::unexpected(endpoint.error());
        const bool verifies = !environment.value("DOCKER_TLS_VERIFY").isEmpty();
        const QString certificates = environment.value("DOCKER_CERT_PATH", folder);
        return QList{withTls(*endpoint, verifies ? certificates : QString())};
    }
    const auto context = contextEndpoint(folder, environment.value("DOCKER_CONTEXT"));
    if (!context)
        return std::unexpected(context.error());
    if (*context)
        return QList{**context};
    return usualPlaces(environment);
}
