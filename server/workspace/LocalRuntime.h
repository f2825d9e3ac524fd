// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Runtime.h"

#include <QProcessEnvironment>

namespace workspace {

class LocalPlaces;

/// How the local runtime starts its helpers.
struct LocalOptions
{
    QString program = {};   ///< berth-workspaced; beside the server's own program when empty
    QString directory =
        {}; ///< where work happens by default; the server's own directory when empty
    std::chrono::milliseconds longestCommand{0}; ///< 0: as long as whoever runs it likes
};

/// What of the server's environment commands on this machine may see: an allow-list, so that no key
/// or password of the server leaks into them.
QProcessEnvironment localEnvironment(const QProcessEnvironment &server);

/// Runs work on this machine as the server's own user, without isolation: one berth-workspaced per
/// user of the server, started on first use and again after a loss. It ends with the server,
/// however that ends.
class LocalRuntime : public Runtime
{
    Q_OBJECT

public:
    explicit LocalRuntime(LocalOptions options = {}, QObject *parent = nullptr);
    ~LocalRuntime() override;

    QString name() const override { return "local"; }
    core::Task<std::shared_ptr<Channel>> open(QString userId) override;
    QStringList running() const override;
    /// Of what was started there, not of the machine.
    core::Task<std::optional<WorkspaceUse>> use(QString userId, Looks looks = Looks::All) override;
    core::Task<> stop() override;

private:
    LocalOptions m_options;
    std::unique_ptr<LocalPlaces> m_places;
};

} // namespace workspace
