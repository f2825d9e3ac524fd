// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

namespace ui {

/// The items of a list that the server tells by pages, each naming the `next`; at most @p most.
core::Task<QList<QJsonObject>> readPages(Client *client, QString path, qsizetype most = 10000);

} // namespace ui
