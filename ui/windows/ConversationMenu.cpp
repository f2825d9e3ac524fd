// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationMenu.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/windows/Ask.h"
#include "ui/windows/ConversationDialogs.h"
#include "ui/windows/NeedsServer.h"

#include <QFileDialog>
#include <QMenu>
#include <QRegularExpression>

namespace ui {

ConversationMenu::ConversationMenu(Session *session, QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
{}

const QList<ActionId> &ConversationMenu::actions()
{
    using enum ActionId;
    static const QList<ActionId> list{OpenInWindow, Rename,       Fork,   Condense,
                                      ChangeModel,  ChangePolicy, Export, Delete};
    return list;
}

void ConversationMenu::show(const QJsonObject &item, const QPoint &place)
{
    if (item["id"].toString().isEmpty())
        return;
    auto *menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(visibleLine(ConversationsModel::titleOf(item)));
    menu->setToolTipsVisible(true);
    const QString whyOff = NeedsServer::whyOff(m_session->feed());
    for (const ActionId id : actions()) {
        if (id == ActionId::Rename || id == ActionId::Export)
            menu->addSeparator();
        const ActionRow &row = Actions::rowOf(id);
        QAction *action = menu->addAction(icon(row.icon), Actions::nameOf(id), this,
                                          [this, id, item] { run(id, item); });
        // It is shown, and acts elsewhere: the window has the shortcut.
        if (const QString keys = Actions::keysOf(id); !keys.isEmpty())
            action->setText(action->text() + '\t' + keys);
        if (row.needsServer && !whyOff.isEmpty()) {
            action->setEnabled(false);
            action->setToolTip(whyOff);
        }
    }
    menu->popup(place);
    menu->setActiveAction(menu->actions().first());
}

void ConversationMenu::run(ActionId action, const QJsonObject &item)
{
    const QString id = item["id"].toString();
    switch (action) {
    case ActionId::OpenInWindow: emit windowAsked(id); break;
    case ActionId::Rename: (new RenameDialog(m_session, item, m_window))->open(); break;
    case ActionId::Fork: fork(id); break;
    case ActionId::Condense: condense(id); break;
    case ActionId::ChangeModel: (new ChangeModelDialog(m_session, item, m_window))->open(); break;
    case ActionId::ChangePolicy: (new ChangePolicyDialog(m_session, item, m_window))->open(); break;
    case ActionId::Export: exportTo(item); break;
    case ActionId::Delete: remove(item); break;
    default: break;
    }
}

template<typename T>
void ConversationMenu::ask(core::Task<T> task, std::function<void(const core::Result<T> &)> then)
{
    QCoro::connect(std::move(task), this,
                   [this, then = std::move(then)](const core::Result<T> &done) {
        if (!done)
            emit told(done.error().message, false);
        else
            then(done);
    });
}

void ConversationMenu::fork(const QString &id, const QString &eventId)
{
    QJsonObject body;
    if (!eventId.isEmpty())
        body.insert("from_event_id", eventId);
    ask<QJsonValue>(m_session->client()->post("/api/conversations/" + id + "/fork", body),
                    [this](const core::Result<QJsonValue> &forked) {
        emit made((*forked)["id"].toString());
    });
}

void ConversationMenu::condense(const QString &id)
{
    ask<QJsonValue>(m_session->client()->post("/api/conversations/" + id + "/condense"),
                    [this](const core::Result<QJsonValue> &) {
        emit told(tr("Earlier events are summarised. They stay readable."), true);
    });
}

/// All events, as an archive.
void ConversationMenu::exportTo(const QJsonObject &item)
{
    static const QRegularExpression strange("[^\\w.-]+",
                                            QRegularExpression::UseUnicodePropertiesOption);
    QString name = ConversationsModel::titleOf(item).left(60);
    name.replace(strange, "-");
    auto *dialog = new QFileDialog(m_window, tr("Export the conversation"), name + ".zip");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix("zip");
    dialog->selectFile(name + ".zip");
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, id = item["id"].toString()](const QString &file) {
        ask<void>(m_session->client()->download("/api/file/download-trajectory/" + id, {}, file),
                  [this, file](const core::Result<> &) {
            emit told(tr("The conversation is in %1.").arg(file), true);
        });
    });
    dialog->open();
}

void ConversationMenu::remove(const QJsonObject &item)
{
    const QString title = visibleLine(ConversationsModel::titleOf(item));
    askFirst(m_window, tr("Delete the conversation?"),
             tr("%1 and all that was said in it go. Files in its workspace stay.").arg(title),
             tr("Delete"), [this, id = item["id"].toString()] {
        ask<void>(m_session->commands()->removeConversation(id), [](const core::Result<> &) {});
    });
}

} // namespace ui
