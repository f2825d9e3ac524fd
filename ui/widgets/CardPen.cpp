// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardPen.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/LaidText.h"
#include "ui/widgets/RoundBox.h"

#include <QLocale>

namespace ui {

using namespace cards;

void CardPen::box(const QRect &place, const QColor &ground, const QColor &edge, int width)
{
    paintRoundBox(m_painter, place, ground, edge, radius, width);
}

void CardPen::label(const QRect &place, Type type, const QColor &ink, const QString &text,
                    Qt::TextElideMode elide, Qt::Alignment side)
{
    if (!m_painter || text.isEmpty())
        return;
    m_painter->setFont(font(type));
    m_painter->setPen(ink);
    const QString shown = m_painter->fontMetrics().elidedText(text, elide, place.width());
    if (side == Qt::AlignLeft)
        markSearched(place, shown);
    m_painter->drawText(place, int(side | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
}

void CardPen::codeLine(const QRect &place, const QColor &ink, const QString &line)
{
    if (m_wantsRoomAcross)
        m_roomAcross = qMax(m_roomAcross, widthOf(Type::Code, line) - place.width());
    if (!m_painter || m_state.across == 0)
        return label(place, Type::Code, ink, line);
    m_painter->save();
    m_painter->setClipRect(place, Qt::IntersectClip);
    label({place.left() - m_state.across, place.top(), place.width() + m_state.across,
           place.height()},
          Type::Code, ink, line, Qt::ElideNone);
    m_painter->restore();
}

void CardPen::noteFound(int y)
{
    if (m_foundAt < 0)
        m_foundAt = y - m_top;
}

void CardPen::markSearched(const QRect &place, const QString &line)
{
    const QFontMetrics metrics = m_painter->fontMetrics();
    forEachSearched(line, [&](qsizetype at) {
        const int left = place.left() + metrics.horizontalAdvance(line.left(at));
        const int wide = metrics.horizontalAdvance(line.mid(at, m_state.searched.size()));
        const int top = place.center().y() - metrics.height() / 2;
        noteFound(top);
        m_painter->fillRect(QRect(left, top, wide, metrics.height()), theme().warnSoft);
        m_painter->fillRect(QRect(left, top + metrics.height() - 1, wide, 2), theme().warn);
    });
}

QList<QTextLayout::FormatRange> CardPen::searchedFormats(const QString &text) const
{
    QTextCharFormat format;
    format.setBackground(theme().warnSoft);
    format.setForeground(theme().text);
    format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
    format.setUnderlineColor(theme().warn);
    QList<QTextLayout::FormatRange> formats;
    forEachSearched(text, [&](qsizetype at) {
        formats.append({int(at), int(m_state.searched.size()), format});
    });
    return formats;
}

int CardPen::widthOf(Type type, const QString &text) const
{
    return QFontMetrics(font(type)).horizontalAdvance(text) + 2;
}

void CardPen::sign(int x, int y, const QString &name, const QColor &ink, int side)
{
    if (!m_painter)
        return;
    if (m_card.isRunning && name.isEmpty())
        paintArc(m_painter, QRectF(x, y, side, side), ink, 1);
    else
        paintIcon(m_painter, QRectF(x, y, side, side), name, ink);
}

int CardPen::flow(const QString &text, int left, int y, int width, Type type, const QColor &ink,
                  const QList<QTextLayout::FormatRange> &formats, int mostLines, int *endX,
                  const QList<Block::Mark> &marks)
{
    const auto laid = laidText(text, type, width,
                               m_painter ? formats + searchedFormats(text) : formats, mostLines);
    if (endX && laid->height)
        *endX = laid->endX;
    if (m_wantsLinks)
        noteLinks(laid->layout, marks, {left, y});
    if (m_painter) {
        forEachSearched(text, [&](qsizetype at) {
            if (const QTextLine line = laid->layout.lineForTextPosition(int(at)); line.isValid())
                noteFound(y + int(line.y()));
        });
        m_painter->setPen(ink);
        laid->layout.draw(m_painter, QPointF(left, y));
    }
    return laid->height;
}

void CardPen::noteLinks(const QTextLayout &layout, const QList<Block::Mark> &marks, QPoint corner)
{
    for (const Block::Mark &mark : marks) {
        for (int number = 0; !mark.target.isEmpty() && number < layout.lineCount(); ++number) {
            const QTextLine line = layout.lineAt(number);
            const int from = qMax(mark.start, line.textStart());
            const int to = qMin(mark.start + mark.length, line.textStart() + line.textLength());
            if (from >= to)
                continue;
            const QRectF place(QPointF(line.cursorToX(from), line.y()),
                               QPointF(line.cursorToX(to), line.y() + line.height()));
            const QPoint shift = corner - QPoint(m_left, m_top);
            m_linkPlaces.append({place.toAlignedRect().translated(shift), mark.target});
        }
    }
}

QList<QTextLayout::FormatRange> CardPen::formatsOf(const Block &block, Voice voice)
{
    QList<QTextLayout::FormatRange> formats;
    if (voice == Voice::Thought) {
        QTextCharFormat italic;
        italic.setFontItalic(true);
        formats.append({0, int(block.text.size()), italic});
    }
    for (const Block::Mark &mark : block.marks) {
        QTextCharFormat format;
        switch (mark.kind) {
        case Block::Mark::Kind::Bold: format.setFontWeight(QFont::DemiBold); break;
        case Block::Mark::Kind::Italic: format.setFontItalic(true); break;
        case Block::Mark::Kind::Link:
            format.setForeground(theme().accent);
            format.setFontUnderline(!mark.target.isEmpty());
            break;
        case Block::Mark::Kind::Code:
            format.setFont(font(Type::Code));
            format.setBackground(theme().hover);
            break;
        }
        formats.append({mark.start, mark.length, format});
    }
    return formats;
}

int CardPen::codeRows(const QStringList &lines, int left, int y, int width)
{
    const int step = qMax(18, lineHeight(Type::Code));
    const int height = int(lines.size()) * step + 16;
    if (m_painter)
        box({left, y, width, height}, theme().sunken, theme().border);
    for (qsizetype i = 0; i < lines.size(); ++i)
        codeLine({left + 12, y + 8 + int(i) * step, width - 24, step}, theme().text, lines[i]);
    return height;
}

int CardPen::markdown(const QString &text, int left, int y, int width, Voice voice)
{
    int height = 0;
    const QList<Block> blocks = readMarkdown(text);
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        const Block &block = blocks[i];
        const bool isListed = block.kind == Block::Kind::Item;
        if (i > 0)
            height += isListed && blocks[i - 1].kind == Block::Kind::Item ? 2 : 7;
        if (block.kind == Block::Kind::Code || block.kind == Block::Kind::Table) {
            height += codeRows(block.text.split('\n'), left, y + height, width);
            continue;
        }
        const int indent = isListed                           ? 18 + 14 * block.depth
                           : block.kind == Block::Kind::Quote ? 12
                                                              : 0;
        if (isListed)
            label({left + indent - 16, y + height, 40, lineHeight(Type::Body)}, Type::Body,
                  theme().muted, block.bullet);
        const Type type = block.kind == Block::Kind::Heading ? Type::Strong : Type::Body;
        const bool isQuiet = voice == Voice::Thought || block.kind == Block::Kind::Quote;
        const QColor ink = isQuiet ? theme().muted : theme().text;
        height += flow(block.text, left + indent, y + height, width - indent, type, ink,
                       formatsOf(block, voice), 1 << 20, &m_endX, block.marks);
    }
    return qMax(height, lineHeight(Type::Body));
}

QString CardPen::clampedText() const
{
    if (m_card.isLarge)
        return m_card.text.left(longestText).section('\n', 0, messageLines - 1);
    if (m_state.isWhole)
        return m_card.text;
    const QStringList lines = m_card.text.split('\n');
    return lines.size() <= messageLines ? m_card.text : lines.mid(0, messageLines).join('\n');
}

void CardPen::moreRow(const QString &text, const QString &right)
{
    const int height = 26;
    if (m_painter) {
        m_painter->fillRect(QRect(m_left + 1, m_y, m_width - 2, 1), theme().border);
        label({m_left + padding, m_y, m_width - 2 * padding, height}, Type::Small, theme().accent,
              text);
        label({m_left + padding, m_y, m_width - 2 * padding, height}, Type::Small, theme().muted,
              right, Qt::ElideRight, Qt::AlignRight);
    }
    m_y += height;
}

QString CardPen::timeText() const
{
    return m_card.at.isValid() ? QLocale().toString(m_card.at.time(), "HH:mm") : QString();
}

void CardPen::layImages(int first, const QSize &room)
{
    int left = first;
    int bottom = m_y;
    m_imagePlaces.clear();
    for (qsizetype i = 0; i < m_card.imageSizes.size(); ++i) {
        const QSize natural = m_card.imageSizes[i];
        const QSize size = natural.boundedTo(natural.scaled(room, Qt::KeepAspectRatio));
        if (left > first && left + size.width() > m_left + m_width - padding) {
            left = first;
            m_y = bottom;
        }
        const QRect place({left, m_y + 8}, size);
        m_imagePlaces.append(place.translated(-m_left, -m_top));
        if (m_painter) {
            m_painter->setRenderHint(QPainter::SmoothPixmapTransform);
            m_painter->fillRect(place, theme().sunken);
            if (i < m_card.images.size())
                m_painter->drawImage(place, m_card.images[i]);
            m_painter->setPen(theme().border);
            m_painter->setBrush(Qt::NoBrush);
            m_painter->drawRect(place.adjusted(0, 0, -1, -1));
        }
        left = place.right() + 9;
        bottom = qMax(bottom, place.bottom() + 1);
    }
    m_y = bottom;
}

} // namespace ui
