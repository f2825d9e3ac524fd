// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/GitMoves.h"

#include "workspace/GitBase.h"

namespace workspace {

static constexpr qsizetype mostUntracked = 200; // that are read to be compared

namespace {

struct Moves
{
    QMap<QString, QString> names; ///< the new one, then the old one
    QHash<QByteArray, QString> gone; ///< name of each content that is nowhere else
};

} // namespace

/// Reads the output of --raw -z: ":100644 100644 BEFORE AFTER R087", the old name, the new name.
static Moves parseRaw(const QByteArray &output)
{
    Moves moves;
    const QList<QByteArray> words = output.split('\0');
    for (qsizetype index = 0; index + 1 < words.size(); index += 2) {
        const QList<QByteArray> facts = words.at(index).split(' ');
        const QString path = QString::fromUtf8(words.at(index + 1));
        const QByteArray letter = facts.last().first(1);
        if (letter == "D" && facts.size() > 2)
            moves.gone.insert(facts.at(2), path);
        if (letter != "R" || index + 2 >= words.size())
            continue;
        ++index;
        moves.names.insert(QString::fromUtf8(words.at(index + 1)), path);
    }
    return moves;
}

core::Task<QMap<QString, QString>> git::moves(std::shared_ptr<Channel> channel, QString folder,
                                              QString base, QStringList untracked)
{
    const auto raw = co_await demand(channel, folder,
                                     words("diff", "--no-ext-diff", "--raw", "--no-abbrev",
                                           "--find-renames", "--relative", "-z", base, "--"));
    if (!raw)
        co_return std::unexpected(raw.error());
    Moves moves = parseRaw(*raw);
    // A folder that is a repository of its own has no content here.
    untracked.removeIf([](const QString &path) { return path.endsWith('/'); });
    if (moves.gone.isEmpty() || untracked.isEmpty() || untracked.size() > mostUntracked)
        co_return moves.names;
    const core::Result<Output> contents = co_await run(channel, folder,
                                                       words("hash-object", "--") + untracked);
    if (!contents)
        co_return std::unexpected(contents.error());
    // What cannot be read ends it early; what came before that counts.
    const QList<QByteArray> ids = contents->standardOutput.split('\n');
    for (qsizetype index = 0; index < qMin(ids.size(), untracked.size()); ++index) {
        const QString old = moves.gone.take(ids.at(index));
        if (!old.isEmpty())
            moves.names.insert(untracked.at(index), old);
    }
    co_return moves.names;
}

} // namespace workspace
