// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/ImageFetch.h"

#include "core/Id.h"

using namespace workspace;
using core::Error;

ImageFetch::ImageFetch(QString image)
    : m_id(core::newId())
    , m_image(std::move(image))
{}

std::shared_ptr<ImageFetch::Waiter> ImageFetch::join(ImageSink sink)
{
    auto waiter = std::make_shared<Waiter>();
    waiter->sink = std::move(sink);
    m_waiters.append(waiter);
    if (waiter->sink && !m_last.text.isEmpty())
        waiter->sink(m_last);
    return waiter;
}

void ImageFetch::leave(const std::shared_ptr<Waiter> &waiter)
{
    m_waiters.removeOne(waiter);
    waiter->found.resolve(core::fail(Error::Kind::Cancelled, "The image was not waited for."));
    if (m_waiters.isEmpty())
        m_stop.request_stop();
}

void ImageFetch::tell(const ImageProgress &progress)
{
    m_last = progress;
    const auto waiters = m_waiters;
    for (const std::shared_ptr<Waiter> &waiter : waiters) {
        if (waiter->sink)
            waiter->sink(progress);
    }
    emit ImageNews::ofThisThread().told(m_image);
}

void ImageFetch::cancel(const QString &by)
{
    if (isStopped())
        return;
    m_cancelledBy = by;
    m_stop.request_stop();
}

void ImageFetch::finish(Found found)
{
    if (!found && !m_cancelledBy.isEmpty())
        found = core::fail(
            Error::Kind::Cancelled,
            QString("The fetch of the image %1 was cancelled by %2.").arg(m_image, m_cancelledBy));
    for (const std::shared_ptr<Waiter> &waiter : std::exchange(m_waiters, {}))
        waiter->found.resolve(found);
    if (!m_last.text.isEmpty())
        emit ImageNews::ofThisThread().ended(m_id, m_image);
}

ImageNews &ImageNews::ofThisThread()
{
    thread_local ImageNews news;
    return news;
}

#include "moc_ImageFetch.cpp"
