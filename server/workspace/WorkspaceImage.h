// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Images.h"
#include "workspace/WorkspaceSettings.h"

namespace workspace {

/// Marks an image that was built of a folder, with the folder's path.
inline const QString builtLabel = "dev.berth.built";

/// Marks an image that a user saved, with the user's id. It is as good as unknown to others.
inline const QString savedLabel = "dev.berth.saved";

/// The image that a workspace is to be made of.
struct ImageRequest
{
    QString image; ///< a name, or the path of a folder with a Dockerfile; the default when empty
    /// Who wants it and so may have none that another user saved; nothing for who runs the server.
    std::optional<QString> userId = {};
    QString program = {}; ///< the helper; those for other machines lie beside it
    QStringList sharedFolders = {}; ///< where such a folder may be
    NetworkMode network = NetworkMode::None; ///< what the commands of its Dockerfile reach
    std::chrono::milliseconds patience = std::chrono::minutes(5); ///< with an engine that is silent
};

/// An image that is on the engine.
struct WorkspaceImage
{
    QString id;
    QString program; ///< the helper that runs in it
};

/// How far it is, for people.
struct ImageProgress
{
    QString text;
    qint64 done = 0; ///< bytes of all layers that are known
    qint64 total = 0; ///< 0: unknown
};

using ImageSink = std::function<void(const ImageProgress &progress)>;

/// Sees to it that an image is on the engine: one that is there is left as it is, a named one is
/// pulled, the default one and a folder's are built. Who asks for the same at the same time shares
/// the work; it ends when all of them have stopped, or when it is cancelled.
/// Unavailable, with what to do, when there is no such image or the helper cannot run in it;
/// Invalid for a folder that is not shared or has no Dockerfile; Cancelled, with who did it.
core::Task<WorkspaceImage> ensureImage(std::shared_ptr<docker::Engine> engine, ImageRequest request,
                                       ImageSink sink = {}, std::stop_token stop = {});

/// What ensureImage() works on.
struct FetchedImage
{
    QString id; ///< of the work
    QString image; ///< as it was asked for
    ImageProgress progress;
};

/// Whatever somebody waits for that was not there, on the thread of the event loop.
QList<FetchedImage> imagesBeingFetched();

/// Ends the work on an image for all who wait for it, and waits until it has ended. Answers with
/// what they are told, Cancelled with the name of @p by; with nothing when the image was there
/// already. Conflict when nothing is being fetched by that name.
core::Task<std::optional<core::Error>> cancelImageFetch(QString image, QString by);

} // namespace workspace
