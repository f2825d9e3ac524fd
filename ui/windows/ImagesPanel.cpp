// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ImagesPanel.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/Ask.h"
#include "ui/windows/NeedsServer.h"

#include <QBoxLayout>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>

namespace ui {

static constexpr std::chrono::seconds untilLong{2};

static QStringList namesOf(const QJsonObject &image)
{
    QStringList names;
    for (const QJsonValue &name : image["names"].toArray())
        names.append(visibleLine(name.toString()));
    return names;
}

/// What is on its way, or has not come, is no image yet.
static bool isThere(const QJsonObject &image)
{
    return image["state"] == "ready";
}

static Cell nameCell(const QJsonObject &image)
{
    QStringList names = namesOf(image);
    Cell cell{.text = names.isEmpty() ? ImagesPanel::tr("without a name") : names.takeFirst(),
              .second = names.join(", "),
              .isStrong = true};
    if (!isThere(image))
        cell.second = visibleLine(serverText(image["error"].toString()));
    else if (cell.second.isEmpty())
        cell.second = image["id"].toString().section(':', -1).left(12);
    return cell;
}

static Cell imageState(const QJsonObject &image)
{
    const QString state = image["state"].toString();
    if (state == "ready")
        return {.text = ImagesPanel::tr("Ready"),
                .icon = "circle-check",
                .tone = Tone::Ok,
                .order = 2};
    if (state == "failed")
        return {.text = ImagesPanel::tr("Failed"),
                .icon = "octagon-x",
                .tone = Tone::Danger,
                .order = 0};
    if (state == "cancelled")
        return {.text = ImagesPanel::tr("Cancelled"),
                .icon = "circle-stop",
                .tone = Tone::Muted,
                .order = 0};
    const double done = image["done_bytes"].toDouble();
    const double total = image["total_bytes"].toDouble();
    Cell cell{.text = ImagesPanel::tr("On its way"),
              .second = visibleLine(image["progress"].toString()),
              .icon = "loader-circle",
              .tone = Tone::Accent,
              .order = 1};
    if (total > 0) {
        cell.text =
            ImagesPanel::tr("%1 of %2").arg(byteSize(qint64(done)), byteSize(qint64(total)));
        cell.meter = qBound(0.0, done / total, 1.0);
    }
    return cell;
}

QList<Column> ImagesPanel::columns() const
{
    const auto size = [](const QJsonObject &image) {
        return Cell{.text = isThere(image) ? byteSize(image["size"].toInteger()) : QString(),
                    .order = image["size"].toDouble()};
    };
    const auto use = [this](const QJsonObject &image) {
        const int users = usersOf(image);
        if (!isThere(image))
            return Cell{.order = -1};
        return Cell{.text = users ? tr("%n workspace(s)", nullptr, users) : tr("nothing"),
                    .tone = users ? std::optional<Tone>() : Tone::Muted,
                    .order = users};
    };
    const auto origin = [](const QJsonObject &image) {
        if (!isThere(image))
            return Cell();
        return Cell{.text = image["made_by_berth"].toBool() ? tr("made here") : tr("fetched"),
                    .tone = Tone::Muted};
    };
    return {{tr("Image"), nameCell, 0},
            {tr("State"), imageState, 190},
            {tr("Size"), size, 90},
            {tr("Used by"), use, 120, Qt::AlignLeft, 560},
            {tr("Origin"), origin, 100, Qt::AlignLeft, 760}};
}

ImagesPanel::ImagesPanel(Session *session, QWidget *parent)
    : PageFrame(QString(), parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_images(columns())
    , m_view(new TableView(&m_images, tr("Images"), TableView::Rows::TwoLines))
    , m_hint(new QLabel)
    , m_fetch(new QPushButton(icon("download"), tr("Fetch image...")))
    , m_cancel(new QPushButton(icon("circle-stop"), tr("Cancel fetch")))
    , m_remove(new QPushButton(icon("trash-2"), tr("Delete...")))
{
    layout()->setContentsMargins(0, 0, 0, 0);
    setKind(m_fetch, ButtonKind::Primary);
    setKind(m_remove, ButtonKind::Danger);
    m_needs->add({m_fetch, emptyButton()});
    addAction(m_fetch);
    addAction(m_cancel);
    addAction(m_remove);
    m_hint->setFont(ui::font(Type::Small));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->hide();
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_view, 1);
    column->addWidget(m_hint);
    setContent(content);
    focusFirst(this, m_view);
    showLoading();
    m_long.setSingleShot(true);
    m_long.setInterval(untilLong);
    connect(&m_long, &QTimer::timeout, m_hint, &QWidget::show);
    connect(m_cancel, &QPushButton::clicked, this, &ImagesPanel::cancel);
    connect(m_fetch, &QPushButton::clicked, this, &ImagesPanel::fetch);
    connect(m_remove, &QPushButton::clicked, this, &ImagesPanel::askRemove);
    connect(m_view, &TableView::currentChosen, this, [this] {
        updateActions();
        sayWhy();
    });
    connect(m_view, &TableView::opened, this, &ImagesPanel::sayWhy);
    connect(this, &PageFrame::noticeAnswered, this, &ImagesPanel::fetchAgain);
    connect(this, &PageFrame::tryAgainAsked, this, &ImagesPanel::read);
    connect(this, &PageFrame::emptyAnswered, this, &ImagesPanel::fetch);
    connect(session->feed(), &Feed::stateChanged, this, [this] {
        updateActions();
        if (isVisible() && m_session->feed()->state() == Feed::State::Live)
            read();
    });
    connect(session->feed(), &Feed::replaced, this,
            [this](const QString &topic, const QList<QJsonObject> &items) {
        if (topic == "images")
            hear(items);
    });
    connect(session->feed(), &Feed::changed, this,
            [this](const QString &topic, const QString &kind, const QString &,
                   const QJsonObject &item) {
        if (topic == "images" && kind == "removed")
            read();
        else if (topic == "images")
            hear({item});
    });
    connect(session->workspaces(), &FeedModel::told, &m_images, &Table::refresh);
    updateActions();
}

/// How many workspaces are made of it, as far as they name it.
int ImagesPanel::usersOf(const QJsonObject &image) const
{
    const QStringList names = namesOf(image);
    int users = 0;
    for (int row = 0; row < m_session->workspaces()->rowCount(); ++row) {
        const QJsonObject settings = m_session->workspaces()->item(row)["settings"].toObject();
        const QString wanted = settings["image"].toString();
        users += names.contains(wanted) || names.contains(wanted + ":latest");
    }
    return users;
}

void ImagesPanel::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    m_session->feed()->subscribe("images");
    read();
}

void ImagesPanel::hideEvent(QHideEvent *event)
{
    PageFrame::hideEvent(event);
    m_session->feed()->unsubscribe("images");
}

void ImagesPanel::read()
{
    m_isOutdated = m_isReading;
    if (std::exchange(m_isReading, true))
        return;
    m_heard.clear();
    QCoro::connect(m_session->client()->get("/images"), this,
                   [this](const core::Result<QJsonValue> &list) {
        m_isReading = false;
        if (list)
            take(*list);
        else if (!m_isRead)
            showError(list.error().message);
        updateActions();
        if (m_isOutdated && isVisible())
            read();
    });
}

void ImagesPanel::take(const QJsonValue &list)
{
    m_isRead = true;
    m_all.clear();
    for (const QJsonValue &value : list["items"].toArray())
        m_all.append(value.toObject());
    for (const QJsonObject &image : std::exchange(m_heard, {}))
        put(image);
    showAll();
}

/// In the place of what it was, or above all others.
void ImagesPanel::put(const QJsonObject &image)
{
    const auto id = [](const QJsonObject &one) { return one["id"].toString(); };
    const auto known = std::ranges::find(m_all, id(image), id);
    if (known != m_all.end())
        *known = image;
    else
        m_all.prepend(image);
}

/// Of those that are on their way, or came, or did not.
void ImagesPanel::hear(const QList<QJsonObject> &images)
{
    for (const QJsonObject &image : images) {
        if (isThere(image)) // it is one of the engine's now, with an id of the engine's
            return read();
        if (m_isReading) // what is on its way here may be older
            m_heard.insert(image["id"].toString(), image);
        put(image);
    }
    if (m_isRead && !images.isEmpty())
        showAll();
    updateActions();
}

void ImagesPanel::showAll()
{
    QList<QJsonObject> items = m_all;
    QSet<QString> wellNames; // of those that are there, or may come
    int coming = 0;
    for (const QJsonObject &image : std::as_const(items)) {
        const QString state = image["state"].toString();
        coming += state == "fetching";
        if (state == "fetching" || state == "ready")
            wellNames.insert(image["names"][0].toString());
    }
    // How it ended is over when the same was fetched again.
    items.removeIf([&wellNames](const QJsonObject &image) {
        const QString state = image["state"].toString();
        return (state == "failed" || state == "cancelled")
               && wellNames.contains(image["names"][0].toString());
    });
    m_images.replace(items);
    if (items.isEmpty())
        showEmpty(tr("No images yet"),
                  tr("The image of a workspace is fetched when it first starts. You can fetch it "
                     "before."),
                  tr("Fetch image..."));
    else
        showContent();
    updateComing(coming);
}

void ImagesPanel::updateComing(int coming)
{
    m_hint->setText(
        tr("%n image(s) on the way. You can leave this page; it goes on.", nullptr, coming));
    if (coming == 0) {
        m_long.stop();
        m_hint->hide();
    } else if (m_hint->isHidden() && !m_long.isActive()) {
        m_long.start();
    }
}

void ImagesPanel::updateActions()
{
    const QJsonObject image = m_view->currentItem();
    const bool isComing = image["state"] == "fetching";
    m_cancel->setToolTip(
        isComing || image.isEmpty() ? QString() : tr("Only what is on its way can be cancelled."));
    m_cancel->setAccessibleDescription(m_cancel->toolTip());
    m_needs->allow(m_cancel, isComing && image["id"].toString() != m_cancelled);
    QString why;
    if (isThere(image) && !image["made_by_berth"].toBool())
        why = tr("Only images that were built or saved here can be deleted here.");
    else if (isThere(image) && usersOf(image) > 0)
        why = tr("A workspace is made of this image.");
    m_remove->setToolTip(why);
    m_remove->setAccessibleDescription(why);
    m_needs->allow(m_remove, isThere(image) && why.isEmpty());
}

/// Of an image that has not come, in full.
void ImagesPanel::sayWhy()
{
    const QJsonObject image = m_view->currentItem();
    if (image["state"] == "failed")
        tell(visibleLine(image["error"].toString()), Tone::Danger, tr("Fetch again"));
    else if (image["state"] == "cancelled")
        tell(visibleLine(serverText(image["error"].toString())) + ' ' + tr("No image was kept."),
             Tone::Warn, tr("Fetch again"));
    else
        tell({});
}

void ImagesPanel::cancel()
{
    const QJsonObject image = m_view->currentItem();
    m_cancelled = image["id"].toString();
    updateActions();
    QCoro::connect(m_session->client()->post("/images/" + m_cancelled + "/cancel", {}), this,
                   [this](const core::Result<QJsonValue> &ended) {
        m_cancelled.clear();
        if (ended)
            tellOfCancelled(ended->toObject());
        else
            tell(ended.error().message);
        read();
    });
}

void ImagesPanel::tellOfCancelled(const QJsonObject &image)
{
    const QString name = nameCell(image).text;
    if (isThere(image))
        tell(tr("%1 was here already; nothing was cancelled.").arg(name), Tone::Ok);
    else
        tell(tr("Fetching %1 was cancelled. No image was kept.").arg(name), Tone::Ok,
             tr("Fetch again"));
}

/// Delete means what the row has a button for.
void ImagesPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete && m_view->hasFocus() && m_cancel->isEnabled())
        cancel();
    else if (event->key() == Qt::Key_Delete && m_view->hasFocus() && m_remove->isEnabled())
        askRemove();
    else
        PageFrame::keyPressEvent(event);
}

void ImagesPanel::fetch()
{
    auto *dialog = new FetchImageDialog(m_session, this);
    connect(dialog, &FetchImageDialog::begun, this, &ImagesPanel::read);
    dialog->open();
}

static QJsonObject wantedImage(const QString &name)
{
    return {{name.startsWith('/') ? "folder" : "reference", name}};
}

void ImagesPanel::fetchAgain()
{
    const QString name = m_view->currentItem()["names"][0].toString();
    ask(m_session->client()->post("/images", wantedImage(name)),
        [this](const QJsonValue &) { read(); });
}

void ImagesPanel::askRemove()
{
    const QJsonObject image = m_view->currentItem();
    const QString name = nameCell(image).text;
    const QString size = byteSize(image["size"].toInteger());
    askFirst(
        this, tr("Delete the image \"%1\"?").arg(name),
        name.startsWith("berth/saved-")
            ? tr("It frees at most %1 and cannot be had back.").arg(size)
            : tr("It frees at most %1. It is built again when a workspace needs it.").arg(size),
        tr("Delete image"), [this, id = image["id"].toString()] {
        ask(m_session->client()->remove("/images/" + id), [this](const QJsonValue &) { read(); });
    });
}

FetchImageDialog::FetchImageDialog(Session *session, QWidget *parent)
    : FormDialog(tr("Fetch image"), tr("Fetch image"), parent)
    , m_name(new QLineEdit(this))
{
    addField(tr("Image"), m_name,
             tr("A name such as debian:13, or a shared folder with a Dockerfile, which is built."));
    m_name->setFocus();
    connect(this, &FormDialog::submitted, this, [this, session] {
        const QString name = m_name->text().trimmed();
        ask(session->client()->post("/images", wantedImage(name)),
            [this](const QJsonValue &) { emit begun(); });
    });
}

} // namespace ui
