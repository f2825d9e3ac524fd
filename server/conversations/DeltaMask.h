// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

#include <QStringList>

namespace conversations {

/// Masks secrets in a text that comes in pieces. What may be the beginning of a secret is held
/// back, which is never more than the longest secret.
class PieceMask
{
public:
    /// What can be shown now that @p piece has come.
    QString take(const QString &piece, const QStringList &secrets);
    /// What was held back, when nothing more comes.
    QString rest(const QStringList &secrets);
    bool isEmpty() const { return m_held.isEmpty(); }

private:
    QString m_held;
};

/// The same for an answer that is streamed.
class DeltaMask
{
public:
    /// What can be shown now; empty when everything is held back.
    llm::Delta take(const llm::Delta &delta, const QStringList &secrets);
    /// What is left of the answer when it is complete.
    llm::Delta rest(const QStringList &secrets);
    void reset() { *this = {}; }

private:
    PieceMask m_content;
    PieceMask m_reasoning;
    QString m_responseId;
};

/// Whether a delta has a text.
bool saysSomething(const llm::Delta &delta);

} // namespace conversations
