// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"

#include <QMap>

namespace docker {

using Labels = QMap<QString, QString>;

/// What a container is made of. An empty or zero value leaves the choice to the engine.
struct ContainerSpec
{
    QString name;
    QString image; ///< id, or name with tag
    QStringList entrypoint;
    QStringList command;
    QString user; ///< "uid:gid"
    QString workingDirectory;
    QString hostName;
    Labels labels;
    QMap<QString, QString> environment;

    struct Mount
    {
        bool isVolume = false;
        QString source; ///< a volume's name, or an absolute path of the engine's machine
        QString target;
        bool readOnly = false;
        bool takesNothing = false; ///< an empty volume gets neither files nor owner of the image
    };
    QList<Mount> mounts;
    QMap<QString, QString> tmpfs; ///< path to mount options
    QString networkMode = "none";

    qint64 memoryBytes = 0; ///< with swap
    double cpus = 0;
    int processes = 0;
    qint64 sharedMemoryBytes = 0;
    bool readOnlyRoot = true;
    qint64 rootBytes = 0; ///< that it may write into its own system; few engines can bound that
    QStringList capabilities; ///< besides none
    QString gpus; ///< "all" or how many; none when empty
    int openFiles = 16384;
    /// Of the same user on the whole machine, other containers included: far above `processes`,
    /// which is the container's own limit.
    int userProcesses = 16384;
    qint64 fileBytes = 10LL << 30; ///< of one file
    qint64 logBytes = 0; ///< of what it prints, kept by the engine; 0 keeps nothing
};

struct ContainerState
{
    QString id;
    QString name; ///< without the slash
    QString image;
    QString status; ///< created, running, paused, restarting, removing, exited, dead
    Labels labels;
    std::optional<int> exitCode; ///< once it has ended
    bool wasOutOfMemory = false;
    QStringList mounts = {}; ///< names of volumes and paths of the engine's machine; in lists

    bool isRunning() const { return status == "running"; }
};

/// What a container uses, as the engine counts it, at one moment. Nothing where the engine or its
/// machine does not count that.
struct ContainerUse
{
    std::optional<qint64> cpuNanoseconds; ///< since it started, of all processors together
    std::optional<qint64> memoryBytes;
    std::optional<qint64> memoryLimit;
    std::optional<qint64> processes;
    qint64 bytesReceived = 0; ///< of all its networks; none where it has none
    qint64 bytesSent = 0;
};

/// The containers of an engine. NotFound for an unknown id or name, Conflict when the state of the
/// container or a name that is taken is in the way.
class Containers
{
public:
    explicit Containers(std::shared_ptr<Engine> engine);

    /// The id of a new container that has not been started.
    core::Task<QString> create(ContainerSpec spec);
    core::Task<> start(QString id);
    core::Task<> pause(QString id);
    core::Task<> unpause(QString id);
    core::Task<> kill(QString id, QString signal);
    /// Ends it when it runs; its anonymous volumes go with it.
    core::Task<> remove(QString id);
    core::Task<ContainerState> inspect(QString id);
    /// One look, without waiting for a second one; of a container that does not run all is nothing.
    core::Task<ContainerUse> stats(QString id);
    /// All with these labels, running or not. Exit codes are not told here.
    core::Task<QList<ContainerState>> list(Labels labels);
    /// What it wrote, at most @p limit bytes of the newest, both streams together.
    core::Task<QByteArray> logs(QString id, qint64 limit);
    /// A file or folder of the container, running or not, as a tar archive. TooLarge beyond 16 MiB.
    core::Task<QByteArray> archive(QString id, QString path);
    /// Unpacks a tar archive into a folder of the container.
    core::Task<> putArchive(QString id, QString folder, QByteArray tar);

private:
    std::shared_ptr<Engine> m_engine;
};

/// What the engine is asked to make: everything that a container could do to others is off unless
/// the spec turns it on.
QJsonObject bodyOf(const ContainerSpec &spec);

/// The query that asks for objects with @p labels.
QUrlQuery labelQuery(const Labels &labels);

} // namespace docker
