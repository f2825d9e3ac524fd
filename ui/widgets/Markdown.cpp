// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Markdown.h"

#include "ui/widgets/MarkdownTable.h"

#include <QRegularExpression>
#include <QUrl>

namespace ui {

static constexpr qsizetype longestAddress = 2000;

/// What a browser opens; nothing that means a file or runs something here.
static QString openable(const QString &address)
{
    const QUrl url(address.size() <= longestAddress ? address : QString(), QUrl::StrictMode);
    const bool isWeb = url.scheme() == "https" || url.scheme() == "http";
    return url.isValid() && isWeb && !url.host().isEmpty() ? address : QString();
}

/// Takes marks out of a line and remembers where they were.
class InlineReader
{
public:
    InlineReader(const QString &source, Block *block)
        : m_source(source)
        , m_block(block)
    {}

    void read()
    {
        while (m_at < m_source.size()) {
            takePlain();
            if (m_at < m_source.size() && !takeSpan(u"`", Block::Mark::Kind::Code)
                && !takeSpan(u"**", Block::Mark::Kind::Bold)
                && !takeSpan(u"*", Block::Mark::Kind::Italic) && !takeLink() && !takeAddress())
                m_block->text += m_source[m_at++];
        }
    }

private:
    /// What has no meaning of its own, up to the next sign that may have one.
    void takePlain()
    {
        static constexpr QStringView signs = u"`*[";
        qsizetype end = m_at;
        while (end < m_source.size() && !signs.contains(m_source[end]))
            ++end;
        const qsizetype address = QStringView(m_source).sliced(m_at, end - m_at).indexOf(u"http");
        if (address >= 0)
            end = m_at + address;
        m_block->text += QStringView(m_source).sliced(m_at, end - m_at);
        m_at = end;
    }

    bool takeSpan(QStringView sign, Block::Mark::Kind kind)
    {
        const qsizetype inside = m_at + sign.size();
        if (!QStringView(m_source).mid(m_at).startsWith(sign) || inside >= m_source.size()
            || m_source[inside].isSpace())
            return false;
        const qsizetype end = m_source.indexOf(sign, inside + 1);
        if (end < 0 || m_source[end - 1].isSpace())
            return false;
        mark(m_source.mid(inside, end - inside), kind);
        m_at = end + sign.size();
        return true;
    }

    bool takeLink()
    {
        if (m_source[m_at] != '[')
            return false;
        const qsizetype middle = m_source.indexOf("](", m_at);
        const qsizetype end = middle < 0 ? -1 : m_source.indexOf(')', middle);
        if (end < 0)
            return false;
        const QString label = m_source.mid(m_at + 1, middle - m_at - 1);
        const QString target = m_source.mid(middle + 2, end - middle - 2);
        mark(label == target ? target : label + " (" + target + ")", Block::Mark::Kind::Link,
             openable(target));
        m_at = end + 1;
        return true;
    }

    /// One that stands there as it is, without what ends the sentence.
    bool takeAddress()
    {
        static const QRegularExpression address(R"(\Ghttps?://[^\s<>"`]*[^\s<>"`.,;:!?'*()\[\]])");
        const bool isWordStart = m_at == 0 || !m_source[m_at - 1].isLetterOrNumber();
        if (m_source[m_at] != 'h' || !isWordStart)
            return false;
        const QRegularExpressionMatch found = address.match(m_source, m_at);
        const QString target = found.hasMatch() ? openable(found.captured()) : QString();
        if (target.isEmpty())
            return false;
        mark(target, Block::Mark::Kind::Link, target);
        m_at = found.capturedEnd();
        return true;
    }

    void mark(const QString &text, Block::Mark::Kind kind, const QString &target = {})
    {
        m_block->marks.append({int(m_block->text.size()), int(text.size()), kind, target});
        m_block->text += text;
    }

    const QString &m_source;
    Block *m_block;
    qsizetype m_at = 0;
};

static Block inlineBlock(Block::Kind kind, const QString &source)
{
    Block block;
    block.kind = kind;
    InlineReader(source, &block).read();
    return block;
}

static Block readLine(const QString &line)
{
    static const QRegularExpression heading(R"(^#{1,6}\s+(.*)$)");
    static const QRegularExpression item(R"(^(\s*)([-*+]|\d{1,4}[.)])\s+(.*)$)");
    if (const auto found = heading.match(line); found.hasMatch())
        return inlineBlock(Block::Kind::Heading, found.captured(1));
    if (const auto found = item.match(line); found.hasMatch()) {
        Block block = inlineBlock(Block::Kind::Item, found.captured(3));
        block.bullet = found.captured(2).size() == 1 ? QString("•") : found.captured(2);
        block.depth = qMin(4, int(found.captured(1).size()) / 2);
        return block;
    }
    if (line.startsWith("> "))
        return inlineBlock(Block::Kind::Quote, line.mid(2));
    return inlineBlock(Block::Kind::Paragraph, line);
}

/// Its columns stand below one another only in a fixed font.
static Block tableBlock(MarkdownTable table)
{
    for (QStringList &row : table.rows)
        for (QString &cell : row)
            cell = inlineBlock(Block::Kind::Table, cell).text;
    return {.kind = Block::Kind::Table, .text = table.drawn(), .marks = {}, .bullet = {}};
}

QList<Block> readMarkdown(const QString &text)
{
    QList<Block> blocks;
    bool isCode = false;
    bool isApart = true;
    const QStringList lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString &line = lines[i];
        if (line.trimmed().startsWith("```")) {
            isCode = !isCode;
            if (isCode)
                blocks.append({.kind = Block::Kind::Code, .text = {}, .marks = {}, .bullet = {}});
            isApart = true;
        } else if (isCode) {
            blocks.last().text += (blocks.last().text.isEmpty() ? "" : "\n") + line;
        } else if (line.trimmed().isEmpty()) {
            isApart = true;
        } else if (MarkdownTable table = tableAt(lines, i); table.sourceLines > 0) {
            i += table.sourceLines - 1;
            blocks.append(tableBlock(std::move(table)));
            isApart = true;
        } else {
            Block block = readLine(line);
            const bool goesOn = !isApart && block.kind == Block::Kind::Paragraph
                                && !blocks.isEmpty()
                                && blocks.last().kind == Block::Kind::Paragraph;
            if (goesOn) {
                Block &last = blocks.last();
                const int shift = int(last.text.size()) + 1;
                last.text += QChar(QChar::LineSeparator) + block.text;
                for (Block::Mark mark : std::as_const(block.marks)) {
                    mark.start += shift;
                    last.marks.append(mark);
                }
            } else {
                blocks.append(block);
            }
            isApart = false;
        }
    }
    return blocks;
}

QString plainWords(const QString &text)
{
    QStringList words;
    for (const Block &block : readMarkdown(text)) {
        const bool isTable = block.kind == Block::Kind::Table;
        words.append(isTable ? QString(block.text).remove(MarkdownTable::line) : block.text);
    }
    return words.join(' ').simplified();
}

QString firstWords(const QString &text)
{
    const QList<Block> blocks = readMarkdown(text.trimmed());
    return blocks.isEmpty() ? QString()
                            : blocks.first().text.split(QRegularExpression("[\n\u2028]")).first();
}

} // namespace ui
