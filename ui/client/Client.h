// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Json.h"

#include <QMutex>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QThread>
#include <QUrl>
#include <QUrlQuery>

#include <functional>

class QNetworkReply;

namespace ui {

/// One server, asked over HTTP: requests with a deadline, and errors as one sentence for a person.
class Client : public QObject
{
    Q_OBJECT

public:
    /// How this window calls itself to the server.
    static constexpr auto agentName = QLatin1StringView("BerthWindow");

    /// How many bytes of how many have gone; of -1 when nobody knows.
    using Progress = std::function<void(qint64, qint64)>;

    /// @p url without a path, such as http://127.0.0.1:8000.
    Client(QUrl url, QString key, QObject *parent = nullptr);
    /// Waits until its reader has ended, which is soon.
    ~Client() override;

    QUrl url() const;
    QString key() const;
    /// The same server is found here from now on; sockets ask for it when they open next.
    void moveTo(QUrl url, QString key);
    /// What every request takes at most.
    void setDeadline(std::chrono::milliseconds deadline) { m_deadline = deadline; }

    core::Task<QJsonValue> get(QString path, QUrlQuery query = {}, std::stop_token stop = {});
    core::Task<QJsonValue> post(QString path, QJsonObject body = {}, std::stop_token stop = {});
    core::Task<QJsonValue> put(QString path, QJsonObject body, QUrlQuery query = {},
                               std::stop_token stop = {});
    core::Task<QJsonValue> patch(QString path, QJsonObject body, std::stop_token stop = {});
    core::Task<QJsonValue> remove(QString path, std::stop_token stop = {});

    /// The body as it is, which need not be JSON.
    core::Task<QByteArray> fetch(QString path, QUrlQuery query = {}, std::stop_token stop = {});
    /// Into a file of this machine, which is there only when all of it has come.
    core::Task<> download(QString path, QUrlQuery query, QString file, Progress progress = {},
                          std::stop_token stop = {});
    /// A file of this machine as the body of a PUT.
    core::Task<> upload(QString file, QString path, Progress progress = {},
                        std::stop_token stop = {});

    /// Read as T, whose unknown fields are left out.
    template<typename T>
    core::Task<T> read(QString path, QUrlQuery query = {}, std::stop_token stop = {})
    {
        const core::Result<QJsonValue> value = co_await get(std::move(path), std::move(query),
                                                            std::move(stop));
        if (!value)
            co_return std::unexpected(value.error());
        co_return json::read<T>(*value);
    }

    /// For a WebSocket: the address with the scheme ws or wss, and the key in a header. From any
    /// thread.
    QNetworkRequest socketRequest(const QString &path, const QUrlQuery &query = {}) const;
    /// Where much is read that must not keep a window waiting; it begins when it is first asked
    /// for.
    QThread *reader();

private:
    QNetworkRequest request(const QString &path, const QUrlQuery &query) const;
    static core::Task<QByteArray> finish(std::unique_ptr<QNetworkReply> reply,
                                         std::stop_token stop);
    core::Task<QJsonValue> send(QByteArray verb, QString path, QUrlQuery query, QByteArray body,
                                std::stop_token stop);

    mutable QMutex m_mutex; ///< of the next two
    QUrl m_url;
    QString m_key;
    QThread m_reader;
    std::chrono::milliseconds m_deadline = std::chrono::seconds(30);
    QNetworkAccessManager m_network;
};

/// What an answer that is no success says: the kind by the status, the words by the body.
core::Error errorOf(int status, const QByteArray &body);

} // namespace ui
