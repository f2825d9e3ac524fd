// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"

#include <QDateTime>

namespace docker {

struct Image
{
    QString id;
    QStringList names; ///< with tags
    qint64 size = 0;   ///< bytes
    QString architecture; ///< "amd64", "arm64"; empty in lists
    Labels labels = {};
};

/// One line of a long operation on images.
struct Progress
{
    QString text;     ///< "Downloading"
    QString layer;    ///< empty when it is about the whole
    qint64 done = 0;  ///< bytes
    qint64 total = 0; ///< bytes; 0 when unknown
};

/// What an image is built from.
struct BuildSpec
{
    QString name;
    std::shared_ptr<QIODevice> tar; ///< with a Dockerfile; open and of known size
    Labels labels = {};
    QString network = {}; ///< of its commands: "none", "host", or the engine's default when empty
    qint64 memoryBytes = 0; ///< of each of its commands, with swap; 0: no limit
};

using ProgressSink = std::function<void(const Progress &progress)>;

/// Which images nobody uses are to go: those that lost their name to a newer one, or all.
enum class Unused { Nameless, All };

/// The images of an engine. Errors in the middle of a long operation are Upstream with the engine's
/// words.
class Images
{
public:
    /// A long operation that says nothing for @p patience has failed; it may take for ever in all.
    explicit Images(std::shared_ptr<Engine> engine,
                    std::chrono::milliseconds patience = std::chrono::minutes(5));

    /// Those that bear all of @p labels.
    core::Task<QList<Image>> list(Labels labels = {});
    core::Task<Image> inspect(QString name);
    /// NotFound when its registry has no such image.
    core::Task<> pull(QString name, ProgressSink sink, std::stop_token stop = {});
    /// Makes an image of one layer from a tar archive of a root file system; @p tar is open and of
    /// known size. Answers with the image's id.
    core::Task<QString> import(QString name, std::shared_ptr<QIODevice> tar);
    /// Builds from a tar archive with a Dockerfile.
    core::Task<> build(BuildSpec spec, ProgressSink sink, std::stop_token stop = {});
    /// Loads what `docker save` wrote.
    core::Task<> load(std::shared_ptr<QIODevice> tar);
    /// Makes an image of what a container's own system is now, without its volumes.
    core::Task<> commit(QString container, QString name, Labels labels);
    /// Conflict while a container uses it.
    core::Task<> remove(QString name);
    /// Removes what no container uses and bears all of @p labels; answers with the bytes that were
    /// set free.
    core::Task<qint64> prune(Unused which, Labels labels = {});

private:
    Call longCall(const QString &path, std::shared_ptr<QIODevice> tar = {}) const;

    std::shared_ptr<Engine> m_engine;
    std::chrono::milliseconds m_patience;
};

} // namespace docker
