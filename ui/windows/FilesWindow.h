// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"

#include <QWidget>

#include <stop_token>

class QLineEdit;
class QPushButton;

namespace ui {

class NeedsServer;
class Notice;
class FileDrag;
class TableView;
class TransferBar;

/// The files of a workspace, folder by folder: brought in and out, also by drag and drop, with
/// progress and a way to give up.
class FilesWindow : public QWidget
{
    Q_OBJECT

public:
    /// A window of its own. @p session outlives it.
    FilesWindow(Session *session, QString workspaceId, const QString &name, QWidget *parent);
    ~FilesWindow() override;

    /// Puts files of this machine into the folder that is shown; asks before it replaces some.
    void upload(const QStringList &files);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Upload
    {
        QString file; ///< of this machine
        QString target; ///< where it comes to, which stays while another folder is shown
    };

    void layOut();
    QString inFolder(const QString &name) const;
    QString path(const QString &what) const;
    void go(const QString &folder);
    void list(const QString &folder);
    void read(const QString &cursor);
    void open();
    void look(const QJsonObject &file);
    void updateActions();
    void enqueue(const QList<Upload> &uploads);
    void uploadNext();
    void giveUp();
    void download();
    void takeOut(const QString &source, const QString &target);
    void askRemove();
    void begin(const QString &words);
    /// True when it was done; says why it was not.
    bool end(const core::Result<> &done);
    Client::Progress progress();

    Session *m_session;
    NeedsServer *m_needs;
    const QString m_id;
    QString m_folder; ///< absolute, or empty for the working folder
    QList<Upload> m_uploads; ///< that wait
    qsizetype m_uploaded = 0; ///< of those that are being brought in together
    std::stop_source m_stop;
    Table m_files;
    QLineEdit *m_place;
    Notice *m_notice;
    TableView *m_view;
    FileDrag *m_drag;
    QPushButton *m_up;
    QPushButton *m_upload;
    QPushButton *m_download;
    QPushButton *m_remove;
    TransferBar *m_transfer;
};

} // namespace ui
