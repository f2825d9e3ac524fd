// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConnectServerDialog.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QProcess>
#include <QProcessEnvironment>

namespace ui {

ConnectServerDialog::ConnectServerDialog(const QString &address, QWidget *parent)
    : FormDialog(tr("Connect to a server"), tr("Connect"), parent)
    , m_address(new QLineEdit(address, this))
    , m_key(new QLineEdit(this))
{
    m_address->setPlaceholderText("https://berth.example.com:8000");
    m_key->setEchoMode(QLineEdit::Password);
    addField(tr("Address"), m_address);
    addField(tr("API key"), m_key, tr("Of a user of that server. It is not stored here."));
    addText(tr("A window of its own opens for that server. This one stays."));
    (address.isEmpty() ? m_address : m_key)->setFocus();
    connect(this, &FormDialog::submitted, this, &ConnectServerDialog::submit);
}

void ConnectServerDialog::submit()
{
    const QUrl url(m_address->text().trimmed(), QUrl::StrictMode);
    if (!QStringList{"http", "https"}.contains(url.scheme()) || url.host().isEmpty()) {
        return fail(tr("The address begins with https:// or http:// and names a host."), m_address);
    }
    QUrl server;
    server.setScheme(url.scheme());
    server.setHost(url.host());
    server.setPort(url.port());
    m_client = std::make_unique<Client>(server, m_key->text().trimmed());
    // What needs a key, and nothing more.
    ask(m_client->get("/limits"),
        [this, server](const QJsonValue &) { emit found(server, m_client->key()); });
}

void startWindowAt(const QUrl &server, const QString &key)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("BERTH_API_KEY", key);
    QProcess program;
    program.setProgram(QCoreApplication::applicationFilePath());
    program.setArguments({"--connect", server.toString()});
    program.setProcessEnvironment(environment);
    program.startDetached();
}

} // namespace ui
