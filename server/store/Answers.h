// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// An answer that may be given again.
struct AnswerRow
{
    QByteArray id = {}; ///< unique: who asked, with which key, where
    QString userId = {};
    qint64 createdAt = 0; ///< microseconds since 1970 in UTC
    QByteArray request = {}; ///< tells what was asked from what else was asked with the same key
    QString answer = {};
};

/// The table of answers: bounded for each user, the oldest go first.
class Answers
{
public:
    explicit Answers(Database *database);

    core::Task<std::optional<AnswerRow>> find(QByteArray id, qint64 notBefore);
    /// Forgets what is older than @p notBefore and the user's oldest beyond @p most.
    core::Task<> insert(AnswerRow row, qint64 notBefore, int most);

private:
    Database *m_database;
};

} // namespace store
