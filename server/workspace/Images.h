// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Ledger.h"
#include "workspace/Runtime.h"
#include "workspace/WorkspaceImage.h"

#include <QTimer>

namespace workspace {

enum class ImageStage { Ready, Fetching, Failed, Cancelled };

constexpr auto enumNames(ImageStage)
{
    using enum ImageStage;
    return std::array{std::pair{Ready, "ready"}, std::pair{Fetching, "fetching"},
                      std::pair{Failed, "failed"}, std::pair{Cancelled, "cancelled"}};
}

/// An image on the engine, or one that is on its way there.
struct ImageView
{
    QString id; ///< the engine's, or that of the work
    QStringList names;
    qint64 size = 0; ///< bytes
    bool isOurs = false; ///< built or saved here, so that it can be deleted here
    ImageStage stage = ImageStage::Ready;
    QString progress; ///< in words
    qint64 done = 0; ///< bytes
    qint64 total = 0; ///< 0: unknown
    std::optional<QString> error;

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &ImageView::id),
                          json::field("names", &ImageView::names),
                          json::field("size", &ImageView::size),
                          json::field("made_by_berth", &ImageView::isOurs),
                          json::field("state", &ImageView::stage),
                          json::field("progress", &ImageView::progress),
                          json::field("done_bytes", &ImageView::done),
                          json::field("total_bytes", &ImageView::total, "0: unknown"),
                          json::field("error", &ImageView::error)};
    }
};

/// An image that is to be on the engine: pulled, or built of a folder with a Dockerfile.
struct WantedImage
{
    std::optional<QString> reference;
    std::optional<QString> folder;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("reference", &WantedImage::reference, "a name to pull"),
                          json::field("folder", &WantedImage::folder,
                                      "below a shared one, with a Dockerfile")};
    }
};

/// How a container is to be kept as an image.
struct Saving
{
    QString name;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Saving::name, "small letters, digits, -, _ and .")};
    }
};

/// The images of the engine that containers are made of.
class Images : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QStringList sharedFolders = {};
        NetworkMode network = NetworkMode::Allowlist; ///< of the commands of a Dockerfile
    };
    static constexpr int mostAtOnce = 4; ///< fetched
    static constexpr qsizetype mostRemembered = 20; ///< that were fetched

    /// @p runtime and @p ledger outlive it.
    Images(Runtime *runtime, Ledger *ledger, Options options);

    /// Those on their way, and those that did not come.
    QList<ImageView> coming() const;
    /// All, those first.
    core::Task<QList<ImageView>> list();
    /// By the id of an image or of the work on one. NotFound.
    core::Task<ImageView> find(QString id);
    /// Begins to fetch, unless the same is being fetched here; find() says how far it is. Invalid
    /// with paths, RateLimited.
    core::Task<ImageView> fetch(WantedImage wanted);
    /// Ends a fetch, also one that a workspace began, for all who wait for it. Answers with what
    /// became of it: the image may have been there already. NotFound; Conflict when it is not being
    /// fetched.
    core::Task<ImageView> cancel(QString id, QString by);
    /// NotFound; Forbidden for one that was not made here; Conflict while something uses it.
    core::Task<> remove(QString id);
    /// Keeps what the container of a workspace is now, without its volumes, as an image of the
    /// user's. Invalid with the path; Conflict when there is no container.
    core::Task<ImageView> save(QString userId, QString workspaceId, Saving saving);

signals:
    /// One of coming(), or one that was and is ready now; a few times a second.
    void changed(const workspace::ImageView &image);
    /// It is not among them any more.
    void removed(const QString &id);

private:
    using Work = std::shared_ptr<ImageView>;

    Work workOn(const QString &image) const;
    QList<ImageView> fetchedByWorkspaces() const;
    void end(const Work &work, const std::optional<core::Error> &error);
    void tellOf(const QStringList &images);
    core::Task<> carryOut(Work work, std::shared_ptr<docker::Engine> engine, ImageRequest request);
    void forget(qsizetype index);
    void forgetOld();
    core::Task<bool> isWanted(QStringList names);

    Runtime *m_runtime;
    Ledger *m_ledger;
    const Options m_options;
    QList<Work> m_works; ///< oldest first
    QStringList m_further; ///< names of what is further than was told
    QTimer m_tellSoon;
};

} // namespace workspace
