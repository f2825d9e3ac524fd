// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WorkspaceUse.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Graph.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Type.h"
#include "ui/windows/WorkspaceTable.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>

namespace ui {

WorkspaceUse::WorkspaceUse(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_usage(session->feed())
    , m_name(new ElidedLabel(this))
    , m_limits(new QLabel(this))
    , m_processors(new Graph(tr("CPU"), this))
    , m_memory(new Graph(tr("Memory"), this))
    , m_others(new QLabel(this))
{
    setAccessibleName(tr("What the workspace uses"));
    m_name->setFont(ui::font(Type::Strong));
    m_limits->setFont(ui::font(Type::Strong));
    m_others->setFont(ui::font(Type::Small));
    m_others->setForegroundRole(QPalette::PlaceholderText);
    m_others->setWordWrap(true);
    for (Graph *graph : {m_processors, m_memory})
        graph->setCapacity(Usage::mostSamples);
    auto *head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(m_limits);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_processors);
    column->addWidget(m_memory);
    column->addWidget(m_others);
    connect(&m_usage, &Usage::changed, this, [this](const QString &id) {
        if (id.isEmpty() || id == m_id)
            update();
    });
    hide();
}

void WorkspaceUse::look(const QString &workspaceId)
{
    m_id = workspaceId;
    const bool isThere = m_session->workspaces()->rowOf(m_id) >= 0;
    setVisible(isThere);
    if (isThere)
        update();
}

void WorkspaceUse::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_usage.watch(true);
    update();
}

void WorkspaceUse::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_usage.watch(false);
}

/// "2 CPUs · 2 GB", as far as there are limits.
static QString limitsOf(const QJsonObject &workspace, const QJsonObject &usage)
{
    QStringList limits;
    if (const double processors = workspace["settings"]["resource_limits"]["cpus"].toDouble();
        processors > 0)
        limits.append(WorkspaceUse::tr("%1 CPU").arg(QLocale().toString(processors, 'g', 3)));
    if (const qint64 memory = usage["memory_limit"].toInteger(); memory > 0)
        limits.append(byteSize(memory));
    return limits.join(" · ");
}

void WorkspaceUse::update()
{
    const QJsonObject workspace = m_session->workspaces()->item(m_id);
    const QJsonObject usage = m_usage.newest(m_id);
    const QList<Usage::Sample> &history = m_usage.history(m_id);
    m_name->setText(tr("Workspace %1").arg(visibleLine(workspace["name"].toString())));
    m_limits->setText(limitsOf(workspace, usage));
    m_others->setVisible(!history.isEmpty());
    if (history.isEmpty()) {
        for (Graph *graph : {m_processors, m_memory})
            graph->show({}, 1, tr("not told"));
        return;
    }
    Graph::Series processors, memory;
    for (const Usage::Sample &sample : history) {
        processors.values.append(processorShare(workspace, sample.processors));
        memory.values.append(sample.memory);
    }
    m_processors->show({processors}, 1, tr("%1 %").arg(qRound(processors.values.last() * 100)));
    m_memory->show({memory}, usage["memory_limit"].toDouble(),
                   byteSize(qint64(memory.values.last())));
    const QString network = tr("Network: in %1, out %2")
                                .arg(byteSize(usage["bytes_received"].toInteger()),
                                     byteSize(usage["bytes_sent"].toInteger()));
    m_others->setText(usage["disk"].isObject()
                          ? tr("Disk %1").arg(byteSize(usage["disk"]["used"].toInteger())) + '\n'
                                + network
                          : network);
}

} // namespace ui
