// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Panel.h"

#include <QPointer>

class QLabel;

namespace ui {

class RequestRow;

/// The last requests of programs that use the server; this window's own are left out. It looks
/// only while it is seen.
class RequestsPanel : public Panel
{
    Q_OBJECT

public:
    explicit RequestsPanel(QWidget *parent = nullptr);
    ~RequestsPanel() override;

    /// Which outlives it until there is another.
    void setSession(Session *session);

signals:
    void allAsked();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void watch();
    void leave();
    void take(const QJsonObject &request);
    void showRows();

    QPointer<Session> m_session;
    QPointer<Session> m_asked;   ///< while it is seen
    QPointer<Session> m_watched; ///< that tells of requests
    QList<QJsonObject> m_newest;
    QList<RequestRow *> m_rows;
    QLabel *m_empty;
};

} // namespace ui
