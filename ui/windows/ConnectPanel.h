// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"
#include "ui/models/Session.h"
#include "ui/widgets/Panel.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabBar;

namespace ui {

class ElidedLabel;
class NeedsServer;
class SnippetColors;
class ToneLabel;

/// Programs that talk to the server, ready to be pasted: on the screen with the beginning of the
/// key, copied with all of it.
class ConnectPanel : public Panel
{
    Q_OBJECT

public:
    /// @p door outlives it.
    explicit ConnectPanel(ServerDoor *door, QWidget *parent = nullptr);

    /// What answers; null while there is no server.
    void setSession(Session *session);
    /// The name of the model that is used where none is named; empty when none is kept.
    void setModel(const QString &name);
    bool isModelKnown() const { return m_isModelKnown; }
    QString model() const { return m_model; }

signals:
    /// Somebody wants to choose a model.
    void setUpAsked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void update();
    QString text(const QString &key) const;
    void copy();
    void check();

    ServerDoor *m_door;
    Session *m_session = nullptr;
    QString m_model;
    bool m_isModelKnown = false;
    ToneLabel *m_said;
    QTabBar *m_tabs;
    QLabel *m_noModel;
    QPushButton *m_setUp;
    QPlainTextEdit *m_view;
    SnippetColors *m_colors;
    QPushButton *m_copy;
    QPushButton *m_check;
    ElidedLabel *m_needs;
    NeedsServer *m_server;
    bool m_isChecking = false;
};

} // namespace ui
