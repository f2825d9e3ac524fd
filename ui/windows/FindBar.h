// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/TimelineSearch.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class TimelineView;

/// Looks for a text in the whole of a timeline and goes from card to card that has it.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    /// @p model outlives it.
    explicit FindBar(TimelineModel *model, QWidget *parent = nullptr);

    /// The one that goes to what is found; it shows the same model.
    void setView(TimelineView *view) { m_view = view; }

    /// Shows it, ready for a text.
    void open();
    void close();
    /// To the next card with the text below (1) or above (-1).
    void go(int step);

signals:
    /// By somebody who was in it.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void look(const QString &text);
    void update();

    TimelineView *m_view = nullptr;
    TimelineSearch m_search;
    bool m_isFresh = true; ///< nothing was gone to since the text was written
    QLineEdit *m_field;
    QLabel *m_count;
    QPushButton *m_previous;
    QPushButton *m_next;
    QPushButton *m_close;
};

} // namespace ui
