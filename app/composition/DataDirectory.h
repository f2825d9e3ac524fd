// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace composition {

/// The folder where a server keeps everything, held by one server at a time.
class DataDirectory
{
public:
    /// Creates the folder (mode 0700) and locks it for life. Conflict when another server holds it.
    static core::Result<DataDirectory> open(const QString &path);
    ~DataDirectory();
    DataDirectory(DataDirectory &&other) noexcept;
    DataDirectory &operator=(DataDirectory &&) = delete;

    QString path() const { return m_path; }
    QString file(const QString &name) const { return m_path + '/' + name; }
    /// A UUID of this folder, made when first asked for. It marks what the server makes elsewhere.
    core::Result<QString> instance() const;
    /// 32 bytes, made when first asked for, from which the tokens of workspaces come.
    core::Result<QByteArray> workspaceSecret() const;
    /// A text, made when first asked for, with which alerts are signed.
    core::Result<QByteArray> alertSecret() const;
    /// Says in server.json where the server is; removed when the folder is let go.
    core::Result<> announce(const QString &url, const QString &keyFile);

private:
    DataDirectory(QString path, int lock)
        : m_path(std::move(path))
        , m_lock(lock)
    {}

    QString m_path;
    int m_lock = -1;
    bool m_isAnnounced = false;
};

/// A server that server.json tells of.
struct RunningServer
{
    QString url;
    qint64 pid = 0;
    QString keyFile;
};

/// The server that holds @p path; NotFound when none does.
core::Result<RunningServer> runningServer(const QString &path);

} // namespace composition
