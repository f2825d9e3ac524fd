// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUpFirstRun.h"

#include "ui/models/DemoAgent.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/windows/ChoiceCard.h"

#include <QBoxLayout>
#include <QPlainTextEdit>

namespace ui {

SetUpFirstRun::SetUpFirstRun(Preferences *preferences, QWidget *parent)
    : SetUpStep(tr("First run"), tr("Watch an agent at work. You can stop it at any time."), parent)
    , m_preferences(preferences)
    , m_demo(new ChoiceCard("sailboat", tr("The offline demo"),
                            tr("An agent writes, runs and mends a small program. No key, no "
                               "network."),
                            this))
    , m_own(new ChoiceCard("sparkles", tr("Something of your own"),
                           tr("It is done by the model that you chose."), this))
    , m_prompt(new QPlainTextEdit(this))
    , m_said(new ToneLabel(this))
{
    m_prompt->setAccessibleName(tr("What the agent has to do"));
    m_prompt->setPlaceholderText(tr("What the agent has to do, in your own words"));
    m_prompt->setTabChangesFocus(true);
    m_prompt->setFixedHeight(96);
    for (QWidget *part : std::initializer_list<QWidget *>{m_demo, m_own, m_prompt, m_said})
        column()->addWidget(part);
    column()->addStretch();
    m_prompt->setVisible(false);
    connect(m_own, &ChoiceCard::toggled, m_prompt, &QWidget::setVisible);
    m_demo->setChecked(true);
}

void SetUpFirstRun::enter()
{
    m_said->say({}, Tone::Muted);
}

QJsonObject SetUpFirstRun::request() const
{
    QJsonObject policy{{"kind", "NeverConfirm"}};
    if (m_preferences->asking() == Preferences::Asking::Always)
        policy = {{"kind", "AlwaysConfirm"}};
    else if (m_preferences->asking() == Preferences::Asking::HighRisk)
        policy = {{"kind", "ConfirmRisky"}, {"threshold", "HIGH"}, {"confirm_unknown", false}};
    if (m_own->isChecked())
        return {{"message", m_prompt->toPlainText().trimmed()}, {"confirmation_policy", policy}};
    return {{"agent", demoAgent()},
            {"title", tr("Demo")},
            {"directory", "demo"},
            {"message", "Show me the demo: write a small program, run it, and make it work."},
            {"confirmation_policy", policy}};
}

void SetUpFirstRun::leave(std::function<void()> then)
{
    if (m_own->isChecked() && m_prompt->toPlainText().trimmed().isEmpty()) {
        m_said->say(tr("Say what the agent has to do."), Tone::Danger);
        return m_prompt->setFocus();
    }
    if (!session())
        return m_said->say(tr("The server does not answer yet."), Tone::Danger);
    if (std::exchange(m_isBusy, true))
        return;
    m_said->say(tr("The conversation begins..."), Tone::Muted);
    QCoro::connect(session()->client()->post("/conversations", request()), this,
                   [this, then = std::move(then)](const core::Result<QJsonValue> &made) {
        m_isBusy = false;
        if (!made)
            return m_said->say(made.error().message, Tone::Danger);
        setState(tr("Begun"), true);
        then();
        emit begun((*made)["id"].toString());
    });
}

} // namespace ui
