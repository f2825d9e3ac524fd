// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ui {

/// A row that tells which keys do what. Those that have no room are left out whole.
class KeyHints : public QWidget
{
public:
    struct Hint
    {
        QString keys;
        QString words;
    };

    using QWidget::QWidget;

    void setHints(const QList<Hint> &hints);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int spaceBetween(const QFontMetrics &metrics) const;

    QList<Hint> m_hints;
};

} // namespace ui
