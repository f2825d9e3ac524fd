// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/KeyDialogs.h"

#include "ui/widgets/CopySecret.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

// --- a key ---------------------------------------------------------------------------------------

NewKeyDialog::NewKeyDialog(Session *session, const QStringList &users, QWidget *parent)
    : FormDialog(tr("New key"), tr("Create key"), parent)
    , m_name(new QLineEdit(this))
    , m_user(new QComboBox(this))
    , m_expires(new QComboBox(this))
{
    m_name->setPlaceholderText(tr("What it is for, such as \"laptop\""));
    m_user->addItems(users);
    m_user->setVisible(!users.isEmpty());
    constexpr qint64 day = 86400;
    m_expires->addItem(tr("In 30 days"), 30 * day);
    m_expires->addItem(tr("In 90 days"), 90 * day);
    m_expires->addItem(tr("In a year"), 365 * day);
    m_expires->addItem(tr("Tomorrow"), day);
    m_expires->addItem(tr("Never"), 0);
    addField(tr("Name"), m_name);
    if (!users.isEmpty())
        addField(tr("User"), m_user);
    const QList<std::pair<QString, QString>> scopes{
        {"read", tr("Read: see everything of the user")},
        {"write", tr("Write: read, and change it")},
        {"metrics", tr("Metrics: read the server's figures")},
        {"admin", tr("Admin: everything, of all users")}};
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    for (const auto &[scope, words] : scopes) {
        auto *check = new QCheckBox(words, box);
        check->setObjectName(scope);
        check->setChecked(scope == "write");
        column->addWidget(check);
        m_scopes.append(check);
    }
    addField(tr("It may"), box);
    addField(tr("Expires"), m_expires);
    m_name->setFocus();
    connect(this, &FormDialog::submitted, this, [this, session] {
        ask(session->client()->post("/keys", request()),
            [this](const QJsonValue &key) { emit made(key.toObject()); });
    });
}

QJsonObject NewKeyDialog::request() const
{
    QJsonArray scopes;
    for (const QCheckBox *check : m_scopes) {
        if (check->isChecked())
            scopes.append(check->objectName());
    }
    QJsonObject body{{"name", m_name->text().trimmed()}, {"scopes", scopes}};
    if (const qint64 seconds = m_expires->currentData().toLongLong())
        body.insert("expires_in", seconds);
    if (m_user->count())
        body.insert("user_id", m_user->currentText());
    return body;
}

ReplaceKeyDialog::ReplaceKeyDialog(Session *session, const QJsonObject &key, QWidget *parent)
    : FormDialog(tr("Replace the key \"%1\"").arg(visibleLine(key["name"].toString())),
                 tr("Replace key"), parent)
{
    addText(tr("You get a new key that may do the same."));
    auto *grace = new QComboBox(this);
    constexpr qint64 hour = 3600;
    grace->addItem(tr("For another day"), 24 * hour);
    grace->addItem(tr("For another hour"), hour);
    grace->addItem(tr("For another week"), 7 * 24 * hour);
    grace->addItem(tr("No longer: it is refused at once"), 0);
    addField(tr("The old key works"), grace, tr("Time to bring the new one to what uses it."));
    grace->setFocus();
    const QString path = "/keys/" + key["id"].toString() + "/rotate";
    connect(this, &FormDialog::submitted, this, [this, session, path, grace] {
        ask(session->client()->post(path, {{"grace_seconds", grace->currentData().toLongLong()}}),
            [this](const QJsonValue &made) { emit this->made(made.toObject()); });
    });
}

// --- a user --------------------------------------------------------------------------------------

NewUserDialog::NewUserDialog(Session *session, QWidget *parent)
    : FormDialog(tr("New user"), tr("Create user"), parent)
    , m_id(new QLineEdit(this))
    , m_name(new QLineEdit(this))
{
    addField(tr("Short name"), m_id, tr("Letters, digits and dashes; it stays as it is."));
    addField(tr("Full name"), m_name);
    addText(tr("A user needs a key: make one on the page Keys."));
    m_id->setFocus();
    connect(this, &FormDialog::submitted, this, [this, session] {
        const QJsonObject body{{"id", m_id->text().trimmed()}, {"name", m_name->text().trimmed()}};
        ask(session->client()->post("/users", body), [this](const QJsonValue &) { emit made(); });
    });
}

// --- shown once ----------------------------------------------------------------------------------

ShownKeyDialog::ShownKeyDialog(const QString &name, const QString &key, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("The new key"));
    setWindowFlag(Qt::WindowCloseButtonHint, false);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *heading = new QLabel(tr("The key \"%1\"").arg(name), this);
    heading->setTextFormat(Qt::PlainText);
    heading->setFont(ui::font(Type::Section));
    auto *words = new QLabel(tr("This is the only time that it is shown. The server keeps no copy: "
                                "store it now."),
                             this);
    words->setWordWrap(true);
    auto *field = new QLineEdit(key, this);
    field->setReadOnly(true);
    field->setFont(ui::font(Type::Code));
    field->setAccessibleName(tr("The new key"));
    auto *copy = new QPushButton(icon("copy"), tr("Copy"), this);
    auto *stored = new QPushButton(tr("I have stored it"), this);
    setKind(copy, ButtonKind::Primary);
    auto *row = new QHBoxLayout, *buttons = new QHBoxLayout;
    row->addWidget(field, 1);
    row->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(stored);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(14);
    column->addWidget(heading);
    column->addWidget(words);
    column->addLayout(row);
    column->addLayout(buttons);
    column->addStrut(480);
    copy->setFocus();
    connect(copy, &QPushButton::clicked, this, [copy, key] {
        copySecret(key);
        copy->setText(tr("Copied"));
    });
    connect(stored, &QPushButton::clicked, this, &QDialog::accept);
}

/// Escape would lose the key.
void ShownKeyDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        QDialog::keyPressEvent(event);
}

} // namespace ui
