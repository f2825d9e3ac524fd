// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

/// A strip above all pages: what is not as it should be, for as long as that is so.
class StateBar : public QWidget
{
    Q_OBJECT

public:
    /// @p icon is a name of resources/icons.
    explicit StateBar(QString icon, QWidget *parent = nullptr);

    void setText(const QString &text);

protected:
    /// Without a text, which a language gives it.
    QPushButton *addButton();
    void paintEvent(QPaintEvent *event) override;

private:
    const QString m_icon;
    QLabel *m_text;
};

} // namespace ui
