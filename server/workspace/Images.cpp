// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Images.h"

#include "core/Id.h"
#include "workspace/ImageFetch.h"
#include "workspace/SavedImages.h"

#include <QRegularExpression>

namespace workspace {

using core::Error;

static constexpr std::chrono::milliseconds untilTold{300};

Images::Images(Runtime *runtime, Ledger *ledger, Options options)
    : m_runtime(runtime)
    , m_ledger(ledger)
    , m_options(std::move(options))
{
    m_tellSoon.setSingleShot(true);
    m_tellSoon.setInterval(untilTold);
    connect(&m_tellSoon, &QTimer::timeout, this, [this] { tellOf(std::exchange(m_further, {})); });
    ImageNews *news = &ImageNews::ofThisThread();
    connect(news, &ImageNews::told, this, [this](const QString &image) {
        if (!m_further.contains(image))
            m_further.append(image);
        if (!m_tellSoon.isActive())
            m_tellSoon.start();
    });
    connect(news, &ImageNews::ended, this, [this](const QString &id, const QString &image) {
        m_further.removeAll(image);
        if (!workOn(image))
            emit removed(id);
    });
}

static bool isOurs(const docker::Image &image)
{
    return image.labels.contains(savedLabel) || image.labels.contains(builtLabel);
}

static ImageView imageView(const docker::Image &image)
{
    ImageView view;
    view.id = image.id;
    view.names = image.names;
    view.size = image.size;
    view.isOurs = isOurs(image);
    return view;
}

static void showProgress(ImageView &view, const ImageProgress &progress)
{
    view.stage = ImageStage::Fetching;
    view.progress = progress.text;
    view.done = progress.done;
    view.total = progress.total;
}

static Error unknownImage(const QString &id)
{
    return {Error::Kind::NotFound, "Image not found: " + id};
}

/// What is on its way because a workspace that starts needs it.
QList<ImageView> Images::fetchedByWorkspaces() const
{
    QList<ImageView> views;
    for (const FetchedImage &fetched : imagesBeingFetched()) {
        if (workOn(fetched.image))
            continue;
        ImageView view;
        view.id = fetched.id;
        view.names = QStringList(fetched.image);
        showProgress(view, fetched.progress);
        views.append(view);
    }
    return views;
}

QList<ImageView> Images::coming() const
{
    QList<ImageView> views;
    const QList<ImageView> others = fetchedByWorkspaces();
    for (const Work &work : m_works) {
        // How it ended before is over when it is fetched again.
        if (work->stage != ImageStage::Ready
            && !std::ranges::contains(others, work->names, &ImageView::names))
            views.append(*work);
    }
    views.append(others);
    return views;
}

core::Task<QList<ImageView>> Images::list()
{
    const auto engine = co_await m_runtime->engineInUse();
    if (!engine)
        co_return std::unexpected(engine.error());
    docker::Images images(*engine);
    const core::Result<QList<docker::Image>> there = co_await images.list();
    if (!there)
        co_return std::unexpected(there.error());
    QList<ImageView> views = coming();
    for (const docker::Image &image : *there) {
        if (!image.names.isEmpty() && image.names.constFirst() != "<none>:<none>")
            views.append(imageView(image));
    }
    co_return views;
}

core::Task<ImageView> Images::find(QString id)
{
    const auto known = std::ranges::find(m_works, id, [](const Work &work) { return work->id; });
    if (known != m_works.end()) {
        const ImageView view = **known;
        co_return view;
    }
    const core::Result<QList<ImageView>> all = co_await list();
    if (!all)
        co_return std::unexpected(all.error());
    const auto found = std::ranges::find(*all, id, &ImageView::id);
    if (found == all->end())
        co_return std::unexpected(unknownImage(id));
    co_return *found;
}

// --- fetching -----------------------------------------------------------------------------------

static core::Result<QString> imageOf(const WantedImage &wanted, const QStringList &sharedFolders)
{
    const auto refuse = [](const QString &field, const QString &message) {
        return core::fail(Error::Kind::Invalid, field + ": " + message,
                          {{{"body", field}, "value_error", message, QJsonValue()}});
    };
    if (wanted.reference.has_value() == wanted.folder.has_value())
        return refuse("reference", "either this or a folder is needed");
    WorkspaceSettings settings;
    settings.image = wanted.reference ? *wanted.reference : *wanted.folder;
    SettingsBounds bounds;
    bounds.sharedFolders = sharedFolders;
    const bool isFolder = settings.image->startsWith('/');
    const core::Result<> possible = checkSettings(settings, bounds);
    if (!possible || isFolder != wanted.folder.has_value())
        return refuse(wanted.folder ? "folder" : "reference",
                      wanted.folder ? "expected a folder below a shared one"
                                    : "expected the name of an image");
    return *settings.image;
}

core::Task<ImageView> Images::fetch(WantedImage wanted)
{
    const core::Result<QString> image = imageOf(wanted, m_options.sharedFolders);
    if (!image)
        co_return std::unexpected(image.error());
    const auto engine = co_await m_runtime->engineInUse();
    if (!engine)
        co_return std::unexpected(engine.error());
    // One that was cancelled a moment ago has not ended yet.
    const bool isWorkedOn = std::ranges::contains(imagesBeingFetched(), *image,
                                                  &FetchedImage::image);
    if (const Work same = workOn(*image); same && isWorkedOn) {
        const ImageView view = *same;
        co_return view;
    }
    const auto busy = std::ranges::count(m_works, ImageStage::Fetching,
                                         [](const Work &work) { return work->stage; });
    if (busy >= mostAtOnce)
        co_return core::fail(Error::Kind::RateLimited,
                             QString("%1 images are being fetched. Try again later.").arg(busy));
    for (qsizetype index = m_works.size() - 1; index >= 0; --index) {
        const ImageView &earlier = *m_works.at(index); // how that ended is over
        if (earlier.stage != ImageStage::Fetching && earlier.names.constFirst() == *image)
            forget(index);
    }
    forgetOld();
    const auto begun = std::make_shared<ImageView>();
    begun->id = core::newId();
    begun->names = QStringList(*image);
    begun->stage = ImageStage::Fetching;
    for (const ImageView &view : fetchedByWorkspaces()) {
        if (view.names.constFirst() == *image)
            emit removed(view.id); // it is shown as this one from here on
    }
    m_works.append(begun);
    emit changed(*begun);
    ImageRequest request;
    request.image = *image;
    request.sharedFolders = m_options.sharedFolders;
    request.network = m_options.network;
    const ImageView view = *begun;
    core::spawn(carryOut(begun, *engine, request), "fetching an image");
    co_return view;
}

/// What is being fetched by that name, if it was begun here.
Images::Work Images::workOn(const QString &image) const
{
    const auto found = std::ranges::find_if(m_works, [&image](const Work &work) {
        return work->stage == ImageStage::Fetching && work->names.constFirst() == image;
    });
    return found == m_works.end() ? Work() : *found;
}

void Images::forgetOld()
{
    for (qsizetype index = 0; index < m_works.size() && m_works.size() >= mostRemembered;) {
        if (m_works.at(index)->stage == ImageStage::Fetching)
            ++index;
        else
            forget(index);
    }
}

void Images::forget(qsizetype index)
{
    const Work work = m_works.takeAt(index);
    emit removed(work->id);
}

/// What became of some that are being fetched.
void Images::tellOf(const QStringList &images)
{
    for (const ImageView &view : coming()) {
        if (view.stage == ImageStage::Fetching && images.contains(view.names.constFirst()))
            emit changed(view);
    }
}

void Images::end(const Work &work, const std::optional<Error> &error)
{
    work->stage = ImageStage::Ready;
    if (error) {
        const bool isCancelled = error->kind == Error::Kind::Cancelled;
        work->stage = isCancelled ? ImageStage::Cancelled : ImageStage::Failed;
        work->error = error->message;
    }
    emit changed(*work);
}

core::Task<> Images::carryOut(Work work, std::shared_ptr<docker::Engine> engine,
                              ImageRequest request)
{
    const ImageSink sink = [work](const ImageProgress &progress) { showProgress(*work, progress); };
    const core::Result<WorkspaceImage> image = co_await ensureImage(engine, request, sink);
    end(work, image ? std::nullopt : std::optional(image.error()));
    co_return {};
}

core::Task<ImageView> Images::cancel(QString id, QString by)
{
    const core::Result<ImageView> image = co_await find(id);
    if (!image)
        co_return std::unexpected(image.error());
    const QString name = image->names.value(0, image->id);
    if (image->stage != ImageStage::Fetching)
        co_return core::fail(Error::Kind::Conflict,
                             "Nothing is being fetched by that name: " + name);
    Work work = workOn(name);
    const auto told = co_await cancelImageFetch(name, by);
    if (!told)
        co_return std::unexpected(told.error());
    if (!work) {
        // A workspace began it; how it ended can be read here all the same.
        forgetOld();
        work = std::make_shared<ImageView>(*image);
        m_works.append(work);
    }
    if (work->stage == ImageStage::Fetching)
        end(work, *told);
    const ImageView view = *work;
    co_return view;
}

// --- removing -----------------------------------------------------------------------------------

/// Whether a workspace is to be made of one of @p names.
core::Task<bool> Images::isWanted(QStringList names)
{
    const auto records = co_await m_ledger->all();
    if (!records)
        co_return std::unexpected(records.error());
    co_return std::ranges::any_of(*records, [&names](const WorkspaceRecord &record) {
        const QString image = record.settings.image.value_or(QString());
        return names.contains(image) || names.contains(image + ":latest");
    });
}

core::Task<> Images::remove(QString id)
{
    const core::Result<ImageView> image = co_await find(id);
    if (!image)
        co_return std::unexpected(image.error());
    if (!image->isOurs)
        co_return core::fail(
            Error::Kind::Forbidden,
            "This image was not made here. Remove it with the engine's own tools.");
    const core::Result<bool> wanted = co_await isWanted(image->names);
    if (!wanted)
        co_return std::unexpected(wanted.error());
    if (*wanted)
        co_return core::fail(Error::Kind::Conflict, "A workspace is made of this image.");
    const auto engine = co_await m_runtime->engineInUse();
    if (!engine)
        co_return std::unexpected(engine.error());
    docker::Images images(*engine);
    for (const QString &name : image->names) {
        const core::Result<> removed = co_await images.remove(name);
        if (!removed)
            co_return removed;
    }
    co_return {};
}

// --- saving -------------------------------------------------------------------------------------

core::Task<ImageView> Images::save(QString userId, QString workspaceId, Saving saving)
{
    static const QRegularExpression tag("\\A[a-z0-9_][a-z0-9_.-]{0,99}\\z");
    if (!tag.match(saving.name).hasMatch()) {
        const QString message = "expected at most 100 small letters, digits, -, _ and .";
        co_return core::fail(Error::Kind::Invalid, "name: " + message,
                             {{{"body", "name"}, "value_error", message, saving.name}});
    }
    const Error none{Error::Kind::Conflict, "The workspace has no container now; start it first."};
    const QString container = m_runtime->containerOf(workspaceId);
    if (container.isEmpty())
        co_return std::unexpected(none);
    const auto engine = co_await m_runtime->engineInUse();
    if (!engine)
        co_return std::unexpected(engine.error());
    docker::Images images(*engine);
    const QString name = savedName(userId, saving.name);
    docker::Labels labels;
    labels.insert(savedLabel, userId);
    const core::Result<> saved = co_await images.commit(container, name, labels);
    if (!saved && saved.error().kind == Error::Kind::NotFound)
        co_return std::unexpected(none);
    if (!saved)
        co_return std::unexpected(saved.error());
    const core::Result<docker::Image> image = co_await images.inspect(name);
    if (!image)
        co_return std::unexpected(image.error());
    co_return imageView(*image);
}

} // namespace workspace

#include "moc_Images.cpp"
