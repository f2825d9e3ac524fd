// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QUrl>

namespace ui {

/// A short program that talks to a server, for somebody who begins to write one. Its text is a file
/// of resources/snippets.
struct Snippet
{
    QString name; ///< of its file
    QString title; ///< "Python SDK", "curl", ...
    QString needs; ///< what makes it run, as one types it; empty for nothing

    static const QList<Snippet> &all();

    /// The program for a server. @p model: the name of a model that the server keeps; without one
    /// the program asks for the demo.
    QString text(const QUrl &url, const QString &key, const QString &model) const;
};

} // namespace ui
