// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/DenyDialog.h"

#include <QLineEdit>
#include <QPushButton>

namespace ui {

DenyDialog::DenyDialog(QWidget *parent)
    : FormDialog(tr("Deny"), tr("Deny and go on"), parent)
    , m_reason(new QLineEdit(this))
{
    addField(tr("Why not?"), m_reason, tr("The agent reads it, whether it goes on now or later."));
    const QPushButton *stop = addVerb(tr("Deny and stop here"));
    m_reason->setFocus();
    connect(this, &FormDialog::submitted, this, [this] { answer(Commands::Run::Yes); });
    connect(stop, &QPushButton::clicked, this, [this] { answer(Commands::Run::No); });
}

void DenyDialog::answer(Commands::Run run)
{
    emit denied(m_reason->text().trimmed(), run);
    accept();
}

} // namespace ui
