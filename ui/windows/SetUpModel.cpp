// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUpModel.h"

#include "ui/client/ServerOptions.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/windows/ChoiceCard.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QComboBox>
#include <QFormLayout>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

namespace ui {

/// A provider whose models the server can ask, with some of them.
struct CloudProvider
{
    QString name;
    QString prefix;
    QStringList models;
};

static const QList<CloudProvider> &cloudProviders()
{
    static const QList<CloudProvider> providers{
        {"OpenAI", "openai", {"gpt-5.1", "gpt-5-mini", "gpt-4.1"}},
        {"Google", "gemini", {"gemini-2.5-pro", "gemini-2.5-flash"}},
        {"OpenRouter",
         "openrouter",
         {"anthropic/claude-sonnet-4.5", "qwen/qwen3-coder", "moonshotai/kimi-k2"}},
        {"Mistral", "mistral", {"devstral-medium-latest", "codestral-latest"}},
        {"DeepSeek", "deepseek", {"deepseek-chat", "deepseek-reasoner"}},
        {"xAI", "xai", {"grok-4", "grok-code-fast-1"}},
        {"Groq", "groq", {"llama-3.3-70b-versatile"}}};
    return providers;
}

SetUpModel::SetUpModel(QList<LocalModels::Place> places, QWidget *parent)
    : SetUpStep(tr("Choose a model"), tr("A model decides what an agent does next."), parent)
    , m_servers(std::move(places))
    , m_local(new QWidget(this))
    , m_localHeading(addHeading(tr("On this computer")))
    , m_looked(new ToneLabel(this))
    , m_cloud(new ChoiceCard("sparkles", tr("A provider in the cloud"),
                             tr("OpenAI, Google, OpenRouter, Mistral, DeepSeek, xAI or Groq. Your "
                                "key is sealed on the server and never enters a workspace."),
                             this))
    , m_own(new ChoiceCard("server", tr("Your own endpoint"),
                           tr("Any address that speaks the Chat Completions API of OpenAI."), this))
    , m_demo(new ChoiceCard("sailboat", tr("No model yet: play the offline demo"),
                            tr("An agent writes, runs and mends a small program. No key, no "
                               "network."),
                            this))
    , m_panel(new Panel(this))
    , m_form(new QFormLayout)
    , m_provider(new QComboBox(m_panel))
    , m_address(new QLineEdit(m_panel))
    , m_key(new QLineEdit(m_panel))
    , m_model(new QComboBox(m_panel))
    , m_test(new QPushButton(icon("plug"), tr("Test"), m_panel))
    , m_said(new ToneLabel(m_panel))
    , m_cap(new QLineEdit(this))
    , m_capSaid(new ToneLabel(this))
{
    auto *locals = new QVBoxLayout(m_local);
    locals->setContentsMargins(0, 0, 0, 0);
    locals->setSpacing(8);
    column()->addWidget(m_looked);
    column()->addWidget(m_local);
    addHeading(tr("Elsewhere"));
    addCard(m_cloud, Way::Cloud);
    addCard(m_own, Way::Own);
    column()->addSpacing(8);
    addCard(m_demo, Way::Demo);
    makeForm();
    column()->addSpacing(8);
    addCap();
    column()->addStretch();
    m_demo->setChecked(true);
    connect(&m_servers, &LocalModels::changed, this, &SetUpModel::showFound);
    choose();
}

/// All cards are one group, wherever they lie.
void SetUpModel::addCard(ChoiceCard *card, Way way, int local)
{
    auto *group = findChild<QButtonGroup *>();
    if (!group)
        group = new QButtonGroup(this);
    group->addButton(card);
    if (way == Way::Local)
        m_local->layout()->addWidget(card);
    else
        column()->addWidget(card);
    connect(card, &ChoiceCard::toggled, this, [this, way, local](bool isChosen) {
        if (!isChosen)
            return;
        m_way = way;
        m_chosen = local;
        choose();
    });
}

void SetUpModel::makeForm()
{
    for (const CloudProvider &provider : cloudProviders())
        m_provider->addItem(provider.name, provider.prefix);
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->lineEdit()->setAccessibleName(tr("Model"));
    m_key->setEchoMode(QLineEdit::Password);
    m_address->setPlaceholderText("https://models.example.com/v1");
    m_form->setHorizontalSpacing(14);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const QList<std::pair<QString, QWidget *>> fields{{tr("Provider"), m_provider},
                                                      {tr("Address"), m_address},
                                                      {tr("API key"), m_key},
                                                      {tr("Model"), m_model}};
    for (const auto &[name, field] : fields) {
        field->setAccessibleName(name);
        if (auto *choice = qobject_cast<QComboBox *>(field)) {
            choice->view()->setAccessibleName(name);
            choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        }
        m_form->addRow(name, field);
    }
    auto *last = new QHBoxLayout;
    last->addWidget(m_test, 0, Qt::AlignTop);
    last->addWidget(m_said, 1);
    auto *inside = new QVBoxLayout(m_panel);
    inside->setContentsMargins(18, 14, 18, 14);
    inside->setSpacing(10);
    inside->addLayout(m_form);
    inside->addLayout(last);
    connect(m_provider, &QComboBox::activated, this, &SetUpModel::choose);
    connect(m_test, &QPushButton::clicked, this, &SetUpModel::test);
}

void SetUpModel::addCap()
{
    addHeading(tr("What a day may cost"));
    m_cap->setAccessibleName(tr("Daily cap in US dollars"));
    m_cap->setPlaceholderText(tr("No cap"));
    m_cap->setEnabled(false);
    m_cap->setFixedWidth(120);
    auto *words = new QLabel(tr("US dollars for models, of each user. Agents pause when it is "
                                "reached. Models of this computer cost nothing."),
                             this);
    words->setWordWrap(true);
    words->setBuddy(m_cap);
    words->setForegroundRole(QPalette::PlaceholderText);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_cap, 0, Qt::AlignTop);
    row->addWidget(words, 1);
    column()->addLayout(row);
    column()->addWidget(m_capSaid);
}

void SetUpModel::readCap()
{
    QCoro::connect(readOptions(session()->client()), this,
                   [this](const core::Result<ServerOptions> &options) {
        if (!options || !options->contains("max-cost-per-day"))
            return;
        const ServerOption cap = options->value("max-cost-per-day");
        m_keptCap = cap.value;
        m_cap->setText(cap.value);
        m_cap->setEnabled(!cap.isLocked);
        m_cap->setToolTip(cap.isLocked ? tr("The command line of the server says so.") : QString());
    });
}

void SetUpModel::keepCap(std::function<void()> then)
{
    const QString text = m_cap->text().trimmed();
    if (!session() || !m_cap->isEnabled() || text == m_keptCap)
        return then();
    bool isNumber = false;
    const double dollars = QLocale().toDouble(text, &isNumber);
    const QJsonValue wanted = text.isEmpty() ? QJsonValue(QJsonValue::Null)
                              : isNumber     ? QJsonValue(QString::number(dollars))
                                             : QJsonValue(text);
    QCoro::connect(session()->client()->patch("/settings", {{"max-cost-per-day", wanted}}), this,
                   [this, text, then = std::move(then)](const core::Result<QJsonValue> &done) {
        if (!done) {
            m_capSaid->say(done.error().message, Tone::Danger);
            m_cap->setAccessibleDescription(done.error().message);
            return m_cap->setFocus();
        }
        m_keptCap = text;
        m_capSaid->say({}, Tone::Muted);
        m_cap->setAccessibleDescription({});
        then();
    });
}

void SetUpModel::sessionChanged()
{
    m_test->setEnabled(session());
    look();
    m_cap->setEnabled(false);
    if (session()) {
        readKept();
        readCap();
    }
}

void SetUpModel::enter()
{
    look();
}

/// The server asks the models, so only a server of this computer finds those of this computer.
void SetUpModel::look()
{
    const QUrl url = session() ? session()->client()->url() : QUrl();
    const bool isHere = QHostAddress(url.host()).isLoopback() || url.host() == "localhost";
    for (QWidget *part : std::initializer_list<QWidget *>{m_localHeading, m_looked, m_local})
        part->setVisible(isHere);
    if (!isHere || m_servers.isLooking() || !m_found.isEmpty())
        return;
    m_looked->say(tr("Looking for model servers on this computer..."), Tone::Muted);
    m_servers.look(url.port());
}

void SetUpModel::showFound()
{
    if (m_servers.isLooking())
        return;
    m_found = m_servers.found();
    for (qsizetype i = 0; i < m_found.size(); ++i) {
        const LocalModels::Found &one = m_found[i];
        const QString names = visibleLine(one.models.mid(0, 3).join(", "));
        const int more = int(one.models.size()) - 3;
        const QString models = one.models.isEmpty() ? tr("no model loaded yet")
                               : more > 0           ? tr("%1 and %n more", nullptr, more).arg(names)
                                                    : names;
        auto *card = new ChoiceCard("cpu", one.place.name, one.address() + " · " + models, m_local);
        if (one.models.isEmpty())
            card->setBadge(tr("Load a model first"), "triangle-alert", Tone::Warn);
        else
            card->setBadge(tr("Free, stays here"), "lock", Tone::Ok);
        addCard(card, Way::Local, int(i));
        m_locals.append(card);
    }
    m_looked->setVisible(m_found.isEmpty());
    m_looked->say(tr("None was found: Ollama, LM Studio, llama.cpp and vLLM were looked for."),
                  Tone::Muted);
    // Nobody has chosen yet: what is here and free comes first.
    if (m_way == Way::Demo && m_kept.isEmpty() && !m_found.isEmpty()
        && !m_found.first().models.isEmpty())
        m_locals.first()->setChecked(true);
}

void SetUpModel::fillModels(const QStringList &models)
{
    m_model->clear();
    m_model->addItems(models);
    m_model->setCurrentIndex(models.isEmpty() ? -1 : 0);
    if (models.isEmpty())
        m_model->clearEditText();
}

/// Shows what the chosen way asks for.
void SetUpModel::choose()
{
    m_panel->setVisible(m_way != Way::Demo);
    m_form->setRowVisible(m_provider, m_way == Way::Cloud);
    m_form->setRowVisible(m_address, m_way == Way::Own);
    m_form->setRowVisible(m_key, m_way == Way::Cloud || m_way == Way::Own);
    m_key->setPlaceholderText(m_way == Way::Own ? tr("If it wants one") : QString());
    m_said->say({}, Tone::Muted);
    if (m_way == Way::Local)
        fillModels(m_found.value(m_chosen).models);
    else if (m_way == Way::Cloud)
        fillModels(cloudProviders().value(m_provider->currentIndex()).models);
    else
        fillModels({});
    // The form lies below the card that it belongs to.
    QWidget *above = m_way == Way::Cloud ? m_cloud
                     : m_way == Way::Own ? static_cast<QWidget *>(m_own)
                                         : m_local;
    column()->removeWidget(m_panel);
    column()->insertWidget(column()->indexOf(above) + 1, m_panel);
    QWidget::setTabOrder(above, m_panel);
}

std::optional<std::pair<QString, QJsonObject>> SetUpModel::wanted() const
{
    const QString model = m_model->currentText().trimmed();
    if (m_way == Way::Demo || model.isEmpty())
        return {};
    if (m_way == Way::Local) {
        const LocalModels::Found found = m_found.value(m_chosen);
        QString name = found.place.name.toLower();
        return std::pair(name.replace(' ', '-'), found.settings(model));
    }
    QJsonObject settings;
    if (!m_key->text().trimmed().isEmpty())
        settings.insert("api_key", m_key->text().trimmed());
    if (m_way == Way::Own) {
        settings.insert("model", "openai/" + model);
        settings.insert("base_url", m_address->text().trimmed());
        return std::pair(QString("endpoint"), settings);
    }
    const QString prefix = m_provider->currentData().toString();
    settings.insert("model", prefix + '/' + model);
    // Some of its models are asked in another way unless this one is named.
    if (prefix == "openai")
        settings.insert("api_mode", "chat");
    return std::pair(prefix, settings);
}

/// Says what is missing, and where.
bool SetUpModel::isComplete()
{
    const auto ask = [this](QWidget *field, const QString &what) {
        m_said->say(what, Tone::Danger);
        field->setAccessibleDescription(what);
        field->setFocus();
        return false;
    };
    if (m_way == Way::Own && m_address->text().trimmed().isEmpty())
        return ask(m_address, tr("The endpoint needs an address."));
    if (m_model->currentText().trimmed().isEmpty())
        return ask(m_model, tr("Name a model."));
    if (m_way == Way::Cloud && m_key->text().trimmed().isEmpty()
        && !m_kept.contains(m_provider->currentData().toString()))
        return ask(m_key, tr("The provider wants a key."));
    return true;
}

void SetUpModel::readKept()
{
    QCoro::connect(session()->client()->get("/llms"), this,
                   [this](const core::Result<QJsonValue> &page) {
        if (!page)
            return;
        m_kept.clear();
        for (const QJsonValue &item : (*page)["items"].toArray()) {
            m_kept.insert(item["name"].toString());
            if (item["default"].toBool())
                setState(visibleLine(item["config"]["model"].toString()), true);
        }
    });
}

void SetUpModel::keep(std::function<void(const QString &)> then)
{
    const auto model = wanted();
    if (!session())
        return m_said->say(tr("The server does not answer yet."), Tone::Danger);
    if (!model || !isComplete())
        return void(isComplete());
    m_test->setEnabled(false);
    m_said->say(tr("Storing it..."), Tone::Muted);
    const QString name = model->first;
    const QString shown = model->second["model"].toString();
    QCoro::connect(session()->client()->put("/llms/" + name, model->second,
                                            QUrlQuery{{"default", "true"}}),
                   this, [this, name, shown, then](const core::Result<QJsonValue> &kept) {
        m_test->setEnabled(session());
        if (!kept)
            return m_said->say(kept.error().message, Tone::Danger);
        m_said->say({}, Tone::Muted);
        setState(visibleLine(shown), true);
        then(name);
    });
}

void SetUpModel::test()
{
    keep([this](const QString &name) {
        m_test->setEnabled(false);
        m_said->say(tr("Asking the model..."), Tone::Muted);
        QCoro::connect(session()->client()->post("/llms/" + name + "/test"), this,
                       [this, name](const core::Result<QJsonValue> &answer) {
            tell(name, answer);
        });
    });
}

/// A new model that does not answer is not left behind.
void SetUpModel::tell(const QString &name, const core::Result<QJsonValue> &answer)
{
    m_test->setEnabled(session());
    if (!answer) {
        m_said->say(answer.error().message, Tone::Danger);
        setState(tr("Does not answer"), false);
        if (session() && !m_kept.contains(name))
            QCoro::connect(session()->client()->remove("/llms/" + name), this,
                           [](const core::Result<QJsonValue> &) {});
        return;
    }
    m_kept.insert(name);
    const QString took = duration((*answer)["milliseconds"].toInteger());
    const qint64 window = (*answer)["context_window"].toInteger();
    m_said->say(
        window > 0
            ? tr("It works. It answered in %1 and reads %L2 tokens at once.").arg(took).arg(window)
            : tr("It works. It answered in %1.").arg(took),
        Tone::Ok);
}

void SetUpModel::leave(std::function<void()> then)
{
    if (m_way == Way::Demo) {
        if (!isDone())
            setState(tr("The offline demo"), true);
        return keepCap(std::move(then));
    }
    keep([this, then = std::move(then)](const QString &) { keepCap(then); });
}

} // namespace ui
