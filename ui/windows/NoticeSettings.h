// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Preferences.h"

#include <QWidget>

class QBoxLayout;
class QCheckBox;

namespace ui {

/// A switch for each kind of notification, and for what may be answered there.
class NoticeSettings : public QWidget
{
    Q_OBJECT

public:
    /// @p preferences outlive it.
    explicit NoticeSettings(Preferences *preferences, QWidget *parent = nullptr);

private:
    QCheckBox *add(const QString &words);
    void addKind(Preferences::Notice kind, const QString &words);

    Preferences *m_preferences;
    QBoxLayout *m_column;
};

} // namespace ui
