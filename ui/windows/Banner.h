// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Style.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace ui {

/// A strip on top of the window: what it is about, a sentence, and what to do about it.
class Banner : public QWidget
{
    Q_OBJECT

public:
    /// @p icon is a name of resources/icons.
    Banner(QString icon, const QString &title, const QString &text, QWidget *parent = nullptr);

protected:
    QPushButton *addButton(const QString &text, ButtonKind kind);
    void paintEvent(QPaintEvent *event) override;

private:
    const QString m_icon;
    QHBoxLayout *m_buttons;
};

} // namespace ui
