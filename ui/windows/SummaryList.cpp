// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SummaryList.h"

#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QLabel>

namespace ui {

SummaryList::SummaryList(const QString &heading, const QString &empty, QWidget *parent)
    : QWidget(parent)
    , m_head(new QHBoxLayout)
    , m_column(new QVBoxLayout)
    , m_empty(new QLabel(empty, this))
    , m_more(new QLabel(this))
{
    auto *title = new QLabel(heading, this);
    title->setFont(ui::font(Type::Section));
    m_head->addWidget(title, 1);
    for (QLabel *label : {m_empty, m_more}) {
        label->setFont(ui::font(Type::Small));
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setWordWrap(true);
    }
    m_more->setContentsMargins(31, 0, 0, 0);
    m_more->hide();
    m_column->setSpacing(2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(m_head);
    column->addWidget(m_empty);
    column->addLayout(m_column);
    column->addWidget(m_more);
}

void SummaryList::addAction(QWidget *widget)
{
    m_head->addWidget(widget);
}

void SummaryList::setRows(const QList<SummaryRow::Words> &rows, qsizetype most)
{
    const qsizetype shown = qMin(rows.size(), most);
    while (m_rows.size() < shown) {
        auto *row = new SummaryRow(this);
        connect(row, &SummaryRow::clicked, this, [this, row] { emit chosen(row->id()); });
        m_column->addWidget(row);
        m_rows.append(row);
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setVisible(i < shown);
        if (i < shown)
            m_rows[i]->setWords(rows[i]);
    }
    m_empty->setVisible(rows.isEmpty());
    const int more = int(rows.size() - shown);
    m_more->setVisible(more > 0);
    m_more->setText(tr("%n more", nullptr, more));
}

} // namespace ui
