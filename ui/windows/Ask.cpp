// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Ask.h"

#include "ui/widgets/Style.h"

#include <QMessageBox>
#include <QPushButton>

namespace ui {

void askFirst(QWidget *parent, const QString &title, const QString &text, const QString &verb,
              std::function<void()> then)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, title, title, QMessageBox::NoButton, parent);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(text);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *yes = box->addButton(verb, QMessageBox::DestructiveRole);
    setKind(yes, ButtonKind::Danger);
    QPushButton *no = box->addButton(QMessageBox::tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(no);
    box->setEscapeButton(no);
    QObject::connect(yes, &QPushButton::clicked, parent, std::move(then));
    box->open();
}

} // namespace ui
