// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Volumes.h"
#include "workspace/DiskImage.h"

namespace workspace {

/// The volumes with a workspace's files, one for each of its folders. On an engine that can bound
/// a volume there is one more, with a limit, which has all the files; the others show its folders.
/// A disk image can take its place. Volumes that are there already stay as they were made. Its
/// owner sees to it that one thing happens at a time.
class FileVolumes
{
public:
    struct Bounds
    {
        bool byEngine = false; ///< it can give a volume a size
        QString imageFolder = {}; ///< of this workspace, on the engine's machine; empty elsewhere
        bool byImage = false; ///< new files go into an image, unless the engine bounds them
    };

    /// @p spec is the container's, whose mounts name the volumes.
    FileVolumes(std::shared_ptr<docker::Engine> engine, docker::ContainerSpec spec, Bounds bounds);

    /// Finds out what is there.
    core::Task<> look();
    /// Makes what is missing and, when @p theyAreAnothers or new, gives all to the container's
    /// user.
    core::Task<> make(bool theyAreAnothers);
    /// No container uses them any more, until make().
    core::Task<> rest();
    /// The files with them. One that is not there is fine.
    core::Task<> remove();
    /// What they can hold together, in bytes; 0 when the engine bounds nothing. Known after look()
    /// or make().
    qint64 bytes() const { return m_isImage || m_bounds.byEngine ? m_bytes : 0; }
    /// Mounts that a container needs beside its own, so that the engine knows what is in use.
    QList<docker::ContainerSpec::Mount> furtherMounts() const;

private:
    using Mount = docker::ContainerSpec::Mount;

    QString boundedName() const { return m_spec.name + "-files"; }
    core::Task<> makeBounded();
    core::Task<> attachImage();
    core::Task<> makeFolders();
    core::Task<> discardHollow();
    core::Task<> give();
    docker::ContainerSpec giver() const;

    std::shared_ptr<docker::Engine> m_engine;
    docker::Volumes m_volumes;
    docker::ContainerSpec m_spec;
    docker::Labels m_labels;
    QList<Mount> m_folders; ///< of the container, that hold files
    Bounds m_bounds;
    DiskImage m_image;
    bool m_isImage = false; ///< it has the files
    QStringList m_there; ///< names of volumes
    bool m_isShown = false; ///< a folder's volume shows one of the bounded
    QString m_root; ///< of what is bounded, on the engine's machine; empty without that
    qint64 m_bytes = 0; ///< of what is bounded
};

} // namespace workspace
