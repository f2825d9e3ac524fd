// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Ask.h"

#include "ui/widgets/Style.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

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
    QObject::connect(yes, &QPushButton::clicked, parent ? parent : box, std::move(then));
    box->open();
}

/// As it goes over the wire, so that letters that look alike differ; it may break anywhere.
static QString breakable(const QString &address)
{
    constexpr QChar mayBreak(0x200B);
    constexpr qsizetype step = 12;
    QString text = address;
    for (qsizetype at = step; at < text.size(); at += step + 1)
        text.insert(at, mayBreak);
    return text;
}

void askToOpen(QWidget *parent, const QUrl &address)
{
    const QString whole = QString::fromLatin1(address.toEncoded());
    const QString title = QMessageBox::tr("Open this link in the browser?");
    auto *box = new QMessageBox(QMessageBox::NoIcon, title, title, QMessageBox::NoButton, parent);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(breakable(whole));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *open = box->addButton(QMessageBox::tr("Open link"), QMessageBox::AcceptRole);
    QPushButton *copy = box->addButton(QMessageBox::tr("Copy address"), QMessageBox::ActionRole);
    QPushButton *no = box->addButton(QMessageBox::tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(no);
    box->setEscapeButton(no);
    QObject::connect(open, &QPushButton::clicked, parent,
                     [address] { QDesktopServices::openUrl(address); });
    QObject::connect(copy, &QPushButton::clicked, parent,
                     [whole] { QApplication::clipboard()->setText(whole); });
    box->open();
}

} // namespace ui
