// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <wire/Value.h>

#include <sys/stat.h>

#include <string>

std::int64_t modifiedNs(const struct stat &info);

// The entry of docs/wire.md, section 4.
wire::Value describeFile(const struct stat &info, const std::string &path);

std::string parentOf(const std::string &path);
int makeParents(const std::string &path); // all folders above `path`; 0 or errno

std::string readLink(const std::string &path); // empty when it is none
