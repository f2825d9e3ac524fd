// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CopySecret.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

namespace ui {

void copySecret(const QString &text)
{
    auto *data = new QMimeData;
    data->setText(text);
    data->setData("x-kde-passwordManagerHint", "secret");
    QApplication::clipboard()->setMimeData(data);
}

} // namespace ui
