// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUpSafety.h"

#include "ui/widgets/ToneLabel.h"
#include "ui/windows/ChoiceCard.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QRegularExpression>

namespace ui {

SetUpSafety::SetUpSafety(Preferences *preferences, QWidget *parent)
    : SetUpStep(tr("When to ask you"),
                tr("This is for conversations that you begin in this window. Each can be changed "
                   "later."),
                parent)
    , m_preferences(preferences)
    , m_hosts(new QLineEdit(this))
    , m_askHosts(new QCheckBox(tr("Ask about hosts that are not on the list"), this))
    , m_said(new ToneLabel(this))
    , m_networks(new QWidget(this))
    , m_moments(new QButtonGroup(this))
    , m_reach(new QButtonGroup(this))
{
    addChoice(Preferences::Asking::Always, "hand", tr("Before every action"),
              tr("Even before an agent lists the files of a folder."));
    addChoice(
        Preferences::Asking::HighRisk, "shield-check", tr("At high risk"),
        tr("Before it pushes to a shared branch, for example, but not before it runs tests."));
    m_never = addChoice(Preferences::Asking::Never, "play", tr("Never"),
                        tr("It does what it decides. Its container is the only wall."));
    column()->addSpacing(8);
    addHeading(tr("What workspaces reach"));
    auto *cards = new QVBoxLayout(m_networks);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(10);
    addNetwork("none", "lock", tr("Nothing"),
               tr("No package can be fetched. For example for work on files that must not leave."));
    addNetwork("allowlist", "list-checks", tr("Hosts on the list"),
               tr("Package registries and code hosts, for example pypi.org and github.com."));
    addNetwork("bridge", "globe", tr("Everything"),
               tr("All that this computer reaches, for example your router and printers, too."));
    column()->addWidget(m_networks);
    m_hosts->setObjectName("hosts");
    m_hosts->setPlaceholderText("api.example.com, *.example.org");
    m_hosts->setAccessibleDescription(
        tr("Hosts for all your workspaces, with commas between them."));
    auto *hosts = new QFormLayout;
    hosts->addRow(tr("More hosts"), m_hosts);
    column()->addLayout(hosts);
    column()->addWidget(m_askHosts);
    column()->addWidget(m_said);
    column()->addStretch();
    m_askHosts->setEnabled(false);
    m_networks->setEnabled(false);
    connect(m_reach, &QButtonGroup::idToggled, this, &SetUpSafety::updateHosts);
    updateHosts();
    // As they lie, which is not as they were made.
    QList<QWidget *> chain;
    for (QAbstractButton *card : m_moments->buttons() + m_reach->buttons())
        chain.append(card);
    chain += {m_hosts, m_askHosts};
    for (qsizetype i = 1; i < chain.size(); ++i)
        setTabOrder(chain.at(i - 1), chain.at(i));
}

void SetUpSafety::addNetwork(const QString &mode, const QString &icon, const QString &title,
                             const QString &detail)
{
    auto *card = new ChoiceCard(icon, title, detail, m_networks);
    m_reach->addButton(card);
    m_networks->layout()->addWidget(card);
    m_modes.insert(mode, card);
}

ChoiceCard *SetUpSafety::addChoice(Preferences::Asking asking, const QString &icon,
                                   const QString &title, const QString &detail)
{
    auto *card = new ChoiceCard(icon, title, detail, this);
    m_moments->addButton(card);
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
    return card;
}

void SetUpSafety::sessionChanged()
{
    m_askHosts->setEnabled(false);
    m_networks->setEnabled(false);
    m_options.clear();
    updateHosts();
    if (!session())
        return;
    QCoro::connect(readOptions(session()->client()), this,
                   [this](const core::Result<ServerOptions> &options) {
        if (options)
            take(*options);
    });
}

void SetUpSafety::take(const ServerOptions &options)
{
    m_options = options;
    m_never->setDetail(options.value("runtime").value == "local"
                           ? tr("It does what it decides. Without containers, nothing holds it.")
                           : tr("It does what it decides. Its container is the only wall."));
    const QString locked = tr("The command line of the server says so.");
    if (options.contains("ask-egress")) {
        const ServerOption ask = options.value("ask-egress");
        m_askHosts->setChecked(ask.value == "true");
        m_askHosts->setEnabled(!ask.isLocked);
        m_askHosts->setToolTip(ask.isLocked ? locked : QString());
    }
    if (options.contains("network")) {
        const ServerOption network = options.value("network");
        if (ChoiceCard *card = m_modes.value(network.value))
            card->setChecked(true);
        m_networks->setEnabled(!network.isLocked);
        m_networks->setToolTip(network.isLocked ? locked : QString());
    }
    updateHosts();
}

/// The list counts only where it is looked at.
void SetUpSafety::updateHosts()
{
    const ChoiceCard *listed = m_modes.value("allowlist");
    m_hosts->setEnabled(session() && listed->isChecked());
}

/// What PATCH /settings is asked for.
QJsonObject SetUpSafety::changes() const
{
    QJsonObject changes;
    const QString ask = m_askHosts->isChecked() ? "true" : "false";
    if (m_askHosts->isEnabled() && ask != m_options.value("ask-egress").value)
        changes.insert("ask-egress", ask);
    for (auto mode = m_modes.cbegin(); mode != m_modes.cend() && m_networks->isEnabled(); ++mode) {
        if ((*mode)->isChecked() && mode.key() != m_options.value("network").value)
            changes.insert("network", mode.key());
    }
    return changes;
}

/// One after the other; what is allowed leaves the field.
void SetUpSafety::addHosts(QStringList hosts, std::function<void()> then)
{
    m_hosts->setText(hosts.join(", "));
    if (hosts.isEmpty())
        return then();
    const QJsonObject rule{{"host", hosts.takeFirst()}, {"answer", "allow"}, {"scope", "always"}};
    QCoro::connect(session()->client()->post("/egress/decisions", rule), this,
                   [this, hosts, then = std::move(then)](const core::Result<QJsonValue> &done) {
        if (done)
            return addHosts(hosts, then);
        m_said->say(done.error().message, Tone::Danger);
        m_hosts->setFocus(Qt::OtherFocusReason);
    });
}

void SetUpSafety::leave(std::function<void()> then)
{
    setState(state(), true);
    static const QRegularExpression between("[,\\s]+");
    const QStringList hosts = m_hosts->isEnabled()
                                  ? m_hosts->text().split(between, Qt::SkipEmptyParts)
                                  : QStringList();
    if (!hosts.isEmpty())
        then = [this, hosts, then = std::move(then)] { addHosts(hosts, then); };
    const QJsonObject wanted = session() ? changes() : QJsonObject();
    if (wanted.isEmpty())
        return then();
    QCoro::connect(session()->client()->patch("/settings", wanted), this,
                   [this, wanted, then = std::move(then)](const core::Result<QJsonValue> &done) {
        if (!done)
            return m_said->say(done.error().message, Tone::Danger);
        for (auto change = wanted.begin(); change != wanted.end(); ++change)
            m_options[change.key()].value = change.value().toString();
        then();
    });
}

} // namespace ui
