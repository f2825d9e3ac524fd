// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Preferences.h"
#include "ui/windows/SetUpStep.h"

class QCheckBox;

namespace ui {

class ToneLabel;

/// When agents ask before they act, and whether workspaces may ask for hosts.
class SetUpSafety : public SetUpStep
{
    Q_OBJECT

public:
    /// @p preferences outlives it.
    explicit SetUpSafety(Preferences *preferences, QWidget *parent = nullptr);

    void leave(std::function<void()> then) override;

protected:
    void sessionChanged() override;

private:
    void addChoice(Preferences::Asking asking, const QString &icon, const QString &title,
                   const QString &detail);
    void take(const QJsonArray &settings);

    Preferences *m_preferences;
    QCheckBox *m_askHosts;
    ToneLabel *m_said;
    bool m_asked = false; ///< what the server does now
};

} // namespace ui
