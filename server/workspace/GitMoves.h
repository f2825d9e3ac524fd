// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"

namespace workspace::git {

/// Which files of @p folder have another name than in the commit @p base: the new name, then the
/// old one. Files that git does not know yet (@p untracked) are found while they are what they
/// were; the others, while they are much the same.
core::Task<QMap<QString, QString>> moves(std::shared_ptr<Channel> channel, QString folder,
                                         QString base, QStringList untracked);

} // namespace workspace::git
