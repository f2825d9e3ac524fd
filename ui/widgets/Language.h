// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace ui {

/// The languages that the window speaks, as codes ("de", "pt_BR"). English is the one of the
/// sources; each other one is a file in resources/translations, or one that somebody has put into
/// berth/translations of a data folder of the desktop.
QStringList languages();

/// What a language calls itself: "Deutsch".
QString languageName(const QString &code);

/// The first of some languages, as the system names them ("pt-BR"), that the window speaks, or
/// English: the language of a country, else the language alone.
QString fittingLanguage(const QStringList &wanted);

/// Makes the window speak a language; what is there already is told by a LanguageChange. @p code:
/// one of languages(), "pseudo" for texts that are longer and accented, or empty for the language
/// of the system.
void applyLanguage(const QString &code);

/// What becomes of a text in "pseudo": it keeps its placeholders, and its brackets show where it is
/// cut off.
QString pseudoText(const QString &text);

} // namespace ui
