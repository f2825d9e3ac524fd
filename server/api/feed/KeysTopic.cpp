// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/KeysTopic.h"

#include "api/routes/IdentityRoutes.h"

using namespace api;

static constexpr int mostKeys = 500;

KeysTopic::KeysTopic(identity::Keys *keys)
    : FeedTopic("keys", Delivery::Subscribed)
    , m_keys(keys)
{}

static FeedItem keyItem(const identity::KeyInfo &info)
{
    return {info.id, info.userId, IdentityRoutes::keyObject(info)};
}

void KeysTopic::begin()
{
    connect(m_keys, &identity::Keys::changed, this,
            [this](const QString &id) { core::spawn(tell(id), "telling of a key"); });
}

void KeysTopic::end()
{
    m_keys->disconnect(this);
}

core::Task<> KeysTopic::tell(QString id)
{
    const core::Result<identity::KeyInfo> info = co_await m_keys->find(id);
    if (info)
        emit changed("changed", keyItem(*info));
    co_return {};
}

core::Task<QList<FeedItem>> KeysTopic::items(FeedAudience audience)
{
    const QString userId = audience.isEverybody ? QString() : audience.userId;
    const auto keys = co_await m_keys->page(userId, {}, mostKeys);
    if (!keys)
        co_return std::unexpected(keys.error());
    QList<FeedItem> items;
    for (const identity::KeyInfo &info : *keys)
        items.append(keyItem(info));
    co_return items;
}

#include "moc_KeysTopic.cpp"
