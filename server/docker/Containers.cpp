// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Containers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>

using namespace docker;

namespace {

constexpr std::chrono::seconds slowly{60}; // making and starting, when the machine is busy

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject objectOf(const QMap<QString, QString> &map)
{
    QJsonObject object;
    for (auto it = map.begin(); it != map.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

Labels labelsOf(const QJsonValue &value)
{
    Labels labels;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        labels.insert(it.key(), it.value().toString());
    return labels;
}

QJsonArray mountsOf(const ContainerSpec &spec)
{
    QJsonArray mounts;
    for (const ContainerSpec::Mount &mount : spec.mounts) {
        QJsonObject object{{"Type", mount.isVolume ? "volume" : "bind"},
                           {"Source", mount.source},
                           {"Target", mount.target},
                           {"ReadOnly", mount.readOnly}};
        if (mount.takesNothing)
            object.insert("VolumeOptions", QJsonObject{{"NoCopy", true}});
        mounts.append(object);
    }
    return mounts;
}

QJsonObject limit(const QString &name, qint64 value)
{
    return {{"Name", name}, {"Soft", value}, {"Hard", value}};
}

QJsonObject logging(qint64 bytes)
{
    if (bytes <= 0)
        return {{"Type", "none"}};
    return {{"Type", "json-file"},
            {"Config", QJsonObject{{"max-size", QString::number(bytes)}, {"max-file", "1"}}}};
}

/// What `docker run --gpus` asks for.
QJsonArray deviceRequests(const QString &gpus)
{
    const int count = gpus == "all" ? -1 : gpus.toInt();
    QJsonArray alternatives;
    alternatives.append(QJsonArray{"gpu"});
    return {QJsonObject{{"Driver", ""}, {"Count", count}, {"Capabilities", alternatives}}};
}

QJsonObject hostConfig(const ContainerSpec &spec)
{
    QJsonObject host{{"NetworkMode", spec.networkMode},
                     {"CapDrop", QJsonArray{"ALL"}},
                     {"CapAdd", QJsonArray::fromStringList(spec.capabilities)},
                     {"SecurityOpt", QJsonArray{"no-new-privileges:true"}},
                     {"ReadonlyRootfs", spec.readOnlyRoot},
                     {"Privileged", false},
                     {"IpcMode", "private"},
                     {"CgroupnsMode", "private"},
                     {"OomScoreAdj", 300},
                     {"Mounts", mountsOf(spec)},
                     {"Tmpfs", objectOf(spec.tmpfs)},
                     {"Ulimits", QJsonArray{limit("nofile", spec.openFiles),
                                            limit("nproc", spec.userProcesses), limit("core", 0),
                                            limit("fsize", spec.fileBytes)}},
                     {"LogConfig", logging(spec.logBytes)},
                     {"RestartPolicy", QJsonObject{{"Name", "no"}}}};
    if (spec.memoryBytes > 0) {
        host.insert("Memory", spec.memoryBytes);
        host.insert("MemorySwap", spec.memoryBytes);
    }
    if (spec.cpus > 0)
        host.insert("NanoCpus", static_cast<qint64>(spec.cpus * 1e9));
    if (spec.processes > 0)
        host.insert("PidsLimit", spec.processes);
    if (spec.rootBytes > 0)
        host.insert("StorageOpt", QJsonObject{{"size", QString::number(spec.rootBytes)}});
    if (spec.sharedMemoryBytes > 0)
        host.insert("ShmSize", spec.sharedMemoryBytes);
    if (!spec.gpus.isEmpty())
        host.insert("DeviceRequests", deviceRequests(spec.gpus));
    return host;
}

Call post(const QString &path, std::chrono::milliseconds timeout = std::chrono::seconds(10))
{
    Call call;
    call.method = "POST";
    call.path = path;
    call.timeout = timeout;
    return call;
}

QString nameFrom(QString name)
{
    return name.startsWith('/') ? name.sliced(1) : name;
}

} // namespace

QJsonObject docker::bodyOf(const ContainerSpec &spec)
{
    QJsonArray environment;
    for (auto it = spec.environment.begin(); it != spec.environment.end(); ++it)
        environment.append(it.key() + '=' + it.value());
    return {{"Image", spec.image},
            {"Hostname", spec.hostName},
            {"User", spec.user},
            {"WorkingDir", spec.workingDirectory},
            {"Entrypoint", QJsonArray::fromStringList(spec.entrypoint)},
            {"Cmd", QJsonArray::fromStringList(spec.command)},
            {"Env", environment},
            {"Labels", objectOf(spec.labels)},
            {"OpenStdin", false},
            {"Tty", false},
            {"StopTimeout", 3},
            {"Healthcheck", QJsonObject{{"Test", QJsonArray{"NONE"}}}},
            {"HostConfig", hostConfig(spec)}};
}

QUrlQuery docker::labelQuery(const Labels &labels)
{
    QJsonArray wanted;
    for (auto it = labels.begin(); it != labels.end(); ++it)
        wanted.append(it.key() + '=' + it.value());
    QUrlQuery query;
    query.addQueryItem("filters", QString::fromUtf8(QUrl::toPercentEncoding(
                                      QString::fromUtf8(bytes(QJsonObject{{"label", wanted}})))));
    return query;
}

Containers::Containers(std::shared_ptr<Engine> engine)
    : m_engine(std::move(engine))
{}

static core::Task<> done(std::shared_ptr<Engine> engine, Call call)
{
    const core::Result<QByteArray> answer = co_await engine->send(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return {};
}

core::Task<QString> Containers::create(ContainerSpec spec)
{
    Call call = post("/containers/create", slowly);
    call.query.addQueryItem("name", spec.name);
    call.body = bytes(bodyOf(spec));
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return (*answer)["Id"].toString();
}

core::Task<> Containers::start(QString id)
{
    return done(m_engine, post("/containers/" + id + "/start", slowly));
}

core::Task<> Containers::pause(QString id)
{
    return done(m_engine, post("/containers/" + id + "/pause"));
}

core::Task<> Containers::unpause(QString id)
{
    return done(m_engine, post("/containers/" + id + "/unpause"));
}

core::Task<> Containers::kill(QString id, QString signal)
{
    Call call = post("/containers/" + id + "/kill");
    call.query.addQueryItem("signal", signal);
    return done(m_engine, std::move(call));
}

/// Waits until somebody else has removed it.
static core::Task<> awaitRemoval(std::shared_ptr<Engine> engine, QString id)
{
    Call call;
    call.method = "POST";
    call.path = "/containers/" + id + "/wait";
    call.timeout = slowly;
    call.query.addQueryItem("condition", "removed");
    const core::Result<QByteArray> gone = co_await engine->send(std::move(call));
    if (!gone && gone.error().kind != core::Error::Kind::NotFound)
        co_return std::unexpected(gone.error());
    co_return {};
}

static core::Task<> removeContainer(std::shared_ptr<Engine> engine, QString id)
{
    Call call;
    call.method = "DELETE";
    call.path = "/containers/" + id;
    call.timeout = slowly;
    call.query.addQueryItem("force", "1");
    call.query.addQueryItem("v", "1");
    const core::Result<QByteArray> removed = co_await engine->send(std::move(call));
    if (removed)
        co_return {};
    if (removed.error().kind == core::Error::Kind::Conflict
        && removed.error().message.contains("already in progress"))
        co_return co_await awaitRemoval(engine, id);
    co_return std::unexpected(removed.error());
}

core::Task<> Containers::remove(QString id)
{
    return removeContainer(m_engine, std::move(id));
}

core::Task<ContainerState> Containers::inspect(QString id)
{
    Call call;
    call.path = "/containers/" + id + "/json";
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    const QJsonValue &object = *answer;
    const QJsonValue state = object["State"];
    ContainerState found{.id = object["Id"].toString(),
                         .name = nameFrom(object["Name"].toString()),
                         .image = object["Image"].toString(),
                         .status = state["Status"].toString(),
                         .labels = labelsOf(object["Config"]["Labels"]),
                         .exitCode = {},
                         .wasOutOfMemory = state["OOMKilled"].toBool()};
    if (found.status == "exited" || found.status == "dead")
        found.exitCode = state["ExitCode"].toInt();
    co_return found;
}

static std::optional<qint64> countIn(const QJsonValue &value)
{
    // A container that has ended is told with zeros or nothing.
    const qint64 count = value.toInteger();
    return count > 0 ? std::optional(count) : std::nullopt;
}

core::Task<ContainerUse> Containers::stats(QString id)
{
    Call call;
    call.path = "/containers/" + id + "/stats";
    call.query.addQueryItem("stream", "false");
    call.query.addQueryItem("one-shot", "true");
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    const QJsonValue &object = *answer;
    ContainerUse use{.cpuNanoseconds = countIn(object["cpu_stats"]["cpu_usage"]["total_usage"]),
                     .memoryBytes = countIn(object["memory_stats"]["usage"]),
                     .memoryLimit = countIn(object["memory_stats"]["limit"]),
                     .processes = countIn(object["pids_stats"]["current"])};
    for (const QJsonValue &network : object["networks"].toObject()) {
        use.bytesReceived += network["rx_bytes"].toInteger();
        use.bytesSent += network["tx_bytes"].toInteger();
    }
    co_return use;
}

static QStringList sourcesOf(const QJsonValue &mounts)
{
    QStringList sources;
    const QJsonArray array = mounts.toArray();
    for (const QJsonValue &mount : array) {
        const QString name = mount["Name"].toString();
        sources.append(name.isEmpty() ? mount["Source"].toString() : name);
    }
    return sources;
}

core::Task<QList<ContainerState>> Containers::list(Labels labels)
{
    Call call;
    call.path = "/containers/json";
    call.query = labelQuery(labels);
    call.query.addQueryItem("all", "1");
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    QList<ContainerState> all;
    const QJsonArray array = answer->toArray();
    for (const QJsonValue &object : array) {
        all.append({.id = object["Id"].toString(),
                    .name = nameFrom(object["Names"][0].toString()),
                    .image = object["ImageID"].toString(),
                    .status = object["State"].toString(),
                    .labels = labelsOf(object["Labels"]),
                    .exitCode = {},
                    .mounts = sourcesOf(object["Mounts"])});
    }
    co_return all;
}

/// Takes the frames of a log apart: 8 bytes with the length in the last four, then the text.
static QByteArray textOfFrames(const QByteArray &frames)
{
    QByteArray text;
    qsizetype at = 0;
    while (at + 8 <= frames.size()) {
        const auto length = qFromBigEndian<quint32>(frames.constData() + at + 4);
        text += frames.mid(at + 8, length);
        at += 8 + static_cast<qsizetype>(length);
    }
    return text;
}

core::Task<QByteArray> Containers::logs(QString id, qint64 limit)
{
    Call call;
    call.path = "/containers/" + id + "/logs";
    call.query.addQueryItem("stdout", "1");
    call.query.addQueryItem("stderr", "1");
    call.query.addQueryItem("tail", "1000");
    const core::Result<QByteArray> answer = co_await m_engine->send(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return textOfFrames(*answer).right(limit);
}

core::Task<QByteArray> Containers::archive(QString id, QString path)
{
    Call call;
    call.path = "/containers/" + id + "/archive";
    call.query.addQueryItem("path", path);
    call.timeout = slowly;
    return m_engine->send(std::move(call));
}

core::Task<> Containers::putArchive(QString id, QString folder, QByteArray tar)
{
    Call call;
    call.method = "PUT";
    call.path = "/containers/" + id + "/archive";
    call.query.addQueryItem("path", folder);
    call.contentType = "application/x-tar";
    call.body = tar;
    call.timeout = slowly;
    return done(m_engine, std::move(call));
}
