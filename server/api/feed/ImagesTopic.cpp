// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/ImagesTopic.h"

using namespace api;
using workspace::ImageView;

ImagesTopic::ImagesTopic(workspace::Images *images)
    : FeedTopic("images", Delivery::Subscribed, Readers::Admins)
    , m_images(images)
{}

static FeedItem imageItem(const ImageView &image)
{
    return {image.id, {}, json::write(image).toObject(), true};
}

void ImagesTopic::begin()
{
    connect(m_images, &workspace::Images::changed, this,
            [this](const ImageView &image) { emit changed("changed", imageItem(image)); });
    connect(m_images, &workspace::Images::removed, this,
            [this](const QString &id) { emit changed("removed", {id, {}, {{"id", id}}, true}); });
}

void ImagesTopic::end()
{
    m_images->disconnect(this);
}

core::Task<QList<FeedItem>> ImagesTopic::items(FeedAudience)
{
    QList<FeedItem> items;
    for (const ImageView &image : m_images->coming())
        items.append(imageItem(image));
    co_return items;
}

#include "moc_ImagesTopic.cpp"
