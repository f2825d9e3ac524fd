// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationDialogs.h"

#include "ui/widgets/PlainText.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLineEdit>

namespace ui {

RenameDialog::RenameDialog(Session *session, const QJsonObject &conversation, QWidget *parent)
    : FormDialog(tr("Rename the conversation"), tr("Rename"), parent)
    , m_title(new QLineEdit(conversation["title"].toString(), this))
{
    addField(tr("Title"), m_title);
    m_title->selectAll();
    m_title->setFocus();
    connect(this, &FormDialog::submitted, this,
            [this, session, id = conversation["id"].toString()] {
        const QString title = m_title->text().trimmed();
        if (title.isEmpty())
            return fail(tr("A title has at least one letter."), m_title);
        ask(session->commands()->rename(id, title), [] {});
    });
}

ChangeModelDialog::ChangeModelDialog(Session *session, const QJsonObject &conversation,
                                     QWidget *parent)
    : FormDialog(tr("Change the model"), tr("Change"), parent)
    , m_session(session)
    , m_id(conversation["id"].toString())
    , m_model(new QComboBox(this))
{
    addField(tr("Model"), m_model, tr("The next step is made with it. What was said is kept."));
    m_model->setPlaceholderText(tr("Choose a model"));
    m_model->setFocus();
    QCoro::connect(session->client()->get("/llms"), this,
                   [this,
                    now = conversation["model"].toString()](const core::Result<QJsonValue> &page) {
        if (!page)
            return fail(page.error().message);
        for (const QJsonValue &item : (*page)["items"].toArray()) {
            const QString name = item["name"].toString();
            const QString model = item["config"]["model"].toString();
            m_model->addItem(visibleLine(model.isEmpty() ? name : name + " · " + model), name);
            if (model == now)
                m_model->setCurrentIndex(m_model->count() - 1);
        }
        if (m_model->count() == 0)
            fail(tr("No model is kept yet. Settings has a place for them."));
    });
    connect(this, &FormDialog::submitted, this, &ChangeModelDialog::submit);
}

void ChangeModelDialog::submit()
{
    const QString name = m_model->currentData().toString();
    if (name.isEmpty())
        return fail(tr("Choose a model."), m_model);
    ask(m_session->client()->post("/api/conversations/" + m_id + "/switch_profile",
                                  {{"profile_name", name}}),
        [](const QJsonValue &) {});
}

ChangePolicyDialog::ChangePolicyDialog(Session *session, const QJsonObject &conversation,
                                       QWidget *parent)
    : FormDialog(tr("When to ask"), tr("Change"), parent)
    , m_session(session)
    , m_policy(new QComboBox(this))
{
    m_policy->addItem(tr("At high risk"), "ConfirmRisky");
    m_policy->addItem(tr("Before every action"), "AlwaysConfirm");
    m_policy->addItem(tr("Never"), "NeverConfirm");
    addField(tr("Ask me"), m_policy, tr("It counts from the next step on."));
    m_policy->setFocus();
    readPolicy(conversation["id"].toString());
    connect(this, &FormDialog::submitted, this, [this, id = conversation["id"].toString()] {
        ask(m_session->commands()->setConfirmationPolicy(
                id, {{"kind", m_policy->currentData().toString()}}),
            [] {});
    });
}

/// What it is now.
void ChangePolicyDialog::readPolicy(const QString &id)
{
    QCoro::connect(m_session->client()->get("/api/conversations/" + id), this,
                   [this](const core::Result<QJsonValue> &conversation) {
        if (!conversation)
            return;
        const QString now = (*conversation)["confirmation_policy"]["kind"].toString();
        m_policy->setCurrentIndex(qMax(0, m_policy->findData(now)));
    });
}

} // namespace ui
