// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/RecentEvents.h"

#include "ui/widgets/TimelineView.h"
#include "ui/windows/Ask.h"
#include "ui/windows/ImageDialog.h"

#include <QBoxLayout>

namespace ui {

// Three cards, most of which are made of two events, and the states between them.
static constexpr int recentEvents = 10;

RecentEvents::RecentEvents(Client *client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_view(new TimelineView(&m_model, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(m_view, &TimelineView::jsonAsked, this,
            [this](int row) { emit jsonAsked(m_model.json(row)); });
    connect(m_view, &TimelineView::imagesAsked, this, [this](int row) {
        (new ImageDialog(tr("Images of the card"), m_model.imagesOf(row), this))->open();
    });
    connect(m_view, &TimelineView::addressAsked, this,
            [this](const QString &address) { askToOpen(this, QUrl(address)); });
}

void RecentEvents::look(const QString &conversationId, bool isAsking)
{
    m_model.setAsking(isAsking);
    if (std::exchange(m_id, conversationId) != conversationId)
        listen();
}

void RecentEvents::listen()
{
    m_stream.reset();
    m_model.clear();
    if (m_id.isEmpty() || !isVisible())
        return;
    m_stream = std::make_unique<SessionStream>(m_client, m_id, LogPart{.newest = recentEvents});
    connect(m_stream.get(), &SessionStream::eventsStored, this,
            [this](const QList<StoredEvent> &events) {
        QList<QByteArray> texts;
        for (const StoredEvent &one : events) {
            // An answer whose action came before says nothing.
            const bool isAnswer = one.event["kind"] == "ObservationEvent";
            if (!isAnswer || m_model.rowCount() || !texts.isEmpty())
                texts.append(one.json);
        }
        m_model.append(texts);
    });
    m_stream->start();
}

void RecentEvents::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    listen();
}

void RecentEvents::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_stream.reset();
}

} // namespace ui
