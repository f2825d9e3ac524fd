// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Server.h"
#include "api/Socket.h"

#include <QBuffer>

namespace test {

struct ById
{
    QString id;
    static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
};

struct Filter
{
    std::optional<int> limit;
    bool reverse = false;
    QList<QString> tags;
    static constexpr auto fields()
    {
        return std::tuple{json::field("limit", &Filter::limit),
                          json::optional("reverse", &Filter::reverse),
                          json::optional("tag", &Filter::tags)};
    }
};

struct Order
{
    QString name;
    std::optional<QString> apiKey;
    int count = 1;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Order::name), json::field("api_key", &Order::apiKey),
                          json::optional("count", &Order::count)};
    }
};

struct Options
{
    static constexpr bool mayBeAbsent = true;
    std::optional<int> level;
    static constexpr auto fields() { return std::tuple{json::field("level", &Options::level)}; }
};

/// A device that gives what it is told to, for answers that go on.
class Pipe : public QIODevice
{
public:
    Pipe() { std::ignore = open(ReadOnly); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_data.size() + QIODevice::bytesAvailable(); }
    void put(const QByteArray &bytes)
    {
        m_data += bytes;
        emit readyRead();
    }
    void end() { emit readChannelFinished(); }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const qint64 taken = qMin<qint64>(size, m_data.size());
        memcpy(data, m_data.constData(), static_cast<size_t>(taken));
        m_data.remove(0, taken);
        return taken;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_data;
};

/// Routes of every shape.
class Sample
{
public:
    QList<api::Route> table();

    core::Deferred<bool> release;
    std::stop_token lastStop;
    int started = 0;
    int completed = 0;
    QStringList steps;
    std::shared_ptr<Pipe> pipe = std::make_shared<Pipe>();
    qint64 uploadedBytes = 0;
    QByteArray uploadedHash;
    std::shared_ptr<api::Socket> socket;
    QList<std::shared_ptr<api::Socket>> sockets;
    QString socketUser;
    bool mayWrite = false;

private:
    core::Task<ById> read(api::Path<ById> path);
    core::Task<ById> search();
    core::Task<Filter> list(api::Query<Filter> query);
    core::Task<Order> order(api::Caller caller, api::Body<Order> body);
    core::Task<api::Reply<Options, 201>> configure(api::Body<Options> body);
    core::Task<> remove(api::Path<ById> path);
    core::Task<QString> alive();
    core::Task<api::Reply<QString>> run();
    core::Task<QString> wait(api::Caller caller);
    core::Task<QString> fails(api::Path<ById> path);
    core::Task<api::RawBody> echo(api::RawBody body);
    core::Task<QString> upload(api::Upload upload);
    core::Task<api::Response> download();
    core::Task<api::Response> follow();
    core::Task<api::Response> followFive();
    void open(api::Caller caller, std::shared_ptr<api::Socket> opened, api::Path<ById> path,
              api::Query<Filter> query);
};

/// A server of the sample's routes that knows the keys of user "ada": "the-right-key", which may
/// write, and "scope S" with the scope S.
std::unique_ptr<api::Server> serve(Sample &sample, api::Options options = {});

/// The principal of the sample's key.
std::optional<api::Principal> principalOf(const QByteArray &key);

inline const QByteArray keyField = "X-Session-API-Key: the-right-key\r\n";

} // namespace test

template<>
struct json::Codec<api::RawBody>
{
    static QJsonValue write(const api::RawBody &body, Nulls)
    {
        return QString::fromUtf8(body.bytes);
    }
    static QJsonObject schema() { return detail::typed("string"); }
};
