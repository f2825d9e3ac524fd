// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/FormDialog.h"
#include "ui/windows/PageFrame.h"

#include <QTimer>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class NeedsServer;
class TableView;

/// What workspaces are made of: the images of the engine, and those that are on their way there.
class ImagesPanel : public PageFrame
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit ImagesPanel(Session *session, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void read();
    void take(const QJsonValue &list);
    void put(const QJsonObject &image);
    void hear(const QList<QJsonObject> &images);
    void showAll();
    void updateComing(int coming);
    void updateActions();
    void sayWhy();
    void fetch();
    void fetchAgain();
    void cancel();
    void tellOfCancelled(const QJsonObject &image);
    void askRemove();
    int usersOf(const QJsonObject &image) const;
    QList<Column> columns() const;

    Session *m_session;
    NeedsServer *m_needs;
    Table m_images;
    TableView *m_view;
    QLabel *m_hint; ///< while something has been on its way for long
    QPushButton *m_fetch;
    QPushButton *m_cancel;
    QPushButton *m_remove;
    QTimer m_long;
    QList<QJsonObject> m_all; ///< those too that are not shown
    QHash<QString, QJsonObject> m_heard; ///< while all are read
    QString m_cancelled; ///< what is being cancelled
    bool m_isRead = false;
    bool m_isReading = false;
    bool m_isOutdated = false; ///< what is being read
};

/// Which image is to be fetched or built.
class FetchImageDialog : public FormDialog
{
    Q_OBJECT

public:
    FetchImageDialog(Session *session, QWidget *parent);

signals:
    void begun();

private:
    QLineEdit *m_name;
};

} // namespace ui
