// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QListWidget>
#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class ServerBadge;

/// The pages of the window with their badges, and where the server is. As a rail it shows icons.
class Sidebar : public QWidget
{
    Q_OBJECT

public:
    enum class Badge { Count, Waiting };

    explicit Sidebar(QWidget *parent = nullptr);

    /// @p page: the number that chosen() tells.
    void addPage(int page, const QString &icon, const QString &name, const QKeySequence &shortcut);
    /// A heading over the pages that come after it; a line in the rail.
    void addGroup(const QString &name);
    /// Takes pages and headings away.
    void clear();
    /// Its own words, in the language that is spoken now.
    void retranslate();
    void setCurrent(int page);
    /// 0 takes the badge away. What waits for a person has a colour of its own.
    void setBadge(int page, int count, const QString &spoken, Badge badge = Badge::Count);
    /// @p tone: whether that is well.
    void setServer(const QString &state, Tone tone = Tone::Muted);
    ServerBadge *badge() const { return m_badge; }
    /// Of the badge: @p servers are addresses of others that are known.
    void setKnownServers(const QStringList &servers) { m_known = servers; }
    void setRail(bool isRail);
    bool isRail() const { return m_isRail; }

signals:
    void chosen(int page);
    void searchAsked();
    /// Another server; an empty @p address is to be asked for.
    void serverAsked(const QString &address);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void fit();
    void showServers();
    QListWidgetItem *itemOf(int page) const;

    bool m_isRail = false;
    Tone m_tone = Tone::Muted; ///< of the server's state
    QPushButton *m_search;
    QListWidget *m_pages;
    QLabel *m_name;
    QLabel *m_state;
    ServerBadge *m_badge;
    QStringList m_known; ///< addresses of servers
};

} // namespace ui
