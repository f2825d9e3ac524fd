// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"
#include "ui/widgets/Panel.h"

#include <QDateTime>
#include <QTimer>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class ElidedLabel;

/// Whether the server runs, who can reach it, its address and its key.
class ServerPanel : public Panel
{
    Q_OBJECT

public:
    /// @p door outlives it.
    explicit ServerPanel(ServerDoor *door, QWidget *parent = nullptr);

    /// When the server began, as it tells it; empty while that is not known.
    void setStartedAt(const QString &moment);
    /// Since when it does not answer; an invalid moment: it does.
    void setLost(const QDateTime &since);
    /// What goes on, for who asks to stop the server.
    void setBusy(int working) { m_working = working; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QBoxLayout *makeField(QLineEdit *field, const QString &name,
                          const QList<QPushButton *> &buttons);
    void update();
    void reveal(bool isShown);
    void press();

    ServerDoor *m_door;
    QString m_startedAt;
    QDateTime m_lostSince;
    int m_working = 0;
    QBoxLayout *m_row;
    QLabel *m_state;
    ElidedLabel *m_detail;
    QLabel *m_problem;
    QLineEdit *m_address;
    QLineEdit *m_key;
    QPushButton *m_reveal;
    QPushButton *m_power;
    QTimer m_hide;
};

} // namespace ui
