// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Announcer.h"

#include "ui/widgets/PlainText.h"

#include <QWidget>

namespace ui {

using Politeness = QAccessible::AnnouncementPoliteness;

Announcer::Announcer(Session *session, QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
{
    // What the server tells in one go is said in one.
    m_ask.setSingleShot(true);
    m_ask.setInterval(std::chrono::milliseconds(0));
    connect(&m_ask, &QTimer::timeout, this, &Announcer::ask);
    connect(session->waiting(), &FeedModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { askSoon(first, last); });
    const ConversationsModel *conversations = session->conversations();
    connect(conversations, &FeedModel::known, this, &Announcer::noteAll);
    connect(conversations, &FeedModel::told, this,
            [this](const QString &kind, const QString &id, const QJsonObject &item) {
        if (kind == "removed")
            m_states.remove(id);
        else
            note(id, item);
    });
    noteAll();
}

void Announcer::askSoon(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_session->waiting()->index(row);
        m_asked.append(visibleLine(index.data(Qt::AccessibleTextRole).toString()));
    }
    m_ask.start();
}

void Announcer::ask()
{
    const QStringList asked = std::exchange(m_asked, {});
    say(asked.size() == 1 ? tr("Needs you: %1").arg(asked.first())
                          : tr("%n question(s) wait for you.", nullptr, int(asked.size())),
        Politeness::Assertive);
}

void Announcer::noteAll()
{
    for (int row = 0; row < m_session->conversations()->rowCount(); ++row) {
        const QJsonObject item = m_session->conversations()->item(row);
        m_states.insert(item["id"].toString(), item["state"].toString());
    }
}

void Announcer::note(const QString &id, const QJsonObject &item)
{
    const QString state = item["state"].toString();
    const QString before = std::exchange(m_states[id], state);
    if (state == "running" && m_heard.first == id)
        m_heard = {};
    if (before != "running" || state == before)
        return;
    const QString title = visibleLine(ConversationsModel::titleOf(item));
    QString last = visibleLine(item["last_line"].toString());
    const QString end = state == "finished" ? tr("%1 is finished").arg(title)
                        : state == "error"  ? tr("%1 failed").arg(title)
                        : state == "stuck"  ? tr("%1 is stuck").arg(title)
                                            : QString();
    const QString beginning = last.endsWith(u'…') ? last.chopped(1) : last;
    if (m_heard.first == id && m_heard.second.contains(beginning))
        last.clear();
    if (!end.isEmpty())
        say(last.isEmpty() ? end : end + ". " + last, Politeness::Polite);
}

void Announcer::noteHeard(const QString &conversationId, const QString &text)
{
    m_heard = {conversationId, text.simplified()};
}

void Announcer::say(const QString &text, Politeness politeness)
{
    if (!m_window->isVisible())
        return;
    QAccessibleAnnouncementEvent said(m_window, text);
    said.setPoliteness(politeness);
    QAccessible::updateAccessibility(&said);
}

} // namespace ui
