// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/ServerOptions.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/SetUpStep.h"

class QButtonGroup;
class QCheckBox;
class QLineEdit;

namespace ui {

class ChoiceCard;
class ToneLabel;

/// When agents ask before they act, what workspaces reach, and whether they may ask for more.
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
    ChoiceCard *addChoice(Preferences::Asking asking, const QString &icon, const QString &title,
                          const QString &detail);
    void addNetwork(const QString &mode, const QString &icon, const QString &title,
                    const QString &detail);
    void take(const ServerOptions &options);
    QJsonObject changes() const;
    void updateHosts();
    void addHosts(QStringList hosts, std::function<void()> then);

    Preferences *m_preferences;
    QLineEdit *m_hosts;
    QCheckBox *m_askHosts;
    ToneLabel *m_said;
    QWidget *m_networks; ///< holds the cards of m_reach
    // Groups, because radio buttons without one exclude those within their neighbours, too.
    QButtonGroup *m_moments; ///< when to ask
    QButtonGroup *m_reach;   ///< what workspaces reach
    QHash<QString, ChoiceCard *> m_modes;
    ChoiceCard *m_never = nullptr;
    ServerOptions m_options; ///< of the server, as they are
};

} // namespace ui
