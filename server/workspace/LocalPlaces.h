// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/LocalPlace.h"

#include <QHash>
#include <QPointer>

namespace workspace {

/// One berth-workspaced on this machine for each user of the server, started on first use and again
/// after a loss.
class LocalPlaces : public QObject
{
    Q_OBJECT

public:
    using Launch = std::function<core::Result<LocalLaunch>()>;

    LocalPlaces() = default;
    ~LocalPlaces() override;

    /// The channel into @p userId's place; @p launch is called when there is none.
    core::Task<std::shared_ptr<Channel>> open(QString userId, Launch launch);
    /// A place that is open; null without one.
    std::shared_ptr<LocalPlace> find(const QString &userId) const;
    /// Whose places are open.
    QStringList users() const;
    /// Ends every place; nothing is opened afterwards.
    core::Task<> stop();

signals:
    /// A place was opened, or is gone.
    void changed(const QString &userId);

private:
    void keep(const QString &userId, const std::shared_ptr<LocalPlace> &place);
    void retire(LocalPlace *place);
    static core::Task<> announce(QPointer<LocalPlaces> self, QString userId,
                                 std::shared_ptr<LocalPlace> place);

    QHash<QString, std::shared_ptr<LocalPlace>> m_places;
    bool m_isStopped = false;
};

} // namespace workspace
