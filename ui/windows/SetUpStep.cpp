// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUpStep.h"

#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QLabel>

namespace ui {

SetUpStep::SetUpStep(const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_text(new QLabel(text, this))
{
    setAccessibleName(title);
    auto *heading = new QLabel(title, this);
    heading->setFont(ui::font(Type::Page));
    heading->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    m_column->setContentsMargins(0, 0, 12, 0);
    m_column->setSpacing(10);
    m_column->addWidget(heading);
    m_column->addWidget(m_text);
    m_column->addSpacing(6);
}

void SetUpStep::setSession(Session *session)
{
    m_session = session;
    sessionChanged();
}

void SetUpStep::setText(const QString &text)
{
    m_text->setText(text);
}

void SetUpStep::setState(const QString &state, bool isDone)
{
    m_state = state;
    m_isDone = isDone;
    emit stateChanged();
}

QLabel *SetUpStep::addHeading(const QString &text)
{
    auto *heading = new QLabel(text, this);
    QFont font = ui::font(Type::Small);
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    heading->setForegroundRole(QPalette::PlaceholderText);
    m_column->addWidget(heading);
    return heading;
}

} // namespace ui
