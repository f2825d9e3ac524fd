// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/NewConversationDialog.h"

#include "ui/models/DemoAgent.h"
#include "ui/widgets/PlainText.h"

#include <QComboBox>
#include <QJsonArray>
#include <QPlainTextEdit>
#include <QShortcut>

namespace ui {

static const QString demoModel = "demo/berth"; // no name of a kept one, which has no slash

NewConversationDialog::NewConversationDialog(Session *session, Preferences::Asking asking,
                                             QWidget *parent)
    : FormDialog(tr("New conversation"), tr("Start"), parent)
    , m_session(session)
    , m_message(new QPlainTextEdit(this))
    , m_agent(new QComboBox(this))
    , m_model(new QComboBox(this))
    , m_workspace(new QComboBox(this))
    , m_policy(new QComboBox(this))
{
    m_message->setTabChangesFocus(true);
    m_message->setFixedHeight(6 * m_message->fontMetrics().lineSpacing() + 12);
    m_agent->addItem(tr("The default one"), QString());
    m_model->addItem(tr("The agent's own"), QString());
    m_model->addItem(tr("None: the offline demo"), demoModel);
    m_workspace->addItem(tr("Your usual one"), QString());
    for (int row = 0; row < session->workspaces()->rowCount(); ++row) {
        const QJsonObject workspace = session->workspaces()->item(row);
        m_workspace->addItem(visibleLine(workspace["name"].toString()), workspace["id"]);
    }
    m_policy->addItem(tr("At high risk"), "ConfirmRisky");
    m_policy->addItem(tr("Before every action"), "AlwaysConfirm");
    m_policy->addItem(tr("Never"), "NeverConfirm");
    m_policy->setCurrentIndex(asking == Preferences::Asking::Always  ? 1
                              : asking == Preferences::Asking::Never ? 2
                                                                     : 0);
    addField(tr("What should the agent do?"), m_message, tr("Ctrl+Enter starts it."));
    addField(tr("Agent"), m_agent);
    addField(tr("Model"), m_model);
    addField(tr("Workspace"), m_workspace);
    addField(tr("Ask me"), m_policy);
    m_message->setFocus();
    offerAgents();
    offerModels();
    connect(new QShortcut(QKeySequence("Ctrl+Return"), this), &QShortcut::activated, this,
            &FormDialog::submitted);
    connect(this, &FormDialog::submitted, this, &NewConversationDialog::submit);
}

/// Those that the server keeps by a name; without any the default one is the only choice.
void NewConversationDialog::offerAgents()
{
    QCoro::connect(m_session->client()->get("/agents"), this,
                   [this](const core::Result<QJsonValue> &page) {
        if (!page)
            return;
        for (const QJsonValue &item : (*page)["items"].toArray()) {
            const QString name = item["name"].toString();
            m_agent->addItem(visibleLine(name), name);
        }
    });
}

void NewConversationDialog::offerModels()
{
    QCoro::connect(m_session->client()->get("/llms"), this,
                   [this](const core::Result<QJsonValue> &page) {
        if (page)
            takeModels((*page)["items"].toArray());
    });
}

/// Kept models come before the demo, which is what is left where there is none.
void NewConversationDialog::takeModels(const QJsonArray &models)
{
    bool hasDefault = false;
    for (const QJsonValue &item : models) {
        const QString name = item["name"].toString();
        const QString model = item["config"]["model"].toString();
        m_model->insertItem(m_model->count() - 1,
                            visibleLine(model.isEmpty() ? name : name + " · " + model), name);
        if (item["default"].toBool()) {
            hasDefault = true;
            m_model->setItemText(0, tr("The agent's own, usually %1").arg(visibleLine(name)));
        }
    }
    if (!hasDefault && m_model->currentIndex() == 0)
        m_model->setCurrentIndex(1);
    if (models.isEmpty())
        remark(tr("No model is set up yet; Settings has a place for them. The offline demo works "
                  "without."));
}

QJsonObject NewConversationDialog::request() const
{
    QJsonObject body{{"message", m_message->toPlainText().trimmed()}};
    body.insert("confirmation_policy", QJsonObject{{"kind", m_policy->currentData().toString()}});
    if (const QString agent = m_agent->currentData().toString(); !agent.isEmpty())
        body.insert("agent", agent);
    const QString model = m_model->currentData().toString();
    if (model == demoModel)
        body.insert("agent", demoAgent());
    else if (!model.isEmpty())
        body.insert("llm", model);
    if (const QString workspace = m_workspace->currentData().toString(); !workspace.isEmpty())
        body.insert("workspace", workspace);
    return body;
}

void NewConversationDialog::submit()
{
    if (m_message->toPlainText().trimmed().isEmpty())
        return fail(tr("Say what the agent is to do."), m_message);
    ask(m_session->client()->post("/conversations", request()),
        [this](const QJsonValue &conversation) { emit made(conversation["id"].toString()); });
}

} // namespace ui
