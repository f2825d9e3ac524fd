// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>
#include <optional>

namespace composition {

/// Keeps some daily copies of the database in a folder of the data directory. Each is made by a
/// process of its own, which can be ended at any time and does not make the server wait.
class DailyBackup : public QObject
{
    Q_OBJECT

public:
    /// @p keep copies stay; none are made when it is 0.
    DailyBackup(QString dataDirectory, int keep);
    /// Ends a copy that is being made.
    ~DailyBackup() override;

    /// When the newest copy was made, or this began when there is none; nothing when none are made.
    std::optional<std::chrono::microseconds> newest() const;

private:
    void check();
    void begin();
    void finish();
    void note(const QString &problem);
    QStringList copies() const; ///< file names, oldest first

    const QString m_dataDirectory;
    const QString m_folder;
    const int m_keep;
    QTimer m_timer;
    QProcess m_process;
    const std::chrono::microseconds m_began; ///< since 1970
    QString m_problem; ///< of the last attempt; said once
};

} // namespace composition
