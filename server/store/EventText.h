// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace store {

/// The kinds of event that say something a person may look for.
const QStringList &searchableKinds();

/// What a person may look for in an event of one of searchableKinds(), @p body being its JSON text:
/// what was said, thought, done and answered, each below the other. Of what is longer than 8,000
/// characters only the beginning and the end. Ideographs are set apart by zero-width spaces, so
/// that each is a word.
QString searchableText(const QByteArray &body);

/// @p text with its ideographs set apart, as in searchableText().
QString apart(const QString &text);
/// @p text as it was before apart().
QString together(QString text);

} // namespace store
