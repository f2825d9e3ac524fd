// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FileDrag.h"

#include "ui/widgets/TableView.h"

#include <QApplication>
#include <QDir>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QUrl>

namespace ui {

/// Of this program, until it ends: who takes a file may copy it when the window is long gone.
static QString newFolder()
{
    static const QTemporaryDir all(QDir::tempPath() + "/berth-dragged-XXXXXX");
    static int last = 0;
    const QString folder = all.filePath(QString::number(++last));
    return all.isValid() && QDir().mkpath(folder) ? folder : QString();
}

FileDrag::FileDrag(TableView *view)
    : QObject(view)
    , m_view(view)
{
    view->viewport()->installEventFilter(this);
}

QString FileDrag::versionOf(const QJsonObject &file)
{
    return file["path"].toString() + '\n' + file["modified"].toString() + '\n'
           + QString::number(file["size"].toInteger());
}

bool FileDrag::eventFilter(QObject *watched, QEvent *event)
{
    const bool isOfMouse = event->type() == QEvent::MouseButtonPress
                           || event->type() == QEvent::MouseButtonRelease
                           || event->type() == QEvent::MouseMove;
    if (isOfMouse && follow(*static_cast<QMouseEvent *>(event)))
        return true;
    return QObject::eventFilter(watched, event);
}

/// True when the mouse has begun to drag.
bool FileDrag::follow(const QMouseEvent &event)
{
    const QPoint place = event.position().toPoint();
    if (event.type() == QEvent::MouseButtonPress && event.button() == Qt::LeftButton) {
        m_from = place;
        m_isPressed = m_view->indexAt(m_from).isValid();
    } else if (event.type() == QEvent::MouseButtonRelease) {
        m_isPressed = false;
    } else if (event.type() == QEvent::MouseMove && m_isPressed
               && (place - m_from).manhattanLength() >= QApplication::startDragDistance()) {
        m_isPressed = false;
        begin();
        return true;
    }
    return false;
}

void FileDrag::begin()
{
    const QJsonObject file = m_view->currentItem();
    // A name of somewhere else must not lead out of the folder.
    const QString name = file["name"].toString();
    if (file["type"] != "file" || name.isEmpty() || name.contains('/') || name == "..")
        return;
    m_version = versionOf(file);
    if (const QString here = m_here.value(m_version); QFile::exists(here))
        return drag(here);
    if (const QString folder = newFolder(); !folder.isEmpty())
        emit wanted(file["path"].toString(), folder + '/' + name);
}

bool FileDrag::carry(const QString &source, const QString &target)
{
    if (!m_version.startsWith(source + '\n'))
        return false;
    m_here.insert(m_version, target);
    if (!(QGuiApplication::mouseButtons() & Qt::LeftButton))
        return false;
    drag(target);
    return true;
}

QMimeData *FileDrag::contentOf(const QString &target)
{
    auto *content = new QMimeData;
    content->setUrls({QUrl::fromLocalFile(target)});
    return content;
}

void FileDrag::drag(const QString &target)
{
    auto *drag = new QDrag(m_view);
    drag->setMimeData(contentOf(target));
    drag->exec(Qt::CopyAction);
}

} // namespace ui
