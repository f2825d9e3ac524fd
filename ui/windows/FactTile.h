// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QPushButton>

namespace ui {

/// One fact about the server, with a sign of whether it is well. It opens its page when it is
/// pressed.
class FactTile : public QPushButton
{
    Q_OBJECT

public:
    FactTile(const QString &icon, const QString &name, QWidget *parent = nullptr);

    /// @p sign: an icon; empty for none.
    void setFact(const QString &fact, const QString &detail, const QString &sign = {},
                 Tone tone = Tone::Muted);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QString m_name;
    QString m_fact;
    QString m_detail;
    QString m_sign;
    Tone m_tone = Tone::Muted;
};

} // namespace ui
