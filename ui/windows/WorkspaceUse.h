// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/models/Usage.h"

#include <QWidget>

class QLabel;

namespace ui {

class ElidedLabel;
class Graph;

/// What the workspace of a conversation uses, live. The server is asked for it only while somebody
/// sees this.
class WorkspaceUse : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit WorkspaceUse(Session *session, QWidget *parent = nullptr);

    /// One that is not there is not shown.
    void look(const QString &workspaceId);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void update();

    Session *m_session;
    Usage m_usage;
    QString m_id;
    ElidedLabel *m_name;
    QLabel *m_limits;
    Graph *m_processors;
    Graph *m_memory;
    QLabel *m_others; ///< disk and network
};

} // namespace ui
