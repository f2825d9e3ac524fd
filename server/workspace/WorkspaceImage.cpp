// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WorkspaceImage.h"

#include "resources/Resources.h"
#include "workspace/BuildContext.h"
#include "workspace/DockerRuntime.h"
#include "workspace/HelperFolder.h"
#include "workspace/ImageFetch.h"
#include "workspace/SavedImages.h"

#include <QFile>
#include <QRegularExpression>

namespace workspace {

using core::Error;

namespace {

constexpr qint64 buildMemory = 2LL << 30; // of a command of somebody's Dockerfile
constexpr qsizetype longestStep = 200;

/// Sums up the layers of a pull.
class LayerSum
{
public:
    explicit LayerSum(QString image)
        : m_image(std::move(image))
    {}

    ImageProgress add(const docker::Progress &step)
    {
        if (step.total > 0 && step.text == "Downloading")
            m_layers.insert(step.layer, {qMin(step.done, step.total), step.total});
        else if (m_layers.contains(step.layer))
            m_layers[step.layer].first = m_layers[step.layer].second;
        ImageProgress sum{.text = "Pulling the image " + m_image};
        for (const auto &[done, total] : std::as_const(m_layers)) {
            sum.done += done;
            sum.total += total;
        }
        return sum;
    }

private:
    QString m_image;
    QHash<QString, std::pair<qint64, qint64>> m_layers;
};

/// A line that a Dockerfile's commands printed, which may be anything. That a step runs, and in
/// which container, says less than the step itself, which stands there before it.
QString readable(const QString &text)
{
    QString line = text.section('\n', -1).left(longestStep);
    if (line.startsWith("---> "))
        return {};
    line.removeIf([](QChar sign) { return !sign.isPrint(); });
    return line;
}

docker::ProgressSink buildSink(const std::shared_ptr<ImageFetch> &fetch, const QString &what)
{
    return [fetch, what](const docker::Progress &step) {
        const QString line = readable(step.text);
        if (!line.isEmpty())
            fetch->tell({.text = "Building " + what + ": " + line});
    };
}

core::Task<docker::Image> pulledImage(docker::Images images, QString name,
                                      std::shared_ptr<ImageFetch> fetch)
{
    fetch->tell({.text = "Pulling the image " + name});
    const auto sum = std::make_shared<LayerSum>(name);
    docker::ProgressSink sink = [fetch, sum](const docker::Progress &step) {
        fetch->tell(sum->add(step));
    };
    const core::Result<> pulled = co_await images.pull(name, sink, fetch->stopToken());
    if (!pulled)
        co_return std::unexpected(pulled.error());
    co_return co_await images.inspect(name);
}

core::Task<docker::Image> builtImage(docker::Images images, docker::BuildSpec spec,
                                     docker::ProgressSink sink, std::stop_token stop)
{
    const QString name = spec.name;
    const core::Result<> built = co_await images.build(std::move(spec), std::move(sink), stop);
    if (!built)
        co_return std::unexpected(built.error());
    co_return co_await images.inspect(name);
}

core::Task<docker::Image> builtDefault(docker::Images images, std::shared_ptr<ImageFetch> fetch)
{
    resources::init();
    QFile dockerfile(":/container/workspace/Dockerfile");
    if (!dockerfile.open(QIODevice::ReadOnly))
        co_return core::fail(Error::Kind::Internal, "The default image's Dockerfile is missing.");
    docker::BuildSpec spec;
    spec.name = defaultImage;
    spec.tar = contextOf(dockerfile.readAll()).tar;
    const core::Result<docker::Image> image =
        co_await builtImage(images, std::move(spec), buildSink(fetch, "the default image"),
                            fetch->stopToken());
    if (!image && image.error().kind != Error::Kind::Cancelled)
        co_return core::fail(image.error().kind,
                             image.error().message
                                 + " Without a way to Docker's registry, make it with "
                                   "scripts/workspace-image (from a Debian mirror) or "
                                   "scripts/host-image (from the programs of this machine), or "
                                   "name another image with --image.");
    co_return image;
}

core::Task<docker::Image> defaultImageOn(docker::Images images, std::shared_ptr<ImageFetch> fetch)
{
    const core::Result<docker::Image> there = co_await images.inspect(defaultImage);
    if (there || there.error().kind != Error::Kind::NotFound)
        co_return there;
    co_return co_await builtDefault(images, fetch);
}

/// Whether a folder's Dockerfile builds on the default image, which no registry has.
bool startsFromDefault(const QByteArray &dockerfile)
{
    static const QRegularExpression from(
        "^\\s*FROM\\s+(?:--\\S+\\s+)?berth/workspace(?::latest)?\\s",
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    return from.match(QString::fromUtf8(dockerfile) + '\n').hasMatch();
}

/// Earlier images of the same folder, which nobody will ask for again. Those in use stay.
core::Task<> forgetEarlier(docker::Images images, QString folder, QString current)
{
    const docker::Labels label{{builtLabel, folder}};
    const core::Result<QList<docker::Image>> built = co_await images.list(label);
    if (!built)
        co_return std::unexpected(built.error());
    for (const docker::Image &image : *built) {
        for (const QString &name : image.names) {
            if (image.id == current || !name.contains("berth/built:"))
                continue;
            const core::Result<> removed = co_await images.remove(name);
            if (!removed && removed.error().kind != Error::Kind::Conflict)
                co_return removed;
        }
    }
    co_return {};
}

core::Task<docker::Image> builtOfFolder(docker::Images images, ImageRequest request,
                                        std::shared_ptr<ImageFetch> fetch)
{
    const QString folder = sharedPath(request.image, request.sharedFolders);
    if (folder.isEmpty())
        co_return core::fail(Error::Kind::Invalid, "No image can be built of " + request.image
                                                       + ": it is no folder below a shared one.");
    fetch->tell({.text = "Packing " + folder});
    ContextBounds bounds;
    const core::Result<BuildContext> context = co_await packContextAside(folder, bounds,
                                                                         fetch->stopToken());
    if (!context)
        co_return std::unexpected(context.error());
    const core::Result<> allowed = co_await checkImagesNamedIn(images, context->dockerfile,
                                                               request.userId);
    if (!allowed)
        co_return std::unexpected(allowed.error());
    docker::BuildSpec spec;
    spec.name = "berth/built:" + context->digest.left(32);
    const core::Result<docker::Image> there = co_await images.inspect(spec.name);
    if (there || there.error().kind != Error::Kind::NotFound)
        co_return there;
    if (startsFromDefault(context->dockerfile)) {
        const core::Result<docker::Image> base = co_await defaultImageOn(images, fetch);
        if (!base)
            co_return base;
    }
    spec.tar = context->tar;
    spec.labels.insert(builtLabel, folder);
    spec.memoryBytes = buildMemory;
    // The files of a folder that a workspace may write must not reach more than it does.
    if (request.network != NetworkMode::Bridge)
        spec.network = "none";
    const core::Result<docker::Image> image =
        co_await builtImage(images, std::move(spec), buildSink(fetch, folder), fetch->stopToken());
    if (image)
        core::spawn(forgetEarlier(images, folder, image->id), "removing earlier images");
    co_return image;
}

core::Task<docker::Image> soughtImage(std::shared_ptr<docker::Engine> engine, ImageRequest request,
                                      std::shared_ptr<ImageFetch> fetch)
{
    docker::Images images(engine, request.patience);
    if (request.image.startsWith('/'))
        co_return co_await builtOfFolder(images, request, fetch);
    // Nobody publishes the default image: who pulled it would get somebody else's.
    if (request.image == defaultImage || request.image + ":latest" == defaultImage)
        co_return co_await defaultImageOn(images, fetch);
    const core::Result<docker::Image> there = co_await images.inspect(request.image);
    if (there || there.error().kind != Error::Kind::NotFound)
        co_return there;
    if (isOwnName(request.image))
        co_return std::unexpected(noSuchImage(request.image));
    co_return co_await pulledImage(images, request.image, fetch);
}

/// What is being fetched, by engine and image; of the thread of the event loop that does it.
thread_local QHash<QString, std::shared_ptr<ImageFetch>> s_fetches;

core::Task<> fetchImage(std::shared_ptr<docker::Engine> engine, ImageRequest request, QString key,
                        std::shared_ptr<ImageFetch> fetch)
{
    const core::Result<docker::Image> found = co_await soughtImage(engine, request, fetch);
    if (s_fetches.value(key) == fetch)
        s_fetches.remove(key);
    fetch->finish(found);
    co_return {};
}

/// The work that is under way, or begins now.
std::shared_ptr<ImageFetch> fetchOf(const std::shared_ptr<docker::Engine> &engine,
                                    const ImageRequest &request,
                                    std::shared_ptr<ImageFetch::Waiter> &waiter, ImageSink sink)
{
    QString key = engine->endpoint().text() + '\n' + request.image;
    // What a folder may be built of depends on who asks, and its commands on what they reach.
    if (request.image.startsWith('/'))
        key += '\n' + request.userId.value_or("") + '\n'
               + QString::number(static_cast<int>(request.network)) + '\n'
               + request.sharedFolders.join(QChar(u'\0'));
    std::shared_ptr<ImageFetch> fetch = s_fetches.value(key);
    const bool isUnderWay = fetch && !fetch->isStopped();
    if (!isUnderWay) {
        fetch = std::make_shared<ImageFetch>(request.image);
        s_fetches.insert(key, fetch);
    }
    waiter = fetch->join(std::move(sink));
    if (!isUnderWay)
        core::spawn(fetchImage(engine, request, key, fetch), "fetching an image");
    return fetch;
}

core::Result<WorkspaceImage> usable(const ImageRequest &request, const docker::Image &image)
{
    if (request.program.isEmpty())
        return WorkspaceImage{image.id, {}};
    const core::Result<QString> program = helperFor(request.program, image.architecture);
    if (!program)
        return core::fail(program.error().kind, "The image " + request.image + " cannot be used. "
                                                    + program.error().message);
    return WorkspaceImage{image.id, *program};
}

} // namespace

core::Task<WorkspaceImage> ensureImage(std::shared_ptr<docker::Engine> engine, ImageRequest request,
                                       ImageSink sink, std::stop_token stop)
{
    if (request.image.isEmpty())
        request.image = defaultImage;
    std::shared_ptr<ImageFetch::Waiter> waiter;
    const auto fetch = fetchOf(engine, request, waiter, std::move(sink));
    const std::stop_callback stopped(stop, [fetch, waiter] { fetch->leave(waiter); });
    const core::Deferred<ImageFetch::Found> found = waiter->found;
    ImageFetch::Found image = co_await found;
    if (image && isSavedByAnother(*image, request.userId))
        image = std::unexpected(noSuchImage(request.image));
    if (image)
        co_return usable(request, *image);
    Error error = image.error();
    // Whatever an engine or a registry said, there is nothing to make a container of.
    if (error.kind == Error::Kind::NotFound || error.kind == Error::Kind::Upstream
        || error.kind == Error::Kind::Timeout)
        error.kind = Error::Kind::Unavailable;
    co_return std::unexpected(error);
}

QList<FetchedImage> imagesBeingFetched()
{
    QList<FetchedImage> images;
    for (const std::shared_ptr<ImageFetch> &fetch : std::as_const(s_fetches)) {
        // Until it says something it only looks whether the image is there.
        if (!fetch->isStopped() && !fetch->progress().text.isEmpty())
            images.append({fetch->id(), fetch->image(), fetch->progress()});
    }
    std::ranges::sort(images, {}, &FetchedImage::image); // a hash has no order
    return images;
}

core::Task<std::optional<Error>> cancelImageFetch(QString image, QString by)
{
    QList<std::shared_ptr<ImageFetch::Waiter>> ends;
    for (const std::shared_ptr<ImageFetch> &fetch : s_fetches.values()) {
        if (fetch->image() != image || fetch->isStopped())
            continue;
        ends.append(fetch->join({}));
        fetch->cancel(by);
    }
    if (ends.isEmpty())
        co_return core::fail(Error::Kind::Conflict,
                             "Nothing is being fetched by that name: " + image);
    std::optional<Error> told;
    for (const std::shared_ptr<ImageFetch::Waiter> &end : std::as_const(ends)) {
        const core::Deferred<ImageFetch::Found> ended = end->found;
        const ImageFetch::Found found = co_await ended;
        if (!found)
            told = found.error();
    }
    co_return told;
}

} // namespace workspace
