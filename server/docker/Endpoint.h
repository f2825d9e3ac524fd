// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QProcessEnvironment>
#include <QUrl>

#include <optional>

namespace docker {

/// Where an engine listens.
struct Endpoint
{
    QString socketPath = {}; ///< of a unix socket, or a named pipe of Windows; empty for tcp
    QUrl url = {};           ///< http or https with host and port; empty for a socket
    QString certificates = {}; ///< folder with ca.pem, cert.pem and key.pem, for https
    QString source = {}; ///< who named it: "DOCKER_HOST", "the context desktop", "the usual place"

    /// As a person writes it: unix:///var/run/docker.sock.
    QString text() const;
};

/// The name that Windows knows the pipe of npipe:////./pipe/NAME by; empty for anything else.
QString pipePath(const QUrl &url);

/// Reads unix:///path, tcp://host:port, http(s)://host:port. Invalid for anything else, with what
/// can be used instead of ssh:// and npipe://.
core::Result<Endpoint> endpointFrom(const QString &text, const QString &source);

/// The endpoints to try, best first: @p wanted alone when the user named one; else DOCKER_HOST
/// alone, else the current Docker context alone, else the sockets of Docker and Podman at their
/// usual places. Invalid when the user's own word cannot be used.
core::Result<QList<Endpoint>> endpoints(const QString &wanted,
                                        const QProcessEnvironment &environment);

} // namespace docker
