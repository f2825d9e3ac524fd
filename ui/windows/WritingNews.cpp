// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WritingNews.h"

#include "ui/widgets/PlainText.h"
#include "ui/widgets/TimelineModel.h"

#include <QAccessible>
#include <QWidget>

namespace ui {

WritingNews::WritingNews(const TimelineModel *timeline, QWidget *speaker)
    : QObject(speaker)
    , m_timeline(timeline)
    , m_speaker(speaker)
{
    connect(timeline, &TimelineModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { note(first, last); });
    connect(timeline, &TimelineModel::modelReset, this, [this] { m_isWriting = false; });
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
        say(tr("The agent: %1").arg(text));
        emit said(text);
        return;
    }
    say(tr("The agent has stopped writing"));
}

void WritingNews::say(const QString &text) const
{
    if (!m_speaker->isVisible())
        return;
    QAccessibleAnnouncementEvent event(m_speaker, text);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Polite);
    QAccessible::updateAccessibility(&event);
}

} // namespace ui
