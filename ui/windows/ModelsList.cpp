// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ModelsList.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/Ask.h"
#include "ui/windows/NeedsServer.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

static QList<Column> modelColumns()
{
    const auto name = [](const QJsonObject &profile) {
        const QString text = visibleLine(profile["name"].toString());
        return Cell{.text = profile["default"].toBool() ? ModelsList::tr("%1 (default)").arg(text)
                                                        : text,
                    .isStrong = true};
    };
    const auto member = [](const char *of) {
        return [of](const QJsonObject &profile) {
            return Cell{.text = visibleLine(profile["config"][QLatin1String(of)].toString())};
        };
    };
    const auto key = [](const QJsonObject &profile) {
        return profile["api_key_set"].toBool()
                   ? Cell{.text = ModelsList::tr("Stored"),
                          .icon = "circle-check",
                          .tone = Tone::Ok}
                   : Cell{.text = ModelsList::tr("None"), .tone = Tone::Muted};
    };
    return {{ModelsList::tr("Name"), name, 170},
            {ModelsList::tr("Model"), member("model"), 0},
            {ModelsList::tr("Address"), member("base_url"), 180},
            {ModelsList::tr("Key"), key, 100}};
}

ModelsList::ModelsList(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_table(modelColumns(), "name")
    , m_view(new TableView(&m_table, tr("Models"), TableView::Rows::OneLine, this))
    , m_notice(new Notice(this))
    , m_change(new QPushButton(tr("Change..."), this))
    , m_remove(new QPushButton(tr("Remove..."), this))
{
    auto *add = new QPushButton(icon("plus"), tr("New model..."), this);
    m_view->setFixedHeight(180);
    m_needs->add({add});
    m_needs->allow(m_change, false);
    m_needs->allow(m_remove, false);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {add, m_change, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_notice);
    column->addWidget(m_view);
    column->addLayout(buttons);
    connect(m_view, &TableView::currentChosen, this, [this] {
        const bool isChosen = !m_view->currentId().isEmpty();
        m_needs->allow(m_change, isChosen);
        m_needs->allow(m_remove, isChosen);
    });
    connect(m_view, &TableView::opened, m_change, &QPushButton::click);
    connect(add, &QPushButton::clicked, this, [this] { edit({}); });
    connect(m_change, &QPushButton::clicked, this, [this] { edit(m_view->currentItem()); });
    connect(m_remove, &QPushButton::clicked, this, &ModelsList::askRemove);
}

void ModelsList::read()
{
    QCoro::connect(m_session->client()->get("/llms"), this,
                   [this](const core::Result<QJsonValue> &page) {
        if (!page)
            return m_notice->tell(page.error().message);
        QList<QJsonObject> items;
        for (const QJsonValue &item : (*page)["items"].toArray())
            items.append(item.toObject());
        m_notice->hide();
        m_table.replace(items);
        // Nobody knew before.
        m_view->setEmptyText(
            tr("No model yet. Without one, agents can only play the offline demo."));
        m_view->viewport()->update();
    });
}

void ModelsList::edit(const QJsonObject &profile)
{
    auto *dialog = new ModelDialog(m_session, profile, this);
    connect(dialog, &ModelDialog::saved, this, &ModelsList::read);
    dialog->open();
}

void ModelsList::askRemove()
{
    const QString name = m_view->currentId();
    askFirst(this, tr("Remove the model \"%1\"?").arg(visibleLine(name)),
             tr("Its key goes too. Conversations that began with it keep it."), tr("Remove model"),
             [this, name] {
        QCoro::connect(m_session->client()->remove("/llms/" + name), this,
                       [this](const core::Result<QJsonValue> &done) {
            if (done)
                read();
            else
                m_notice->tell(done.error().message);
        });
    });
}

// --- one model -----------------------------------------------------------------------------------

ModelDialog::ModelDialog(Session *session, const QJsonObject &profile, QWidget *parent)
    : FormDialog(profile.isEmpty() ? tr("New model") : tr("Change model"), tr("Save model"), parent)
    , m_config(profile["config"].toObject())
    , m_name(new QLineEdit(profile["name"].toString(), this))
    , m_model(new QLineEdit(m_config["model"].toString(), this))
    , m_key(new QLineEdit(this))
    , m_address(new QLineEdit(m_config["base_url"].toString(), this))
{
    m_name->setEnabled(profile.isEmpty());
    m_model->setPlaceholderText("anthropic/claude-sonnet-4-5");
    m_key->setEchoMode(QLineEdit::Password);
    if (profile["api_key_set"].toBool())
        m_key->setPlaceholderText(tr("The stored one"));
    m_address->setPlaceholderText(tr("The provider's own"));
    addField(tr("Name"), m_name, tr("By which conversations name it."));
    addField(tr("Model"), m_model, tr("Provider and model, such as openai/gpt-5.1."));
    addField(tr("Key"), m_key, tr("It is sealed on the server and never shown again."));
    addField(tr("Address"), m_address,
             tr("Of a server of your own, such as http://127.0.0.1:11434."));
    (profile.isEmpty() ? m_name : m_key)->setFocus();
    connect(this, &FormDialog::submitted, this, [this, session] {
        const QString name = m_name->text().trimmed();
        if (name.isEmpty())
            return fail(tr("The model needs a name."), m_name);
        ask(session->client()->put("/llms/" + name, request()),
            [this](const QJsonValue &) { emit saved(); });
    });
}

QJsonObject ModelDialog::request() const
{
    QJsonObject body = m_config;
    body.insert("model", m_model->text().trimmed());
    if (!m_key->text().isEmpty())
        body.insert("api_key", m_key->text());
    const QString address = m_address->text().trimmed();
    if (address.isEmpty())
        body.remove("base_url");
    else
        body.insert("base_url", address);
    return body;
}

} // namespace ui
