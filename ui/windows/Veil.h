// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ui {

/// Dims a widget while what it shows is old; it can be used as before.
class Veil : public QWidget
{
    Q_OBJECT

public:
    /// @p covered has a parent that places it.
    explicit Veil(QWidget *covered);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void cover();

    QWidget *m_covered;
};

} // namespace ui
