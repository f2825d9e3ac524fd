// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/FeedReader.h"

#include "api/feed/Feed.h"
#include "api/routes/ConversationSocket.h"

using namespace api;
using core::Error;

/// How much is put in front of a client that does not take it.
static constexpr qint64 feedAhead = 256 << 10;
static constexpr std::chrono::milliseconds drainPeriod{20};
static constexpr qsizetype itemsPerFrame = 50;

namespace {

/// What a client may say.
struct FeedWish
{
    QStringList subscribe;
    QStringList unsubscribe;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::optional("subscribe", &FeedWish::subscribe),
                          json::optional("unsubscribe", &FeedWish::unsubscribe)};
    }
};

} // namespace

FeedReader::FeedReader(Feed *feed, std::shared_ptr<FeedRing> ring, std::shared_ptr<Socket> socket)
    : m_feed(feed)
    , m_ring(std::move(ring))
    , m_socket(std::move(socket))
{
    m_drain.setSingleShot(true);
    m_drain.setInterval(drainPeriod);
    connect(&m_drain, &QTimer::timeout, this, &FeedReader::pump);
    connect(m_ring.get(), &FeedRing::grew, this, &FeedReader::pump);
    connect(m_socket.get(), &Socket::textReceived, this, &FeedReader::hear);
    connect(m_socket.get(), &Socket::closed, this, [this] { m_feed->leave(this); });
}

FeedReader::~FeedReader()
{
    if (!m_feed)
        return;
    for (const QString &name : std::as_const(m_subscribed))
        m_feed->drop(m_feed->topic(name));
}

void FeedReader::start(const std::optional<QString> &cursor)
{
    const std::optional<qint64> number = cursor ? m_ring->numberOf(*cursor) : std::nullopt;
    if (!number || !m_ring->reaches(*number)) {
        core::spawn(begin(cursor.has_value()), "beginning a feed");
        return;
    }
    m_position = *number;
    pump();
    sendLive();
}

// --- what there is -------------------------------------------------------------------------------

QList<FeedTopic *> FeedReader::wanted() const
{
    QList<FeedTopic *> list;
    for (FeedTopic *topic : m_feed->topics()) {
        const bool isAsked = topic->delivery() == FeedTopic::Delivery::Always
                             || m_subscribed.contains(topic->name());
        if (isAsked && topic->isFor(m_ring->audience()))
            list.append(topic);
    }
    return list;
}

core::Task<> FeedReader::begin(bool isReset)
{
    const auto self = shared_from_this();
    m_position = m_ring->last();
    co_return co_await show(wanted(), isReset);
}

/// What changes meanwhile is sent afterwards, even where the snapshot knows it already.
core::Task<> FeedReader::show(QList<FeedTopic *> topics, bool isReset)
{
    const auto self = shared_from_this();
    ++m_showing;
    for (FeedTopic *topic : topics) {
        const core::Result<QList<FeedItem>> items = co_await topic->items(m_ring->audience());
        if (!m_socket->isOpen())
            co_return {};
        if (!items) {
            fail(items.error());
            co_return std::unexpected(items.error());
        }
        const bool isComplete = co_await sendItems(topic, *items, isReset);
        if (!isComplete)
            co_return {};
    }
    --m_showing;
    sendLive();
    pump();
    co_return {};
}

QCoro::Task<bool> FeedReader::sendItems(FeedTopic *topic, QList<FeedItem> items, bool isReset)
{
    const auto self = shared_from_this();
    qsizetype from = 0;
    do {
        QJsonArray array;
        for (const FeedItem &item : items.mid(from, itemsPerFrame)) {
            if (m_ring->sees(item))
                array.append(item.item);
        }
        from += itemsPerFrame;
        send({{"type", "snapshot"},
              {"cursor", m_ring->cursor(m_position)},
              {"topic", topic->name()},
              {"items", array},
              {"complete", from >= items.size()},
              {"reset", isReset}});
        (void)co_await taken(m_socket);
    } while (from < items.size() && m_socket->isOpen());
    co_return m_socket->isOpen();
}

void FeedReader::sendLive()
{
    send({{"type", "live"}, {"cursor", m_ring->cursor(m_position)}});
}

// --- what changes --------------------------------------------------------------------------------

void FeedReader::pump()
{
    if (m_showing > 0 || !m_socket->isOpen())
        return;
    if (!m_ring->reaches(m_position)) {
        core::spawn(begin(true), "beginning a feed anew");
        return;
    }
    while (const FeedRing::Change *change = m_ring->after(m_position)) {
        if (m_socket->queuedBytes() > feedAhead) {
            m_drain.start();
            return;
        }
        m_position = change->number;
        const FeedTopic *topic = m_feed->topic(change->topic);
        if (topic->delivery() == FeedTopic::Delivery::Always
            || m_subscribed.contains(change->topic))
            m_socket->sendText(change->frame);
    }
    m_position = m_ring->last();
}

void FeedReader::send(const QJsonObject &frame)
{
    m_socket->sendText(json::text(frame));
}

void FeedReader::fail(const Error &error)
{
    send({{"type", "error"}, {"detail", error.message}});
    m_socket->close(CloseCode::TryAgainLater, "The feed cannot be read");
}

// --- what the client says ------------------------------------------------------------------------

void FeedReader::hear(const QString &text)
{
    const core::Result<> done = obey(text);
    if (!done)
        send({{"type", "error"}, {"detail", done.error().message}});
}

core::Result<> FeedReader::obey(const QString &text)
{
    const core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value)
        return std::unexpected(value.error());
    const core::Result<FeedWish> wish = json::read<FeedWish>(*value);
    if (!wish)
        return std::unexpected(wish.error());
    for (const QString &name : wish->subscribe) {
        const FeedTopic *topic = m_feed->topic(name);
        if (!topic || !topic->isFor(m_ring->audience()))
            return core::fail(Error::Kind::NotFound, "There is no topic " + name.left(50) + '.');
    }
    unsubscribe(wish->unsubscribe);
    subscribe(wish->subscribe);
    return {};
}

void FeedReader::subscribe(const QStringList &names)
{
    QList<FeedTopic *> added;
    for (const QString &name : names) {
        FeedTopic *topic = m_feed->topic(name);
        if (topic->delivery() == FeedTopic::Delivery::Always || m_subscribed.contains(name))
            continue;
        m_subscribed.insert(name);
        m_feed->take(topic);
        added.append(topic);
    }
    if (!added.isEmpty())
        core::spawn(show(added, false), "showing a topic of a feed");
}

void FeedReader::unsubscribe(const QStringList &names)
{
    for (const QString &name : names) {
        if (m_subscribed.remove(name))
            m_feed->drop(m_feed->topic(name));
    }
}

#include "moc_FeedReader.cpp"
