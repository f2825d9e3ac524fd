// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"

namespace workspace::git {

/// The tree that every repository knows.
inline constexpr auto emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// The arguments of a git command; an initializer list within an awaited call is miscompiled by
/// GCC 14.
template<typename... Words>
QStringList words(const Words &...words)
{
    QStringList list;
    (list.append(QString(words)), ...);
    return list;
}

/// What git needs to know of its surroundings: no questions, no locks, any owner of the folder.
QMap<QString, QString> environment();

/// Runs git in @p directory, whatever its exit code; Timeout after 30 s.
core::Task<Output> run(std::shared_ptr<Channel> channel, QString directory, QStringList arguments);

/// What git prints, without white space around it; empty when it fails.
core::Task<QString> ask(std::shared_ptr<Channel> channel, QString directory, QStringList arguments);

/// What git prints; Invalid with its words when it fails.
core::Task<QByteArray> demand(std::shared_ptr<Channel> channel, QString directory,
                              QStringList arguments);

/// The id of the commit that @p name means, empty when it means none.
core::Task<QString> resolve(std::shared_ptr<Channel> channel, QString directory, QString name);

/// What changes are measured from: @p ref when there is one (Invalid when it means nothing), else
/// where the current branch left the remote's.
core::Task<QString> base(std::shared_ptr<Channel> channel, QString directory,
                         std::optional<QString> ref);

/// What a patch that another clone replays is measured from: @p ref when there is one (Invalid when
/// it means nothing), HEAD when no branch is checked out, else what the remote has.
core::Task<QString> exportBase(std::shared_ptr<Channel> channel, QString directory,
                               std::optional<QString> ref);

} // namespace workspace::git
