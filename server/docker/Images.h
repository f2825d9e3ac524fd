// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Engine.h"

#include <QDateTime>

namespace docker {

struct Image
{
    QString id;
    QStringList names; ///< with tags
    qint64 size = 0;   ///< bytes
    QString architecture; ///< empty in lists
};

/// One line of a long operation on images.
struct Progress
{
    QString text;     ///< "Downloading"
    QString layer;    ///< empty when it is about the whole
    qint64 done = 0;  ///< bytes
    qint64 total = 0; ///< bytes; 0 when unknown
};

using ProgressSink = std::function<void(const Progress &progress)>;

/// The images of an engine. Errors in the middle of a long operation are Upstream with the engine's
/// words.
class Images
{
public:
    explicit Images(std::shared_ptr<Engine> engine);

    core::Task<QList<Image>> list();
    core::Task<Image> inspect(QString name);
    core::Task<> pull(QString name, ProgressSink sink, std::stop_token stop = {});
    /// Makes an image of one layer from a tar archive of a root file system; @p tar is open and of
    /// known size. Answers with the image's id.
    core::Task<QString> import(QString name, std::shared_ptr<QIODevice> tar);
    /// Builds from a tar archive with a Dockerfile.
    core::Task<> build(QString name, std::shared_ptr<QIODevice> tar, ProgressSink sink,
                       std::stop_token stop = {});
    /// Loads what `docker save` wrote.
    core::Task<> load(std::shared_ptr<QIODevice> tar);
    /// Conflict while a container uses it.
    core::Task<> remove(QString name);

private:
    std::shared_ptr<Engine> m_engine;
};

} // namespace docker
