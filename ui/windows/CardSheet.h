// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Card.h"

#include <QWidget>

namespace ui {

/// Some cards below each other, whole. It is as high as they are.
class CardSheet : public QWidget
{
    Q_OBJECT

public:
    explicit CardSheet(const QString &name, QWidget *parent = nullptr);

    void show(QList<Card> cards);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void measure();

    const QString m_name;
    QList<Card> m_cards;
    QList<int> m_heights; ///< of each, with the gap below
};

} // namespace ui
