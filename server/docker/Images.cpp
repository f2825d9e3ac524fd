// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Images.h"

#include <QIODevice>
#include <QJsonArray>
#include <QJsonDocument>

using namespace docker;
using core::Error;

namespace {

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

/// "name" and "tag" of "registry:5000/name:tag"; the digest of "name@sha256:..." counts as a tag.
std::pair<QString, QString> splitName(const QString &name)
{
    const qsizetype at = name.indexOf('@');
    if (at >= 0)
        return {name.first(at), name.sliced(at + 1)};
    const qsizetype colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/'))
        return {name.first(colon), name.sliced(colon + 1)};
    return {name, "latest"};
}

/// As Docker tells of an image: Podman names the registry that it would ask for it.
QString familiarName(const QString &name)
{
    static const QString own = "localhost/";
    if (name.startsWith(own + "berth/"))
        return name.sliced(own.size());
    for (const QString prefix : {"docker.io/library/", "docker.io/"}) {
        if (name.startsWith(prefix))
            return name.sliced(prefix.size());
    }
    return name;
}

Image imageFrom(const QJsonValue &object)
{
    Image image{.id = object["Id"].toString(),
                .names = {},
                .size = object["Size"].toInteger(),
                .architecture = object["Architecture"].toString(),
                .labels = {}};
    const QJsonArray names = object["RepoTags"].toArray();
    for (const QJsonValue &name : names)
        image.names.append(familiarName(name.toString()));
    const QJsonObject inList = object["Labels"].toObject();
    const QJsonObject labels = inList.isEmpty() ? object["Config"]["Labels"].toObject() : inList;
    for (auto it = labels.begin(); it != labels.end(); ++it)
        image.labels.insert(it.key(), it->toString());
    return image;
}

QJsonObject jsonOf(const Labels &labels)
{
    QJsonObject object;
    for (auto it = labels.begin(); it != labels.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

/// A label as a line of a Dockerfile, as the value of a query.
QString labelInstruction(const QString &name, const QString &value)
{
    const auto quoted = [](QString text) {
        return '"' + text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$") + '"';
    };
    const QString line = "LABEL " + quoted(name) + '=' + quoted(value);
    return QString::fromLatin1(line.toUtf8().toPercentEncoding());
}

/// JSON as the value of a query.
QString encoded(const QJsonObject &object)
{
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(text.toPercentEncoding());
}

/// What went wrong after what was tried; the engine's words are kept.
Error inContext(const QString &what, const Error &error, std::chrono::milliseconds patience)
{
    if (error.kind == Error::Kind::Cancelled)
        return error;
    if (error.kind != Error::Kind::Timeout)
        return {error.kind, what + ": " + error.message};
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(patience);
    return {error.kind, what + QString(": nothing went on for %1 s.").arg(seconds.count())};
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

Images::Images(std::shared_ptr<Engine> engine, std::chrono::milliseconds patience)
    : m_engine(std::move(engine))
    , m_patience(patience)
{}

Call Images::longCall(const QString &path, std::shared_ptr<QIODevice> tar) const
{
    Call call;
    call.method = "POST";
    call.path = path;
    call.timeout = m_patience;
    call.contentType = "application/x-tar";
    call.upload = std::move(tar);
    return call;
}

core::Task<QList<Image>> Images::list(Labels labels)
{
    Call call;
    call.path = "/images/json";
    if (!labels.isEmpty())
        call.query = labelQuery(labels);
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
    const std::pair<QString, QString> split = splitName(name);
    const std::chrono::milliseconds patience = m_patience;
    Call call = longCall("/images/create");
    call.query.addQueryItem("fromImage", split.first);
    call.query.addQueryItem("tag", split.second);
    const core::Result<> done = co_await justRun(m_engine, std::move(call), std::move(sink), stop);
    if (!done)
        co_return std::unexpected(
            inContext("The image " + name + " could not be pulled", done.error(), patience));
    co_return {};
}

core::Task<QString> Images::import(QString name, std::shared_ptr<QIODevice> tar)
{
    const auto [image, tag] = splitName(name);
    Call call = longCall("/images/create", std::move(tar));
    call.query.addQueryItem("fromSrc", "-");
    // Podman 4 forgets a tag of its own.
    call.query.addQueryItem("repo", image + ':' + tag);
    return run(m_engine, std::move(call), {}, {});
}

core::Task<> Images::build(BuildSpec spec, ProgressSink sink, std::stop_token stop)
{
    const std::chrono::milliseconds patience = m_patience;
    const QString name = spec.name;
    Call call = longCall("/build", std::move(spec.tar));
    call.query.addQueryItem("t", name);
    call.query.addQueryItem("rm", "1");
    call.query.addQueryItem("forcerm", "1");
    if (!spec.labels.isEmpty())
        call.query.addQueryItem("labels", encoded(jsonOf(spec.labels)));
    if (!spec.network.isEmpty())
        call.query.addQueryItem("networkmode", spec.network);
    if (spec.memoryBytes > 0) {
        call.query.addQueryItem("memory", QString::number(spec.memoryBytes));
        call.query.addQueryItem("memswap", QString::number(spec.memoryBytes));
    }
    const core::Result<> done = co_await justRun(m_engine, std::move(call), std::move(sink), stop);
    if (!done)
        co_return std::unexpected(
            inContext("The image " + name + " could not be built", done.error(), patience));
    co_return {};
}

core::Task<> Images::load(std::shared_ptr<QIODevice> tar)
{
    return justRun(m_engine, longCall("/images/load", std::move(tar)), {}, {});
}

core::Task<> Images::commit(QString container, QString name, Labels labels)
{
    const auto [image, tag] = splitName(name);
    Call call;
    call.method = "POST";
    call.path = "/commit";
    call.timeout = m_patience;
    call.query.addQueryItem("container", container);
    call.query.addQueryItem("repo", image);
    call.query.addQueryItem("tag", tag);
    // Podman reads nothing of the body.
    for (auto it = labels.begin(); it != labels.end(); ++it)
        call.query.addQueryItem("changes", labelInstruction(it.key(), it.value()));
    call.body = QJsonDocument(QJsonObject{{"Labels", jsonOf(labels)}}).toJson();
    const core::Result<QByteArray> done = co_await m_engine->send(std::move(call));
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
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

core::Task<qint64> Images::prune(Unused which, Labels labels)
{
    QJsonObject filters{{"dangling", QJsonArray{which == Unused::Nameless ? "true" : "false"}}};
    QJsonArray wanted;
    for (auto it = labels.begin(); it != labels.end(); ++it)
        wanted.append(it.key() + '=' + it.value());
    if (!wanted.isEmpty())
        filters.insert("label", wanted);
    Call call;
    call.method = "POST";
    call.path = "/images/prune";
    call.query.addQueryItem("filters", encoded(filters));
    call.timeout = m_patience;
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return (*answer)["SpaceReclaimed"].toInteger();
}
