// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/JsonDialog.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

JsonDialog::JsonDialog(const QByteArray &json, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("JSON of the card"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    resize(720, 560);
    auto *text = new QPlainTextEdit(visible(QString::fromUtf8(json).trimmed()), this);
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(ui::font(Type::Code));
    text->setAccessibleName(windowTitle());
    auto *copy = new QPushButton(icon("copy"), tr("Copy JSON"), this);
    auto *close = new QPushButton(tr("Close"), this);
    setKind(close, ButtonKind::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(14);
    column->addWidget(text, 1);
    column->addLayout(buttons);
    connect(copy, &QPushButton::clicked, this,
            [json] { QGuiApplication::clipboard()->setText(QString::fromUtf8(json)); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    text->setFocus();
}

} // namespace ui
