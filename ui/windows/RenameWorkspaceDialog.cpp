// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/RenameWorkspaceDialog.h"

#include <QLineEdit>

namespace ui {

static constexpr int longestName = 100; // the server says so, too

RenameWorkspaceDialog::RenameWorkspaceDialog(Session *session, const QJsonObject &workspace,
                                             QWidget *parent)
    : FormDialog(tr("Rename the workspace"), tr("Rename"), parent)
    , m_name(new QLineEdit(workspace["name"].toString(), this))
{
    addField(tr("Name"), m_name, tr("At most 100 characters. What runs in it goes on."));
    m_name->setMaxLength(longestName);
    m_name->selectAll();
    m_name->setFocus();
    connect(this, &FormDialog::submitted, this,
            [this, session, path = "/workspaces/" + workspace["id"].toString()] {
        const QString name = m_name->text().trimmed();
        if (name.isEmpty())
            return fail(tr("A name has at least one letter."), m_name);
        ask(session->client()->patch(path, {{"name", name}}), [](const QJsonValue &) {});
    });
}

} // namespace ui
