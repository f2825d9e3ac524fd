// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace ui {

class TimelineModel;

/// Tells a screen reader that the agent writes, once, and what it wrote, once it is there; nothing
/// of how it grows.
class WritingNews : public QObject
{
    Q_OBJECT

public:
    /// @p speaker is who says it, as long as it is in sight. Both outlive it.
    WritingNews(const TimelineModel *timeline, QWidget *speaker);

signals:
    /// What the agent wrote was said.
    void said(const QString &text);

private:
    void note(int first, int last);
    void say(const QString &text) const;

    const TimelineModel *m_timeline;
    QWidget *m_speaker;
    bool m_isWriting = false;
};

} // namespace ui
