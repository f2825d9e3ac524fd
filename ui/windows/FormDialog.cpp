// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FormDialog.h"

#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace ui {

FormDialog::FormDialog(const QString &title, const QString &verb, QWidget *parent)
    : QDialog(parent)
    , m_form(new QFormLayout)
    , m_notice(new Notice(this))
    , m_do(new QPushButton(verb, this))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *heading = new QLabel(title, this);
    heading->setFont(ui::font(Type::Section));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    setKind(m_do, ButtonKind::Primary);
    m_do->setDefault(true);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(10);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_do);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(14);
    column->addWidget(heading);
    column->addWidget(m_notice);
    column->addLayout(m_form);
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(440);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_do, &QPushButton::clicked, this, &FormDialog::submitted);
}

void FormDialog::addField(const QString &label, QWidget *field, const QString &help)
{
    auto *name = new QLabel(label, this);
    name->setBuddy(field);
    field->setAccessibleName(label);
    if (auto *choice = qobject_cast<QComboBox *>(field))
        choice->view()->setAccessibleName(label);
    m_form->addRow(name, field);
    if (help.isEmpty())
        return;
    field->setAccessibleDescription(help);
    auto *words = new QLabel(help, this);
    words->setFont(ui::font(Type::Small));
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setWordWrap(true);
    m_form->addRow(QString(), words);
}

void FormDialog::addText(const QString &text)
{
    auto *words = new QLabel(text, this);
    words->setWordWrap(true);
    words->setTextFormat(Qt::PlainText);
    m_form->addRow(words);
}

void FormDialog::fail(const QString &text)
{
    m_notice->tell(text);
}

void FormDialog::remark(const QString &text)
{
    m_notice->tell(text, Tone::Warn);
}

void FormDialog::setBusy(bool isBusy)
{
    m_do->setEnabled(!isBusy);
    if (isBusy)
        m_notice->hide();
}

} // namespace ui
