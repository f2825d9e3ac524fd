// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Id.h"

#include <QUuid>

QString core::newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

std::optional<QString> core::canonicalUuid(QStringView text)
{
    QString dashed = text.toString().toLower();
    if (dashed.size() == 32) {
        for (const int position : {8, 13, 18, 23})
            dashed.insert(position, '-');
    }
    if (dashed.size() != 36)
        return {};
    const QUuid uuid = QUuid::fromString(dashed);
    if (uuid.toString(QUuid::WithoutBraces) != dashed)
        return {};
    return dashed;
}

QString core::hexUuid(const QString &dashed)
{
    return QString(dashed).remove('-');
}
