// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace ui {

/// What a page shows while it has nothing to show: the mark, a title and what to do.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &title, const QString &text, QWidget *parent = nullptr);

    /// @p verb: of a button that does something about it; empty for none.
    void setWords(const QString &title, const QString &text, const QString &verb = {});

    /// Of the verb.
    QPushButton *button() const { return m_button; }

signals:
    void answered();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void place();

    QString m_title;
    QString m_text;
    QPushButton *m_button;
};

} // namespace ui
