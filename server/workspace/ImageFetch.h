// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/WorkspaceImage.h"

#include <QObject>

namespace workspace {

/// The work on one image, and everybody who waits for it. It ends early when all of them have left,
/// or when somebody cancels it for all.
class ImageFetch
{
public:
    using Found = core::Result<docker::Image>;

    struct Waiter
    {
        core::Deferred<Found> found;
        ImageSink sink;
    };

    explicit ImageFetch(QString image);

    const QString &id() const { return m_id; }
    const QString &image() const { return m_image; }
    const ImageProgress &progress() const { return m_last; }
    std::stop_token stopToken() const { return m_stop.get_token(); }
    bool isStopped() const { return m_stop.stop_requested(); }

    std::shared_ptr<Waiter> join(ImageSink sink);
    void leave(const std::shared_ptr<Waiter> &waiter);
    void tell(const ImageProgress &progress);
    /// Those who wait hear of it when the work has ended, which may still have found the image.
    void cancel(const QString &by);
    void finish(Found found);

private:
    const QString m_id;
    const QString m_image;
    QList<std::shared_ptr<Waiter>> m_waiters;
    std::stop_source m_stop;
    QString m_cancelledBy;
    ImageProgress m_last;
};

/// Tells of all work on images that were not there, of its thread, for who shows it.
class ImageNews : public QObject
{
    Q_OBJECT

public:
    static ImageNews &ofThisThread();

signals:
    /// Somewhat further.
    void told(const QString &image);
    void ended(const QString &id, const QString &image);
};

} // namespace workspace
