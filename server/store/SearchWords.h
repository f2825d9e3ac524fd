// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

namespace store {

/// A piece of a text, and whether it is what was looked for.
struct TextPart
{
    QString text = {};
    bool isMatch = false;
};

/// The words of what somebody looks for, as they typed it: nothing in it is an operator. A text
/// matches when it has all of them, in any order, case and accent; words of three letters and more
/// match the beginnings of words.
class SearchWords
{
public:
    explicit SearchWords(const QString &text);

    /// Whether nothing in it can be found.
    bool isEmpty() const { return m_words.isEmpty(); }
    /// For MATCH of an index of the columns owner and text; texts of every owner when it is empty.
    QString expression(const QString &owner) const;
    /// The place in @p text (of searchableText()) around the first match, some 160 characters on
    /// one line.
    QList<TextPart> snippet(const QString &text) const;

private:
    QList<QStringList> m_words; ///< each as what the index takes for its words
};

} // namespace store
