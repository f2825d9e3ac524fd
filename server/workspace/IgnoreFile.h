// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QRegularExpression>

namespace workspace {

/// The patterns of a .dockerignore: `*`, `?`, `[a-z]`, `**`, `!` for exceptions; the last one that
/// matches decides, and a folder's fate is that of all below it.
class IgnoreFile
{
public:
    /// Invalid when it has too many patterns, or one that is too long or no pattern.
    static core::Result<IgnoreFile> read(const QByteArray &text);

    /// @p path is relative to the folder of the file.
    bool ignores(const QString &path) const;
    /// Whether something below an ignored folder may be wanted all the same.
    bool hasExceptions() const { return m_hasExceptions; }

private:
    struct Rule
    {
        QRegularExpression pattern;
        bool isException = false;
    };

    QList<Rule> m_rules;
    bool m_hasExceptions = false;
};

} // namespace workspace
