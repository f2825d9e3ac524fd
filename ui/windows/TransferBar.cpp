// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/TransferBar.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/PlainText.h"

#include <QBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace ui {

static constexpr int fineness = 1000; // steps of the bar

TransferBar::TransferBar(QWidget *parent)
    : QWidget(parent)
    , m_label(new ElidedLabel(this))
    , m_bar(new QProgressBar(this))
{
    m_label->setElideMode(Qt::ElideMiddle); // its end says how much
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    connect(cancel, &QPushButton::clicked, this, &TransferBar::givenUp);
    auto *column = new QVBoxLayout;
    column->setSpacing(6);
    column->addWidget(m_label);
    column->addWidget(m_bar);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addLayout(column, 1);
    row->addWidget(cancel);
    hide();
}

void TransferBar::begin(const QString &words)
{
    m_words = words;
    m_label->setText(words);
    m_bar->setRange(0, 0);
    m_bar->setAccessibleDescription(words);
    show();
}

void TransferBar::setBytes(qint64 done, qint64 all)
{
    if (all > 0) {
        m_bar->setRange(0, fineness);
        m_bar->setValue(int(double(done) / double(all) * fineness));
        //: what is carried, and how much of it
        m_label->setText(tr("%1 · %2 of %3").arg(m_words, byteSize(done), byteSize(all)));
    } else if (done > 0) {
        m_label->setText(tr("%1 · %2 so far").arg(m_words, byteSize(done)));
    }
}

} // namespace ui
