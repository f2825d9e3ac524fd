// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"
#include "ui/windows/FormDialog.h"

class QLineEdit;

namespace ui {

/// Asks for the address and the key of a server, and tries both before a window of its own is
/// opened there. The key is kept nowhere.
class ConnectServerDialog : public FormDialog
{
    Q_OBJECT

public:
    ConnectServerDialog(const QString &address, QWidget *parent);

signals:
    /// It answers and knows the key.
    void found(const QUrl &server, const QString &key);

private:
    void submit();

    QLineEdit *m_address;
    QLineEdit *m_key;
    std::unique_ptr<Client> m_client; ///< of the server that is tried
};

/// In a program of its own, as `berth --connect` is; the key goes there by its environment.
void startWindowAt(const QUrl &server, const QString &key);

} // namespace ui
