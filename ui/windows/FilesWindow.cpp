// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FilesWindow.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/Ask.h"
#include "ui/windows/FileDrag.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/Notice.h"
#include "ui/windows/OfflineBar.h"
#include "ui/windows/TextDialog.h"
#include "ui/windows/TransferBar.h"
#include "ui/windows/Veil.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QStringDecoder>

namespace ui {

static constexpr int mostFiles = 5000; // of a folder that are shown
static constexpr int mostNamed = 5; // of the files that would be replaced
static constexpr qint64 longestPreview = 1'000'000; // bytes

static bool isFolder(const QJsonObject &file)
{
    return file["type"] == "directory";
}

static QList<Column> fileColumns()
{
    const auto name = [](const QJsonObject &file) {
        const QString text = visibleLine(file["name"].toString());
        // Folders first.
        return Cell{.text = text,
                    .icon = isFolder(file) ? "folder" : "file-text",
                    .order = (isFolder(file) ? "0" : "1") + text.toLower()};
    };
    const auto size = [](const QJsonObject &file) {
        return isFolder(file) ? Cell{.text = "–", .order = -1.0}
                              : Cell{.text = byteSize(file["size"].toInteger()),
                                     .order = file["size"].toDouble()};
    };
    const auto changed = [](const QJsonObject &file) {
        const QDateTime at = QDateTime::fromString(file["modified"].toString(), Qt::ISODateWithMs);
        return Cell{.text = QLocale().toString(at.toLocalTime(), QLocale::ShortFormat),
                    .order = at.toMSecsSinceEpoch()};
    };
    return {{FilesWindow::tr("Name"), name, 0},
            {FilesWindow::tr("Size"), size, 90},
            {FilesWindow::tr("Changed"), changed, 170}};
}

FilesWindow::FilesWindow(Session *session, QString workspaceId, const QString &name,
                         QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_id(std::move(workspaceId))
    , m_files(fileColumns(), "path")
    , m_place(new QLineEdit(this))
    , m_notice(new Notice(this))
    , m_view(new TableView(&m_files, tr("Files"), TableView::Rows::OneLine, this))
    , m_drag(new FileDrag(m_view))
    , m_up(new QPushButton(icon("arrow-up"), QString(), this))
    , m_upload(new QPushButton(icon("upload"), tr("Bring in..."), this))
    , m_download(new QPushButton(icon("download"), tr("Take out..."), this))
    , m_remove(new QPushButton(icon("trash-2"), tr("Delete..."), this))
    , m_transfer(new TransferBar(this))
{
    m_view->setFocus();
    setWindowTitle(tr("Files of %1 – Berth").arg(name));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    resize(720, 520);
    m_place->setAccessibleName(tr("Folder"));
    m_up->setAccessibleName(tr("To the folder above"));
    m_up->setToolTip(tr("To the folder above (Alt+Up)"));
    m_up->setShortcut(QKeySequence("Alt+Up"));
    setKind(m_remove, ButtonKind::Danger);
    m_view->sortByColumn(0, Qt::AscendingOrder);
    layOut();
    connect(m_place, &QLineEdit::returnPressed, this, [this] { go(m_place->text().trimmed()); });
    connect(m_up, &QPushButton::clicked, this, [this] {
        go(m_folder.section('/', 0, -2).isEmpty() ? "/" : m_folder.section('/', 0, -2));
    });
    connect(m_view, &TableView::opened, this, &FilesWindow::open);
    connect(m_view, &TableView::currentChosen, this, &FilesWindow::updateActions);
    connect(m_download, &QPushButton::clicked, this, &FilesWindow::download);
    connect(m_remove, &QPushButton::clicked, this, &FilesWindow::askRemove);
    connect(m_drag, &FileDrag::wanted, this, &FilesWindow::takeOut);
    connect(m_upload, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Bring files in"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFiles);
        connect(dialog, &QFileDialog::filesSelected, this, &FilesWindow::upload);
        dialog->open();
    });
    updateActions();
    go({});
}

FilesWindow::~FilesWindow()
{
    m_stop.request_stop();
}

void FilesWindow::layOut()
{
    connect(m_transfer, &TransferBar::givenUp, this, &FilesWindow::giveUp);
    auto *place = new QHBoxLayout;
    place->addWidget(m_up);
    place->addWidget(m_place, 1);
    auto *actions = new QHBoxLayout;
    actions->addWidget(m_upload);
    actions->addWidget(m_download);
    actions->addStretch();
    actions->addWidget(m_remove);
    auto *offline = new OfflineBar(this);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(offline);
    auto *column = new QVBoxLayout;
    rows->addLayout(column, 1);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addLayout(place);
    column->addWidget(m_notice);
    column->addWidget(m_view, 1);
    column->addWidget(m_transfer);
    column->addLayout(actions);
    offline->follow(m_session->feed(), new Veil(m_view));
}

/// Of something in the workspace: an absolute path without its first slash.
QString FilesWindow::path(const QString &what) const
{
    const QString files = "/workspaces/" + m_id + "/files";
    return what.isEmpty() ? files : files + (what.startsWith('/') ? what : '/' + what);
}

void FilesWindow::go(const QString &folder)
{
    m_notice->hide();
    list(folder);
}

void FilesWindow::list(const QString &folder)
{
    m_folder = folder;
    m_files.replace({});
    m_view->setEmptyText({});
    read({});
}

/// A page of the folder, and those after it.
void FilesWindow::read(const QString &cursor)
{
    QUrlQuery query;
    query.addQueryItem("limit", "100");
    if (!cursor.isEmpty())
        query.addQueryItem("cursor", QString::fromLatin1(QUrl::toPercentEncoding(cursor)));
    QCoro::connect(m_session->client()->get(path(m_folder), query), this,
                   [this, folder = m_folder](const core::Result<QJsonValue> &page) {
        if (folder != m_folder)
            return;
        if (!page)
            return m_notice->tell(page.error().message);
        m_folder = (*page)["path"].toString(m_folder);
        m_place->setText(m_folder);
        for (const QJsonValue &item : (*page)["items"].toArray())
            m_files.put(item.toObject());
        m_view->setEmptyText(tr("This folder is empty. Drag files here, or bring them in."));
        m_view->viewport()->update();
        if (m_view->currentId().isEmpty())
            m_view->setCurrentIndex(m_view->model()->index(0, 0));
        updateActions();
        const QString next = (*page)["next_cursor"].toString();
        if (!next.isEmpty() && m_files.rowCount() < mostFiles)
            read(next);
    });
}

void FilesWindow::open()
{
    const QJsonObject file = m_view->currentItem();
    if (isFolder(file))
        go(file["path"].toString());
    else if (file["size"].toInteger() <= longestPreview)
        look(file);
    else
        download();
}

/// What can be read is shown; anything else can only be taken out.
void FilesWindow::look(const QJsonObject &file)
{
    const QString place = file["path"].toString();
    QCoro::connect(m_session->client()->fetch(path(place)), this,
                   [this, place](const core::Result<QByteArray> &answer) {
        if (!answer)
            return m_notice->tell(answer.error().message);
        // It may have been taken up meanwhile, or have grown.
        if (m_view->currentItem()["path"].toString() != place)
            return;
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString text = decoder.decode(*answer);
        if (decoder.hasError() || text.contains(QChar::Null))
            return download();
        (new TextDialog(visibleLine(place.section('/', -1)), tr("Copy all"), text, this))->open();
    });
}

void FilesWindow::updateActions()
{
    const bool isChosen = !m_view->currentId().isEmpty();
    m_needs->allow(m_up, m_folder.size() > 1);
    m_needs->allow(m_download, isChosen && m_transfer->isHidden());
    m_needs->allow(m_upload, m_transfer->isHidden());
    m_needs->allow(m_remove, isChosen && m_transfer->isHidden());
}

void FilesWindow::begin(const QString &words)
{
    m_stop = {};
    m_notice->hide();
    m_transfer->begin(words);
    updateActions();
}

bool FilesWindow::end(const core::Result<> &done)
{
    m_transfer->hide();
    updateActions();
    if (!done && done.error().kind != core::Error::Kind::Cancelled)
        m_notice->tell(done.error().message);
    return done.has_value();
}

Client::Progress FilesWindow::progress()
{
    return [transfer = QPointer<TransferBar>(m_transfer)](qint64 done, qint64 all) {
        if (transfer)
            transfer->setBytes(done, all);
    };
}

void FilesWindow::giveUp()
{
    m_uploads.clear();
    m_stop.request_stop();
}

QString FilesWindow::inFolder(const QString &name) const
{
    return m_folder.endsWith('/') ? m_folder + name : m_folder + '/' + name;
}

void FilesWindow::upload(const QStringList &files)
{
    QList<Upload> uploads;
    QStringList there; // that would be replaced
    for (const QString &file : files) {
        const QString name = QFileInfo(file).fileName();
        uploads.append({file, inFolder(name)});
        if (m_files.rowOf(inFolder(name)) >= 0)
            there.append(visibleLine(name));
    }
    if (there.isEmpty())
        return enqueue(uploads);
    const int many = int(there.size());
    if (many > mostNamed)
        there = there.first(mostNamed) + QStringList("…");
    askFirst(this, tr("Replace %n file(s)?", nullptr, many),
             tr("What is in them now cannot be had back: %1").arg(there.join(", ")), tr("Replace"),
             [this, uploads] { enqueue(uploads); });
}

void FilesWindow::enqueue(const QList<Upload> &uploads)
{
    m_uploads.append(uploads);
    if (m_transfer->isHidden())
        uploadNext();
}

void FilesWindow::uploadNext()
{
    if (m_uploads.isEmpty()) {
        m_uploaded = 0;
        return list(m_folder);
    }
    const qsizetype all = m_uploaded + m_uploads.size();
    const Upload upload = m_uploads.takeFirst();
    const QString name = visibleLine(upload.target.section('/', -1));
    ++m_uploaded;
    begin(all == 1 ? tr("Bringing in %1").arg(name)
                   : tr("Bringing in %1 (%2 of %3)").arg(name).arg(m_uploaded).arg(all));
    QCoro::connect(m_session->client()->upload(upload.file, path(upload.target), progress(),
                                               m_stop.get_token()),
                   this, [this, name](const core::Result<> &done) {
        const int left = int(m_uploads.size());
        if (!end(done))
            m_uploads.clear(); // what hinders one hinders the others
        if (!done && left > 0)
            m_notice->tell(tr("%1 and %n more file(s) were not brought in: %2", nullptr, left)
                               .arg(name, done.error().message));
        uploadNext();
    });
}

void FilesWindow::download()
{
    const QJsonObject file = m_view->currentItem();
    if (file.isEmpty())
        return;
    const QString source = file["path"].toString();
    const QString name = file["name"].toString() + (isFolder(file) ? ".tar.gz" : "");
    auto *dialog = new QFileDialog(this, tr("Take out"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, source, isArchive = isFolder(file)](const QString &target) {
        begin(tr("Taking out %1").arg(visibleLine(source)));
        QUrlQuery query;
        if (isArchive)
            query.addQueryItem("path", QString::fromLatin1(QUrl::toPercentEncoding(source)));
        const QString from = isArchive ? "/workspaces/" + m_id + "/archive" : path(source);
        QCoro::connect(m_session->client()->download(from, query, target, progress(),
                                                     m_stop.get_token()),
                       this, [this, target](const core::Result<> &done) {
            if (end(done))
                m_notice->tell(tr("It is at %1 now.").arg(target), Tone::Ok);
        });
    });
    dialog->open();
}

/// For somebody who drags it.
void FilesWindow::takeOut(const QString &source, const QString &target)
{
    if (!m_transfer->isHidden())
        return;
    begin(tr("Taking out %1").arg(visibleLine(source)));
    QCoro::connect(m_session->client()->download(path(source), {}, target, progress(),
                                                 m_stop.get_token()),
                   this, [this, source, target](const core::Result<> &done) {
        if (end(done) && !m_drag->carry(source, target))
            m_notice->tell(tr("%1 is here now: drag it again to where you want it.")
                               .arg(visibleLine(source.section('/', -1))),
                           Tone::Ok);
    });
}

void FilesWindow::askRemove()
{
    const QJsonObject file = m_view->currentItem();
    if (file.isEmpty())
        return;
    askFirst(this, tr("Delete \"%1\"?").arg(visibleLine(file["name"].toString())),
             isFolder(file) ? tr("The folder goes with everything in it.")
                            : tr("The file cannot be had back."),
             tr("Delete"), [this, what = file["path"].toString()] {
        QCoro::connect(m_session->client()->remove(path(what)), this,
                       [this](const core::Result<QJsonValue> &done) {
            if (!done)
                return m_notice->tell(done.error().message);
            list(m_folder);
        });
    });
}

void FilesWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() && event->source() != m_view)
        event->acceptProposedAction();
}

void FilesWindow::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    QStringList files;
    for (const QUrl &url : urls) {
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile())
            files.append(url.toLocalFile());
    }
    if (files.size() < urls.size())
        m_notice->tell(tr("Only files can be brought in. Put a folder into an archive first."),
                       Tone::Warn);
    if (!files.isEmpty())
        upload(files);
}

void FilesWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->matches(QKeySequence::Close))
        close();
    else if (event->key() == Qt::Key_Delete && m_remove->isEnabled())
        askRemove();
    else if (event->key() == Qt::Key_F5)
        go(m_folder);
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui
