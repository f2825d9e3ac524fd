// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Images.h"

#include <QIODevice>
#include <QJsonArray>
#include <QJsonDocument>

using namespace docker;
using core::Error;

namespace {

constexpr std::chrono::minutes patiently{5}; // between two lines of a long operation
constexpr qsizetype longestLine = 1 << 20;

/// Reads the lines of a long operation. The engine answers 200 and tells of failures in between.
class ProgressReader
{
public:
    explicit ProgressReader(ProgressSink sink)
        : m_sink(std::move(sink))
    {}

    bool take(const QByteArray &piece)
    {
        m_rest += piece;
        qsizetype end = 0;
        while ((end = m_rest.indexOf('\n')) >= 0) {
            read(m_rest.first(end));
            m_rest.remove(0, end + 1);
        }
        return m_rest.size() < longestLine;
    }

    core::Result<QString> finish()
    {
        read(std::exchange(m_rest, {}));
        if (!m_failure.isEmpty())
            return core::fail(Error::Kind::Upstream, m_failure);
        return m_last;
    }

private:
    void read(const QByteArray &line)
    {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.isEmpty())
            return;
        if (object.contains("error"))
            m_failure = object.value("error").toString();
        const QString text = object.value("status").toString(object.value("stream").toString());
        if (text.isEmpty())
            return;
        m_last = text.trimmed();
        const QJsonObject detail = object.value("progressDetail").toObject();
        if (m_sink)
            m_sink({m_last, object.value("id").toString(), detail.value("current").toInteger(),
                    detail.value("total").toInteger()});
    }

    ProgressSink m_sink;
    QByteArray m_rest;
    QString m_failure;
    QString m_last;
};

Call longCall(const QString &path, std::shared_ptr<QIODevice> tar = {})
{
    Call call;
    call.method = "POST";
    call.path = path;
    call.timeout = patiently;
    call.contentType = "application/x-tar";
    call.upload = std::move(tar);
    return call;
}

/// "name" and "tag" of "registry:5000/name:tag".
std::pair<QString, QString> splitName(const QString &name)
{
    const qsizetype colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/'))
        return {name.first(colon), name.sliced(colon + 1)};
    return {name, "latest"};
}

Image imageFrom(const QJsonValue &object)
{
    Image image{.id = object["Id"].toString(),
                .names = {},
                .size = object["Size"].toInteger(),
                .architecture = object["Architecture"].toString()};
    const QJsonArray names = object["RepoTags"].toArray();
    for (const QJsonValue &name : names)
        image.names.append(name.toString());
    return image;
}

core::Task<QString> run(std::shared_ptr<Engine> engine, Call call, ProgressSink sink,
                        std::stop_token stop)
{
    const auto reader = std::make_shared<ProgressReader>(std::move(sink));
    const core::Result<> done = co_await engine->stream(std::move(call),
                                                        [reader](const QByteArray &piece) {
        return reader->take(piece);
    }, stop);
    if (!done)
        co_return std::unexpected(done.error());
    co_return reader->finish();
}

core::Task<> justRun(std::shared_ptr<Engine> engine, Call call, ProgressSink sink,
                     std::stop_token stop)
{
    const core::Result<QString> done = co_await run(std::move(engine), std::move(call),
                                                    std::move(sink), stop);
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}

} // namespace

Images::Images(std::shared_ptr<Engine> engine)
    : m_engine(std::move(engine))
{}

core::Task<QList<Image>> Images::list()
{
    Call call;
    call.path = "/images/json";
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    QList<Image> images;
    const QJsonArray array = answer->toArray();
    for (const QJsonValue &object : array)
        images.append(imageFrom(object));
    co_return images;
}

core::Task<Image> Images::inspect(QString name)
{
    Call call;
    call.path = "/images/" + name + "/json";
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return imageFrom(*answer);
}

core::Task<> Images::pull(QString name, ProgressSink sink, std::stop_token stop)
{
    const auto [image, tag] = splitName(name);
    Call call = longCall("/images/create");
    call.query.addQueryItem("fromImage", image);
    call.query.addQueryItem("tag", tag);
    return justRun(m_engine, std::move(call), std::move(sink), stop);
}

core::Task<QString> Images::import(QString name, std::shared_ptr<QIODevice> tar)
{
    const auto [image, tag] = splitName(name);
    Call call = longCall("/images/create", std::move(tar));
    call.query.addQueryItem("fromSrc", "-");
    call.query.addQueryItem("repo", image);
    call.query.addQueryItem("tag", tag);
    return run(m_engine, std::move(call), {}, {});
}

core::Task<> Images::build(QString name, std::shared_ptr<QIODevice> tar, ProgressSink sink,
                           std::stop_token stop)
{
    Call call = longCall("/build", std::move(tar));
    call.query.addQueryItem("t", name);
    call.query.addQueryItem("rm", "1");
    call.query.addQueryItem("forcerm", "1");
    return justRun(m_engine, std::move(call), std::move(sink), stop);
}

core::Task<> Images::load(std::shared_ptr<QIODevice> tar)
{
    return justRun(m_engine, longCall("/images/load", std::move(tar)), {}, {});
}

core::Task<> Images::remove(QString name)
{
    Call call;
    call.method = "DELETE";
    call.path = "/images/" + name;
    const core::Result<QByteArray> done = co_await m_engine->send(std::move(call));
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}
