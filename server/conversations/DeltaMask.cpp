// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/DeltaMask.h"

#include "conversations/SecretRegistry.h"

namespace {

/// What a text has at some position.
struct Match
{
    qsizetype length = 0; ///< of the longest secret that is there
    bool isBegun = false; ///< a secret that is longer than the text may be there
};

Match matchAt(QStringView text, const QStringList &secrets)
{
    Match match;
    for (const QString &secret : secrets) {
        if (text.startsWith(secret))
            match.length = qMax(match.length, secret.size());
        else if (text.size() < secret.size() && secret.startsWith(text))
            match.isBegun = true;
    }
    return match;
}

/// Appends what is to be seen of the beginning of @p text; returns how long that was.
qsizetype show(QString &shown, QStringView text, const Match &match)
{
    if (match.length > 0)
        shown += conversations::secretMask;
    else
        shown += text.front();
    return qMax<qsizetype>(match.length, 1);
}

} // namespace

QString conversations::PieceMask::take(const QString &piece, const QStringList &secrets)
{
    const QString text = std::exchange(m_held, {}) + piece;
    if (secrets.isEmpty())
        return text;
    QString shown;
    for (qsizetype at = 0; at < text.size();) {
        const QStringView left = QStringView(text).sliced(at);
        const Match match = matchAt(left, secrets);
        if (match.isBegun) {
            m_held = left.toString();
            break;
        }
        at += show(shown, left, match);
    }
    return shown;
}

QString conversations::PieceMask::rest(const QStringList &secrets)
{
    const QString text = std::exchange(m_held, {});
    QString shown;
    for (qsizetype at = 0; at < text.size();) {
        const QStringView left = QStringView(text).sliced(at);
        at += show(shown, left, matchAt(left, secrets));
    }
    return shown;
}

static std::optional<QString> unlessEmpty(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

llm::Delta conversations::DeltaMask::take(const llm::Delta &delta, const QStringList &secrets)
{
    // The model began anew: what was held back belongs to an answer that will not come.
    if (m_responseId != delta.responseId)
        reset();
    m_responseId = delta.responseId;
    llm::Delta shown;
    shown.responseId = delta.responseId;
    if (delta.reasoningContent)
        shown.reasoningContent = unlessEmpty(m_reasoning.take(*delta.reasoningContent, secrets));
    if (!delta.content)
        return shown;
    // Thoughts end where the answer begins.
    if (!m_reasoning.isEmpty())
        shown.reasoningContent = shown.reasoningContent.value_or(QString())
                                 + m_reasoning.rest(secrets);
    shown.content = unlessEmpty(m_content.take(*delta.content, secrets));
    return shown;
}

llm::Delta conversations::DeltaMask::rest(const QStringList &secrets)
{
    return {.content = unlessEmpty(m_content.rest(secrets)),
            .reasoningContent = unlessEmpty(m_reasoning.rest(secrets)),
            .responseId = m_responseId};
}

bool conversations::saysSomething(const llm::Delta &delta)
{
    return delta.content || delta.reasoningContent;
}
