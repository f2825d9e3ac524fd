// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUpSafety.h"

#include "ui/widgets/ToneLabel.h"
#include "ui/windows/ChoiceCard.h"

#include <QBoxLayout>
#include <QCheckBox>

namespace ui {

SetUpSafety::SetUpSafety(Preferences *preferences, QWidget *parent)
    : SetUpStep(tr("When to ask you"),
                tr("This is for conversations that you begin in this window. Each can be changed "
                   "later."),
                parent)
    , m_preferences(preferences)
    , m_askHosts(new QCheckBox(tr("Ask about hosts that are not on the list"), this))
    , m_said(new ToneLabel(this))
{
    addChoice(Preferences::Asking::Always, "hand", tr("Before every action"),
              tr("Even before an agent lists the files of a folder."));
    addChoice(
        Preferences::Asking::HighRisk, "shield-check", tr("At high risk"),
        tr("Before it pushes to a shared branch, for example, but not before it runs tests."));
    addChoice(Preferences::Asking::Never, "play", tr("Never"),
              tr("It does what it decides. Its container is the only wall."));
    column()->addSpacing(8);
    addHeading(tr("Network"));
    column()->addWidget(m_askHosts);
    column()->addWidget(m_said);
    column()->addStretch();
    m_askHosts->setEnabled(false);
}

void SetUpSafety::addChoice(Preferences::Asking asking, const QString &icon, const QString &title,
                            const QString &detail)
{
    auto *card = new ChoiceCard(icon, title, detail, this);
    column()->addWidget(card);
    card->setChecked(m_preferences->asking() == asking);
    const auto tell = [this, title](bool isDone) { setState(title, isDone); };
    if (card->isChecked())
        tell(m_preferences->isSetUp());
    connect(card, &ChoiceCard::toggled, this, [this, asking, tell](bool isChosen) {
        if (!isChosen)
            return;
        m_preferences->setAsking(asking);
        tell(true);
    });
}

void SetUpSafety::sessionChanged()
{
    m_askHosts->setEnabled(false);
    if (!session())
        return;
    QCoro::connect(session()->client()->get("/settings"), this,
                   [this](const core::Result<QJsonValue> &list) {
        if (list)
            take((*list)["items"].toArray());
    });
}

void SetUpSafety::take(const QJsonArray &settings)
{
    for (const QJsonValue &setting : settings) {
        if (setting["name"] != "ask-egress")
            continue;
        const QJsonValue next = setting["next"];
        m_asked = (next.isString() ? next : setting["value"]) == "true";
        m_askHosts->setChecked(m_asked);
        m_askHosts->setEnabled(!setting["locked"].toBool());
        m_askHosts->setToolTip(
            setting["locked"].toBool() ? tr("The command line of the server says so.") : QString());
    }
}

void SetUpSafety::leave(std::function<void()> then)
{
    setState(state(), true);
    if (!session() || !m_askHosts->isEnabled() || m_askHosts->isChecked() == m_asked)
        return then();
    const QString wanted = m_askHosts->isChecked() ? "true" : "false";
    QCoro::connect(session()->client()->patch("/settings", {{"ask-egress", wanted}}), this,
                   [this, then = std::move(then)](const core::Result<QJsonValue> &done) {
        if (!done)
            return m_said->say(done.error().message, Tone::Danger);
        m_asked = m_askHosts->isChecked();
        then();
    });
}

} // namespace ui
