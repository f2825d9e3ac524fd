// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WritingNews.h"

#include "ui/widgets/PlainText.h"
#include "ui/widgets/TimelineModel.h"

#include <QAccessible>
#include <QWidget>

namespace ui {

/// Of all windows, the oldest first.
static QList<const WritingNews *> &allNews()
{
    static QList<const WritingNews *> all;
    return all;
}

WritingNews::WritingNews(const TimelineModel *timeline, QWidget *speaker)
    : QObject(speaker)
    , m_timeline(timeline)
    , m_speaker(speaker)
{
    allNews().append(this);
    connect(timeline, &TimelineModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { note(first, last); });
    connect(timeline, &TimelineModel::modelReset, this, [this] { m_isWriting = false; });
}

WritingNews::~WritingNews()
{
    allNews().removeOne(this);
}

/// Whether nobody else is to say it.
bool WritingNews::isHeard() const
{
    const WritingNews *speaks = nullptr;
    for (const WritingNews *news : std::as_const(allNews())) {
        if (!news->m_speaker->isVisible() || (news->m_id != m_id && news != this))
            continue;
        if (!speaks || news->m_speaker->isActiveWindow())
            speaks = news;
    }
    return speaks == this;
}

/// A try that is begun anew is the same to who listens, and so is what goes on after a word of a
/// person.
void WritingNews::note(int first, int last)
{
    if (last != m_timeline->rowCount() - 1)
        return;
    if (m_timeline->kind(last) == Card::Kind::Streaming) {
        if (!std::exchange(m_isWriting, true))
            say(tr("The agent is writing"));
        return;
    }
    if (!m_isWriting || m_timeline->kind(last) == Card::Kind::Person)
        return;
    m_isWriting = false;
    for (int row = first; row <= last; ++row) {
        if (m_timeline->kind(row) != Card::Kind::Agent)
            continue;
        const QString text = visibleLine(m_timeline->card(row).text);
        if (!isHeard())
            return;
        say(tr("The agent: %1").arg(text));
        emit said(text);
        return;
    }
    say(tr("The agent has stopped writing"));
}

void WritingNews::say(const QString &text) const
{
    if (!isHeard())
        return;
    QAccessibleAnnouncementEvent event(m_speaker, text);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Polite);
    QAccessible::updateAccessibility(&event);
}

} // namespace ui
