// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Preferences.h"
#include "ui/windows/SetUpStep.h"

class QPlainTextEdit;
class QPushButton;

namespace ui {

class ChoiceCard;
class ToneLabel;

/// The first conversation: the demo, or something for the model that was chosen.
class SetUpFirstRun : public SetUpStep
{
    Q_OBJECT

public:
    /// @p preferences outlives it.
    explicit SetUpFirstRun(Preferences *preferences, QWidget *parent = nullptr);

    void enter() override;
    /// Begins the conversation.
    void leave(std::function<void()> then) override;

signals:
    void begun(const QString &conversationId);

private:
    QJsonObject request() const;

    Preferences *m_preferences;
    ChoiceCard *m_demo;
    ChoiceCard *m_own;
    QPlainTextEdit *m_prompt;
    ToneLabel *m_said;
    bool m_isBusy = false;
};

} // namespace ui
