// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardBox.h"

#include "ui/widgets/CardWords.h"

namespace ui {

using namespace cards;

void CardBox::layBox()
{
    QPainter *const painter = m_painter;
    const int start = m_y;
    m_painter = nullptr;
    layBoxBody();
    const int end = m_y;
    m_painter = painter;
    m_y = start;
    if (m_painter) {
        box({m_left, start, m_width, end - start}, theme().surface, theme().border);
        m_painter->save();
        m_painter->setClipRect(QRect(m_left + 1, start, m_width - 2, end - start));
    }
    layBoxBody();
    if (m_painter) {
        m_painter->restore();
        // The ground of the rows must not cover the edge.
        box({m_left, start, m_width, end - start}, Qt::transparent, theme().border);
    }
}

void CardBox::layBoxBody()
{
    headerRow();
    if (!m_state.isOpen)
        return;
    layFacts();
    if (m_card.kind == Card::Kind::Plan)
        layPlan();
    else if (!m_card.diff.lines.isEmpty())
        layDiff();
    if (!m_card.output.text.isEmpty())
        layOutput();
    if (!m_card.imageSizes.isEmpty()) {
        layImages(m_left + padding, toolImageSize);
        m_y += 8;
    }
}

void CardBox::headerRow()
{
    int right = m_left + m_width - padding;
    const int middle = m_y + (headerHeight - 16) / 2;
    if (m_card.milliseconds >= 0) {
        const QString took = duration(m_card.milliseconds);
        const int width = widthOf(Type::Small, took);
        label({right - width, m_y, width, headerHeight}, Type::Small, theme().muted, took);
        right -= width + 10;
    }
    if (!m_card.status.isEmpty())
        right = chip(right, m_card.status) - 10;
    sign(m_left + 12, middle, m_card.icon, theme().muted);
    const int start = m_left + 36;
    const bool isCode = m_card.kind != Card::Kind::Plan;
    int room = right - start;
    const QString counts = m_card.diff.lines.isEmpty()
                               ? QString()
                               : QString("+%1 −%2").arg(m_card.diff.added).arg(m_card.diff.removed);
    const int countsWidth = counts.isEmpty() ? 0 : widthOf(Type::Code, counts) + 16;
    const Type type = isCode ? Type::Code : Type::Strong;
    const QString title = m_card.title.section('\n', 0, 0)
                          + (m_card.title.contains('\n') ? " …" : "");
    const auto elide = m_card.kind == Card::Kind::Edit ? Qt::ElideLeft : Qt::ElideRight;
    label({start, m_y, room - countsWidth, headerHeight}, type, theme().text, title, elide);
    if (!counts.isEmpty()) {
        const int after = start + qMin(room - countsWidth, widthOf(type, title)) + 12;
        const QString added = QString("+%1 ").arg(m_card.diff.added);
        label({after, m_y, countsWidth, headerHeight}, Type::Code, theme().ok, added);
        label({after + widthOf(Type::Code, added), m_y, countsWidth, headerHeight}, Type::Code,
              theme().danger, QString("−%1").arg(m_card.diff.removed));
    }
    m_y += headerHeight;
}

int CardBox::chip(int right, const QString &word)
{
    const int width = widthOf(Type::Small, word) + 30;
    const QRect place(right - width, m_y + 7, width, 20);
    if (m_painter) {
        m_painter->save();
        m_painter->setRenderHint(QPainter::Antialiasing);
        m_painter->setPen(theme().hasHighContrast() ? QPen(ink(m_card.tone)) : QPen(Qt::NoPen));
        m_painter->setBrush(softInk(m_card.tone));
        m_painter->drawRoundedRect(place, 5, 5);
        m_painter->restore();
        sign(place.left() + 7, place.top() + 3, m_card.statusIcon, ink(m_card.tone), 14);
        label(place.adjusted(24, 0, 0, 0), Type::Small, ink(m_card.tone), word);
    }
    return place.left();
}

void CardBox::layFacts()
{
    if (m_card.facts.isEmpty())
        return;
    const qsizetype most = m_state.isWhole ? m_card.facts.size() : factRows;
    rule();
    m_y += 6;
    for (const Card::Fact &fact : m_card.facts.mid(0, most)) {
        label({m_left + padding, m_y, 110, 22}, Type::Code, theme().muted, fact.name);
        label({m_left + padding + 118, m_y, m_width - 2 * padding - 118, 22}, Type::Code,
              theme().text, fact.value);
        m_y += 22;
    }
    m_y += 6;
    if (m_card.facts.size() > most)
        moreRow(cards::words("Show all"));
}

void CardBox::layPlan()
{
    for (const Card::Step &step : m_card.steps) {
        const bool isDone = step.state == "done", isNow = step.state == "in_progress";
        sign(m_left + 13, m_y + 4,
             isDone  ? QString("circle-check")
             : isNow ? QString("circle-dot")
                     : QString("circle"),
             isDone  ? theme().ok
             : isNow ? theme().accent
                     : theme().muted);
        label({m_left + 38, m_y, m_width - 150, 25}, isNow ? Type::Strong : Type::Body,
              isDone ? theme().muted : theme().text, step.title);
        label({m_left + m_width - 112, m_y, 98, 25}, Type::Small,
              isDone  ? theme().ok
              : isNow ? theme().accent
                      : theme().muted,
              isDone  ? cards::words("Done")
              : isNow ? cards::words("In progress")
                      : cards::words("To do"),
              Qt::ElideRight, Qt::AlignRight);
        m_y += 25;
    }
    m_y += 6;
}

void CardBox::rule()
{
    if (m_painter)
        m_painter->fillRect(QRect(m_left + 1, m_y, m_width - 2, 1), theme().border);
    ++m_y;
}

void CardBox::layDiff()
{
    rule();
    const int step = qMax(19, lineHeight(Type::Code));
    const qsizetype most = m_state.isWhole ? 5000 : diffLines;
    for (const DiffLine &line : m_card.diff.lines.mid(0, most))
        layDiffLine(line, step);
    if (m_card.diff.lines.size() > most && !m_state.isWhole)
        moreRow(QCoreApplication::translate("ui::Card", "Show %n more line(s)", nullptr,
                                            int(m_card.diff.lines.size() - most)));
    m_y += 2;
}

void CardBox::layDiffLine(const DiffLine &line, int step)
{
    const QRect place(m_left + 90, m_y, m_width - 96, step);
    if (m_painter) {
        const bool isAdded = line.kind == DiffLine::Kind::Added;
        const bool isRemoved = line.kind == DiffLine::Kind::Removed;
        const QRect row(m_left + 1, m_y, m_width - 2, step);
        if (isAdded || isRemoved)
            m_painter->fillRect(row, isAdded ? theme().add : theme().remove);
        const auto number = [&](int at, int value) {
            if (value)
                label({m_left + at, m_y, 34, step}, Type::Caption, theme().faint,
                      QString::number(value), Qt::ElideNone, Qt::AlignRight);
        };
        number(0, line.before);
        number(36, line.after);
        if (line.wordLength > 0) {
            const QFontMetrics metrics(font(Type::Code));
            const int from = metrics.horizontalAdvance(line.text.left(line.wordStart));
            const int wide = metrics.horizontalAdvance(
                line.text.mid(line.wordStart, line.wordLength));
            const QRect word(place.left() + from - m_state.across, m_y, wide, step);
            m_painter->fillRect(word.intersected(place),
                                isAdded ? theme().addWord : theme().removeWord);
        }
        label({m_left + 76, m_y, 12, step}, Type::Code, isAdded ? theme().ok : theme().danger,
              isAdded     ? "+"
              : isRemoved ? "−"
                          : "");
    }
    const bool isGap = line.kind == DiffLine::Kind::Gap;
    codeLine(place, isGap ? theme().faint : theme().text, isGap ? "⋯" : line.text);
    m_y += step;
}

QList<CardBox::OutputLine> CardBox::outputRows(bool isCut) const
{
    const QString &text = m_card.output.text;
    QList<OutputLine> lines;
    qsizetype at = 0;
    const auto takeFrom = [&](qsizetype most) {
        for (; most > 0 && at <= text.size(); --most) {
            qsizetype end = text.indexOf('\n', at);
            if (end < 0)
                end = text.size();
            lines.append({text.mid(at, qMin(end - at, longestLine)), int(at)});
            at = end + 1;
        }
    };
    if (!isCut) {
        takeFrom(5000);
        return lines;
    }
    takeFrom(4);
    at = text.size() + 1;
    for (int line = 0; line < 8; ++line)
        at = text.lastIndexOf('\n', at - 2) + 1;
    takeFrom(8);
    return lines;
}

void CardBox::layOutput()
{
    const qsizetype count = m_card.output.text.count('\n') + 1;
    const bool isCut = count > outputLines && (!m_state.isWhole || m_card.isLarge);
    const QList<OutputLine> lines = outputRows(isCut);
    const int step = qMax(18, lineHeight(Type::Code));
    rule();
    if (m_painter)
        m_painter->fillRect(QRect(m_left + 1, m_y, m_width - 2, int(lines.size()) * step + 14),
                            theme().sunken);
    m_y += 7;
    for (const OutputLine &line : lines) {
        outputLine(line.text, line.at, step);
        m_y += step;
    }
    m_y += 7;
    if (isCut || m_card.isLarge)
        moreRow(m_card.isLarge ? cards::words("Open in a window")
                               : QCoreApplication::translate("ui::Card", "Show %n more line(s)",
                                                             nullptr, int(count - outputLines)),
                byteSize(m_card.output.text.size()));
}

void CardBox::outputLine(const QString &line, int at, int step)
{
    if (!m_painter && !m_wantsRoomAcross)
        return;
    QColor color = theme().text;
    for (const Span &span : m_card.output.spans)
        if (span.start < at + line.size() && span.start + span.length > at) {
            color = ink(span.tone);
            break;
        }
    codeLine({m_left + padding, m_y, m_width - 2 * padding, step}, color, line);
}

} // namespace ui
