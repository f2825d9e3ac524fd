// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QPoint>

class QJsonObject;
class QMimeData;
class QMouseEvent;

namespace ui {

class TableView;

/// Takes files of a workspace out by dragging them: a file is fetched into a folder of this program
/// when somebody begins, and goes on with the pointer as soon as it is here.
class FileDrag : public QObject
{
    Q_OBJECT

public:
    /// @p view: rows with path, name, type and modified.
    explicit FileDrag(TableView *view);

    /// The file is at @p target now. False when nobody holds it any more: it is dragged at once
    /// the next time.
    bool carry(const QString &source, const QString &target);
    /// What is dragged.
    static QMimeData *contentOf(const QString &target);

signals:
    /// The file @p source of the workspace is to be put at @p target.
    void wanted(const QString &source, const QString &target);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool follow(const QMouseEvent &event);
    void begin();
    void drag(const QString &target);
    static QString versionOf(const QJsonObject &file);

    TableView *m_view;
    QPoint m_from; ///< where the button went down
    bool m_isPressed = false;
    QString m_version; ///< of what is being fetched
    QHash<QString, QString> m_here; ///< by path and version
};

} // namespace ui
