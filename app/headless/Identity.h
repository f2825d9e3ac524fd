// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QCommandLineParser;

namespace composition {
class Configuration;
}

/// `berthd key ...` and `berthd user ...`: they ask the server that works with the data directory,
/// or do it themselves where none does.
namespace headless {

void addIdentityFlags(QCommandLineParser &parser);

/// @p words: what follows "key" or "user", which is @p noun. Returns the exit code.
int identity(const composition::Configuration &configuration, const QCommandLineParser &parser,
             const QString &noun, const QStringList &words);

} // namespace headless
