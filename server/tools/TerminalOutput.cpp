// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TerminalOutput.h"

#include <QList>

namespace tools {

namespace {

/// One line of a terminal: characters that later ones may replace.
class Line
{
public:
    void put(char32_t character);
    void style(QStringView sequence) { m_style += sequence; }
    void control(QStringView parameters, QChar command);
    void moveTo(qsizetype column) { m_column = qBound(0, column, longest); }
    void moveBy(qsizetype columns) { moveTo(m_column + columns); }
    QString text() const;

private:
    struct Cell
    {
        QString style; ///< colour sequences in front of the character
        char32_t character = U' ';
    };
    static constexpr qsizetype longest = 1 << 20;

    void erase(int part);

    QList<Cell> m_cells;
    QString m_style;
    qsizetype m_column = 0;
};

void Line::put(char32_t character)
{
    if (m_column >= m_cells.size())
        m_cells.resize(m_column + 1);
    m_cells[m_column++] = {std::exchange(m_style, {}), character};
}

void Line::erase(int part)
{
    const qsizetype column = qMin(m_column, m_cells.size());
    if (part == 0)
        m_cells.resize(column);
    else if (part == 2)
        m_cells.clear();
    else
        std::fill_n(m_cells.begin(), column, Cell());
}

void Line::control(QStringView parameters, QChar command)
{
    const int number = parameters.toInt();
    if (command == 'm')
        style(QString("\x1b[%1m").arg(parameters));
    else if (command == 'K')
        erase(number);
    else if (command == 'C')
        moveBy(qMax(1, number));
    else if (command == 'D')
        moveBy(-qMax(1, number));
    else if (command == 'G')
        moveTo(qMax(1, number) - 1);
    else if (command == 'P' && m_column < m_cells.size())
        m_cells.remove(m_column, qMin<qsizetype>(qMax(1, number), m_cells.size() - m_column));
}

QString Line::text() const
{
    QString text;
    for (const Cell &cell : m_cells)
        text += cell.style + QString::fromUcs4(&cell.character, 1);
    return text + m_style;
}

/// Where the control string (title, query, ...) that begins at @p at ends: BEL or ESC \.
qsizetype controlStringEnd(QStringView text, qsizetype at)
{
    for (; at < text.size(); ++at) {
        if (text.at(at) == '\x07')
            return at + 1;
        if (text.at(at) == '\x1b')
            return qMin(at + 2, text.size());
    }
    return at;
}

/// Deals with the escape sequence at @p at; returns where it ends.
qsizetype escape(QStringView text, qsizetype at, Line &line)
{
    if (at + 1 >= text.size())
        return text.size();
    const QChar kind = text.at(at + 1);
    if (QStringView(u"]PX^_").contains(kind))
        return controlStringEnd(text, at + 2);
    qsizetype end = at + 2;
    if (kind != '[') {
        // Charset selections and the like: intermediate bytes, then one final byte.
        while (end < text.size() && text.at(end - 1) >= ' ' && text.at(end - 1) <= '/')
            ++end;
        return end;
    }
    while (end < text.size() && (text.at(end) < '@' || text.at(end) > '~'))
        ++end;
    if (end < text.size())
        line.control(text.sliced(at + 2, end - at - 2), text.at(end));
    return qMin(end + 1, text.size());
}

QString shownLine(QStringView text)
{
    Line line;
    for (qsizetype at = 0; at < text.size();) {
        const QChar next = text.at(at);
        if (next == '\x1b') {
            at = escape(text, at, line);
            continue;
        }
        if (next == '\r')
            line.moveTo(0);
        else if (next == '\b')
            line.moveBy(-1);
        else if (next.isHighSurrogate() && at + 1 < text.size())
            line.put(QChar::surrogateToUcs4(next, text.at(++at)));
        else if (next >= ' ' || next == '\t')
            line.put(next.unicode());
        ++at;
    }
    return line.text();
}

} // namespace

QString shownText(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    QString shown;
    shown.reserve(text.size());
    for (qsizetype begin = 0; begin <= text.size();) {
        const qsizetype newline = text.indexOf('\n', begin);
        const qsizetype end = newline < 0 ? text.size() : newline;
        const QStringView line = QStringView(text).sliced(begin, end - begin);
        const bool isPlain = std::none_of(line.begin(), line.end(),
                                          [](QChar c) { return c < ' ' && c != '\t'; });
        shown += isPlain ? line.toString() : shownLine(line);
        if (newline >= 0)
            shown += '\n';
        begin = end + 1;
    }
    return shown;
}

void Scrollback::append(const QByteArray &bytes)
{
    m_bytes += bytes;
    if (m_bytes.size() > 2 * byteLimit)
        cutTo(byteLimit);
}

Scrollback::Content Scrollback::take()
{
    cutTo(byteLimit);
    keepLastLines();
    return {std::exchange(m_bytes, {}), std::exchange(m_isCut, false)};
}

void Scrollback::clear()
{
    m_bytes.clear();
    m_isCut = false;
}

void Scrollback::cutTo(qsizetype limit)
{
    if (m_bytes.size() <= limit)
        return;
    const qsizetype newline = m_bytes.indexOf('\n', m_bytes.size() - limit);
    m_bytes.remove(0, newline < 0 ? m_bytes.size() - limit : newline + 1);
    m_isCut = true;
}

void Scrollback::keepLastLines()
{
    qsizetype at = m_bytes.size() - (m_bytes.endsWith('\n') ? 1 : 0);
    for (qsizetype lines = 0; lines < lineLimit && at > 0; ++lines)
        at = m_bytes.lastIndexOf('\n', at - 1);
    if (at <= 0)
        return;
    m_bytes.remove(0, at + 1);
    m_isCut = true;
}

} // namespace tools
