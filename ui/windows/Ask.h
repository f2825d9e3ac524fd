// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QUrl;
class QWidget;

namespace ui {

/// Asks before something ends that cannot be had back. @p verb: what the button says; @p text:
/// what goes and what stays. The other button is the default one. @p parent: may be none.
void askFirst(QWidget *parent, const QString &title, const QString &text, const QString &verb,
              std::function<void()> then);

/// Shows where a link of somebody else leads, and opens it only when the person wants to.
void askToOpen(QWidget *parent, const QUrl &address);

} // namespace ui
