// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/PlainText.h"

#include <QCoreApplication>
#include <QLocale>

#include <optional>

namespace ui {

static bool turnsDirection(char16_t c)
{
    return c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
           || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

static bool isHidden(QChar c)
{
    return (c.unicode() < 0x20 && c != '\n' && c != '\t')
           || (c.unicode() >= 0x7F && c.unicode() < 0xA0) || turnsDirection(c.unicode());
}

static void appendVisible(QString *text, QChar c)
{
    if (c == '\t')
        text->append("    ");
    else if (isHidden(c))
        text->append(
            "<U+" + QString::number(c.unicode(), 16).rightJustified(4, QLatin1Char('0')).toUpper()
            + ">");
    else
        text->append(c);
}

QString visible(const QString &text)
{
    QString plain;
    plain.reserve(text.size());
    for (int i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n')
            appendVisible(&plain, text[i]);
    return plain;
}

QString visibleLine(const QString &text)
{
    QString line = visible(text.left(2000));
    line.replace('\n', ' ');
    return line;
}

/// Takes an escape sequence of a terminal off the front of what is left.
class TerminalReader
{
public:
    explicit TerminalReader(const QString &output)
        : m_output(output)
    {}

    ColoredText read()
    {
        while (m_at < m_output.size())
            readOne(m_output[m_at]);
        endSpan();
        return m_result;
    }

private:
    void readOne(QChar c)
    {
        if (c == QChar(0x1B))
            return readEscape();
        ++m_at;
        if (c == '\r')
            return beginLineAgain();
        if (c == '\b')
            return;
        if (c == '\n')
            m_lineStart = m_result.text.size() + 1;
        appendVisible(&m_result.text, c);
    }

    void beginLineAgain()
    {
        if (m_at >= m_output.size() || m_output[m_at] == '\n')
            return;
        endSpan();
        m_result.text.truncate(m_lineStart);
        while (!m_result.spans.isEmpty()
               && m_result.spans.last().start + m_result.spans.last().length > m_lineStart)
            m_result.spans.removeLast();
        m_spanStart = m_result.text.size();
    }

    void readEscape()
    {
        const QChar kind = m_at + 1 < m_output.size() ? m_output[m_at + 1] : QChar();
        m_at += 2;
        if (kind == ']')
            return skipString();
        if (kind != '[')
            return;
        const int start = m_at;
        while (m_at < m_output.size() && m_output[m_at] < QChar(0x40))
            ++m_at;
        if (m_at < m_output.size() && m_output[m_at] == 'm')
            setColors(QStringView(m_output).mid(start, m_at - start));
        ++m_at;
    }

    /// A title or a link: up to its bell or its own end.
    void skipString()
    {
        while (m_at < m_output.size() && m_output[m_at] != QChar(0x07)
               && m_output[m_at] != QChar(0x1B) && m_output[m_at] != '\n')
            ++m_at;
        if (m_at < m_output.size() && m_output[m_at] == QChar(0x07))
            ++m_at;
    }

    void setColors(QStringView numbers)
    {
        endSpan();
        for (const QStringView number : numbers.split(u';')) {
            const int code = number.toInt();
            if (code == 38 || code == 48)
                return;
            if (code == 0 || code == 39)
                m_tone.reset();
            else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97))
                m_tone = toneOf(code % 10);
        }
    }

    static std::optional<Tone> toneOf(int color)
    {
        switch (color) {
        case 1: return Tone::Danger;
        case 2: return Tone::Ok;
        case 3: return Tone::Warn;
        case 4:
        case 6: return Tone::Accent;
        case 5: return Tone::Wait;
        default: return std::nullopt;
        }
    }

    void endSpan()
    {
        const int length = int(m_result.text.size()) - m_spanStart;
        if (m_tone && length > 0)
            m_result.spans.append({m_spanStart, length, *m_tone});
        m_spanStart = int(m_result.text.size());
    }

    const QString &m_output;
    ColoredText m_result;
    std::optional<Tone> m_tone;
    int m_at = 0;
    int m_lineStart = 0;
    int m_spanStart = 0;
};

ColoredText fromTerminal(const QString &output)
{
    return TerminalReader(output).read();
}

QString byteSize(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString money(double dollars)
{
    if (dollars > 0 && dollars < 0.005)
        return "<$0.01";
    return '$' + QLocale().toString(dollars, 'f', 2);
}

QString duration(qint64 milliseconds)
{
    const QLocale locale;
    if (milliseconds < 1000)
        return QCoreApplication::translate("ui", "%1 ms").arg(milliseconds);
    if (milliseconds < 60000)
        return QCoreApplication::translate("ui", "%1 s")
            .arg(locale.toString(double(milliseconds) / 1000, 'f', 1));
    return QCoreApplication::translate("ui", "%1 min %2 s")
        .arg(milliseconds / 60000)
        .arg(milliseconds / 1000 % 60);
}

} // namespace ui
