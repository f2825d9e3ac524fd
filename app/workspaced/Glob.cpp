// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Glob.h"

#include <string>
#include <vector>

namespace {

using Elements = std::vector<std::string>;

Elements split(std::string_view path)
{
    Elements elements;
    while (true) {
        const std::size_t slash = path.find('/');
        if (slash != 0)
            elements.emplace_back(path.substr(0, slash));
        if (slash == std::string_view::npos)
            return elements;
        path.remove_prefix(slash + 1);
    }
}

// One character against the set that begins at pattern[at] == '['. Moves `at` behind the set; a set
// without an end is a plain '['.
bool matchesSet(std::string_view pattern, std::size_t &at, char c)
{
    std::size_t i = at + 1;
    const bool isNegated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
    i += isNegated;
    bool isMember = false;
    for (bool isFirst = true; i < pattern.size() && (pattern[i] != ']' || isFirst);
         isFirst = false, ++i) {
        const auto low = static_cast<unsigned char>(pattern[i]);
        auto high = low;
        if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
            high = static_cast<unsigned char>(pattern[i + 2]);
            i += 2;
        }
        isMember |= low <= static_cast<unsigned char>(c) && static_cast<unsigned char>(c) <= high;
    }
    if (i >= pattern.size()) {
        ++at;
        return c == '[';
    }
    at = i + 1;
    return isMember != isNegated;
}

bool matchesElement(std::string_view pattern, std::string_view name)
{
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos; // the last one, and how far it reaches
    std::size_t reached = 0;
    while (n < name.size()) {
        std::size_t next = p;
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            reached = n;
            continue;
        }
        bool fits = false;
        if (p < pattern.size() && pattern[p] == '[')
            fits = matchesSet(pattern, next, name[n]);
        else if (p < pattern.size())
            fits = pattern[next++] == '?' || pattern[p] == name[n];
        if (fits) {
            p = next;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++reached;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

} // namespace

bool matchesGlob(std::string_view pattern, std::string_view path)
{
    const Elements want = split(pattern);
    const Elements have = split(path);
    // reach[j]: the pattern so far matches the first j elements. Linear in the product, however
    // many ** there are.
    std::vector<char> reach(have.size() + 1, 0);
    reach[0] = 1;
    for (const std::string &element : want) {
        std::vector<char> next(have.size() + 1, 0);
        for (std::size_t j = 0; j <= have.size(); ++j) {
            if (element == "**")
                next[j] = reach[j] || (j > 0 && next[j - 1]);
            else if (j > 0)
                next[j] = reach[j - 1] && matchesElement(element, have[j - 1]);
        }
        reach = std::move(next);
    }
    return reach.back();
}
