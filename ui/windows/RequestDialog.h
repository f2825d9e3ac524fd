// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QJsonObject>
#include <QUrl>

namespace ui {

/// One request as the server remembers it, to be read and to be asked again by hand. The server
/// keeps neither keys nor queries nor bodies.
class RequestDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p server: its address.
    RequestDialog(const QUrl &server, const QJsonObject &request, QWidget *parent);

    /// A line for a shell on any computer, which takes the key from BERTH_KEY.
    static QString curlOf(const QUrl &server, const QJsonObject &request);
};

} // namespace ui
