// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QRadioButton>

namespace ui {

/// One of several ways to go on, with what it means. Of those with the same parent one is chosen.
class ChoiceCard : public QRadioButton
{
    Q_OBJECT

public:
    ChoiceCard(const QString &icon, const QString &title, const QString &detail,
               QWidget *parent = nullptr);

    void setDetail(const QString &detail);
    /// A few words at the right; empty for none.
    void setBadge(const QString &text, const QString &icon, Tone tone);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }

private:
    void speak();
    void takeTab();
    int badgeWidth() const;
    QRect wordsIn(int width) const;
    int heightOf(const QString &text, int width) const;

    QString m_icon;
    QString m_title;
    QString m_detail;
    QString m_badge;
    QString m_badgeIcon;
    Tone m_badgeTone = Tone::Muted;
};

} // namespace ui
