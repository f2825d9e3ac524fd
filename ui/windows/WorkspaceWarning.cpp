// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WorkspaceWarning.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Theme.h"
#include "ui/windows/WorkspaceTable.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

WorkspaceWarning::WorkspaceWarning(QWidget *parent)
    : QWidget(parent)
    , m_words(new QLabel)
{
    auto *raise = new QPushButton(tr("Raise limit..."));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(44, 8, 12, 8);
    row->addWidget(m_words, 1);
    row->addWidget(raise);
    connect(raise, &QPushButton::clicked, this, [this] { emit limitAsked(m_full); });
    hide();
}

void WorkspaceWarning::look(const WorkspaceTable &table, const Usage &usage)
{
    m_full.clear();
    for (int row = 0; row < table.rowCount() && m_full.isEmpty(); ++row) {
        const QJsonObject item = table.item(row);
        const QString id = item["id"].toString();
        const QJsonObject used = usage.newest(id);
        if (item["state"] != "ready" || memoryShare(used) <= nearMemoryLimit)
            continue;
        m_full = id;
        m_words->setText(tr("%1 is near its memory limit. What it runs may be stopped at %2.")
                             .arg(visibleLine(item["name"].toString()),
                                  byteSize(used["memory_limit"].toInteger())));
    }
    setVisible(!m_full.isEmpty());
}

void WorkspaceWarning::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().warn);
    painter.setBrush(theme().warnSoft);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    paintIcon(&painter, QRectF(14, height() / 2.0 - 9, 18, 18), "triangle-alert", theme().warn);
}

} // namespace ui
