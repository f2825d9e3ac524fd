// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/DiskQuota.h"
#include "workspace/Egress.h"
#include "workspace/Runtime.h"
#include "workspace/SharedAnswer.h"
#include "workspace/WorkspaceSettings.h"

namespace workspace {

class LocalPlaces;

/// What sandboxes are made of.
struct SandboxOptions
{
    QString root = {};    ///< the folder of all users' files
    QString program = {}; ///< berth-workspaced; beside the server's own program when empty
    QString helperRoot = {}; ///< keeps copies of the program, which sandboxes see
    QString bubblewrap = {}; ///< bwrap, looked for at each use when empty
    /// Whom a server that is root works as in there, on the machine a user without a name. It owns
    /// the files, unless a shared folder says who does.
    uint owner = 64912;
    WorkspaceSettings settings = {}; ///< of the server
    SettingsBounds bounds = {};
    EgressOptions egress = {}; ///< of the way out, but for its list
    OwnListeners ownListeners = {}; ///< never reached by the way out
    std::optional<DiskQuotaOptions> quota = {}; ///< in place of what the settings say
    QString helperFolder = {}; ///< with the copy in use; filled by the runtime
    QString settingsFolder = {}; ///< with the files for /etc; filled by the runtime
};

/// Gives each user of the server a sandbox on this machine, made by bubblewrap: their own files,
/// processes and loopback, a read-only system and few system calls. It is made on first use, and
/// again after it was lost; it ends with the server, however that ends.
class SandboxRuntime : public Runtime
{
    Q_OBJECT

public:
    explicit SandboxRuntime(SandboxOptions options, QObject *parent = nullptr);
    ~SandboxRuntime() override;

    QString name() const override { return "sandbox"; }
    /// Whether this machine can make sandboxes of these settings, tried once with success.
    /// Unavailable with the reason and what to do.
    core::Task<> prepare();
    core::Task<std::shared_ptr<Channel>> open(QString userId) override;
    /// Invalid where files would not stay.
    core::Task<> makeDirectory(QString userId, QString path) override;
    QStringList running() const override;
    /// Processors and memory are those of what lives in it.
    core::Task<std::optional<WorkspaceUse>> use(QString userId, Looks looks = Looks::All) override;
    std::optional<DiskReport> disk(const QString &userId) const override;
    core::Task<> stop() override;

private:
    core::Task<> probe();
    void announce();

    SandboxOptions m_options;
    QByteArray m_filter;
    SharedAnswer<> m_prepared;
    std::unique_ptr<LocalPlaces> m_places;
    bool m_isAnnounced = false;
};

} // namespace workspace
