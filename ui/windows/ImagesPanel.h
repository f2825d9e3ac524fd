// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/FormDialog.h"
#include "ui/windows/PageFrame.h"

#include <QTimer>

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

private:
    void read();
    void take(const QJsonValue &list);
    void updateActions();
    void sayWhy();
    void fetch();
    void fetchAgain();
    void askRemove();
    int usersOf(const QJsonObject &image) const;
    QList<Column> columns() const;

    Session *m_session;
    NeedsServer *m_needs;
    Table m_images;
    TableView *m_view;
    QPushButton *m_fetch;
    QPushButton *m_remove;
    QTimer m_again; ///< while something is on its way, which nobody tells
    bool m_isRead = false;
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
