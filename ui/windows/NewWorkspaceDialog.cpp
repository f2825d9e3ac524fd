// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/NewWorkspaceDialog.h"

#include <QComboBox>
#include <QLineEdit>

namespace ui {

NewWorkspaceDialog::NewWorkspaceDialog(Session *session, QWidget *parent)
    : FormDialog(tr("New workspace"), tr("Create workspace"), parent)
    , m_session(session)
    , m_name(new QLineEdit(this))
    , m_image(new QLineEdit(this))
    , m_memory(new QLineEdit(this))
    , m_processors(new QLineEdit(this))
    , m_disk(new QLineEdit(this))
    , m_network(new QComboBox(this))
    , m_profile(new QComboBox(this))
{
    const QString usual = tr("As the server's settings say");
    for (QLineEdit *field : {m_image, m_memory, m_processors, m_disk})
        field->setPlaceholderText(usual);
    m_network->addItem(usual, QString());
    m_network->addItem(tr("None", "network"), "none");
    m_network->addItem(tr("Hosts on the list"), "allowlist");
    m_network->addItem(tr("Open", "network"), "bridge");
    m_profile->addItem(usual, QString());
    m_profile->addItem(tr("Standard: a user on a read-only system"), "standard");
    m_profile->addItem(tr("Developer: root of its own system"), "developer");
    addField(tr("Name"), m_name);
    addField(
        tr("Image"), m_image,
        tr("A name, which is fetched when it is missing, or a shared folder with a Dockerfile."));
    addField(tr("Memory"), m_memory, tr("Such as 2g"));
    addField(tr("CPUs"), m_processors, tr("Such as 1.5"));
    addField(tr("Disk"), m_disk, tr("Such as 10g, for all files together"));
    addField(tr("Network"), m_network);
    addField(tr("Profile"), m_profile);
    m_name->setFocus();
    connect(this, &FormDialog::submitted, this, &NewWorkspaceDialog::submit);
}

QJsonObject NewWorkspaceDialog::request() const
{
    QJsonObject body;
    const auto add = [](QJsonObject &to, const char *name, const QString &text) {
        if (!text.trimmed().isEmpty())
            to.insert(QLatin1String(name), text.trimmed());
    };
    add(body, "name", m_name->text());
    add(body, "image", m_image->text());
    add(body, "network_mode", m_network->currentData().toString());
    add(body, "profile", m_profile->currentData().toString());
    QJsonObject limits;
    add(limits, "memory", m_memory->text());
    add(limits, "disk", m_disk->text());
    bool isNumber = false;
    const double processors = QLocale().toDouble(m_processors->text(), &isNumber);
    if (isNumber)
        limits.insert("cpus", processors);
    else
        add(limits, "cpus", m_processors->text());
    if (!limits.isEmpty())
        body.insert("resource_limits", limits);
    return body;
}

void NewWorkspaceDialog::submit()
{
    ask(m_session->client()->post("/workspaces", request()),
        [this](const QJsonValue &workspace) { emit made(workspace["id"].toString()); });
}

} // namespace ui
