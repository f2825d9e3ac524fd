// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace ui {

class TimelineModel;

/// Tells a screen reader that the agent writes, once, and what it wrote, once it is there; nothing
/// of how it grows. A conversation that is in sight in several windows is told of by one of them:
/// the one that is worked in, else the oldest.
class WritingNews : public QObject
{
    Q_OBJECT

public:
    /// @p speaker is who says it, as long as it is in sight. Both outlive it.
    WritingNews(const TimelineModel *timeline, QWidget *speaker);
    ~WritingNews() override;

    /// Whose timeline it is from now on.
    void look(const QString &conversationId) { m_id = conversationId; }

signals:
    /// What the agent wrote was said.
    void said(const QString &text);

private:
    void note(int first, int last);
    bool isHeard() const;
    void say(const QString &text) const;

    const TimelineModel *m_timeline;
    QWidget *m_speaker;
    QString m_id;
    bool m_isWriting = false;
};

} // namespace ui
