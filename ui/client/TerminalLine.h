// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QWebSocket>

namespace ui {

/// /workspaces/{id}/terminal: a shell in a workspace. It ends with the connection, so that it is
/// not opened again by itself.
class TerminalLine : public QObject
{
    Q_OBJECT

public:
    /// @p client outlives it.
    TerminalLine(Client *client, QString workspaceId, QObject *parent = nullptr);
    ~TerminalLine() override;

    void open(int columns, int rows);
    void type(const QString &text);
    void resize(int columns, int rows);
    bool isOpen() const { return m_isOpen; }

signals:
    void printed(const QByteArray &bytes);
    /// @p why in one sentence.
    void ended(const QString &why);

private:
    void receive(const QString &text);
    void end(const QString &why);
    void send(const QJsonObject &frame);

    Client *m_client;
    const QString m_id;
    QWebSocket m_socket;
    bool m_isOpen = false;
};

} // namespace ui
