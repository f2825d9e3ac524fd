// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardPainter.h"

#include "ui/widgets/CardWords.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/LaidText.h"
#include "ui/widgets/Markdown.h"
#include "ui/widgets/RoundBox.h"
#include "ui/widgets/Type.h"

#include <QLocale>
#include <QTextLayout>

namespace ui {

static constexpr int headerHeight = 34;
static constexpr int padding = 14;
static constexpr int gutter = 44;
static constexpr int radius = 8;
static constexpr int outputLines = 12;
static constexpr int diffLines = 60;
static constexpr int messageLines = 40;
static constexpr qsizetype longestText = 20'000; // characters, of what is too much
static constexpr qsizetype longestLine = 2000; // wider than any card
static constexpr int factRows = 4;
static constexpr int actionHeight = 28;
static constexpr QSize imageSize{240, 96};
static constexpr QSize toolImageSize{136, 82};

/// A place on the page that moves down while a card is laid out; without a painter it measures.
class CardFlow
{
public:
    CardFlow(const Card &card, const CardState &state, QRect place, QPainter *painter)
        : m_card(card)
        , m_state(state)
        , m_left(place.left())
        , m_top(place.top())
        , m_width(place.width())
        , m_painter(painter)
        , m_y(place.top())
    {}

    int lay()
    {
        switch (m_card.kind) {
        case Card::Kind::Person: layPerson(); break;
        case Card::Kind::Agent:
        case Card::Kind::Streaming: layAgent(); break;
        case Card::Kind::Thought: layThought(); break;
        case Card::Kind::Divider: layDivider(); break;
        case Card::Kind::Line: layLine(); break;
        case Card::Kind::Error: layError(); break;
        case Card::Kind::Group: layGroup(); break;
        default: layBox(); break;
        }
        if (m_painter && m_state.isCurrent)
            box({m_left - 3, m_top - 3, m_width + 6, m_y - m_top + 6}, Qt::transparent,
                theme().accent, 2);
        return m_y - m_top;
    }

    int foundAt() const { return m_foundAt; }
    const QList<QRect> &actionPlaces() const { return m_actionPlaces; }
    const QList<QRect> &imagePlaces() const { return m_imagePlaces; }

private:
    // Pieces

    void box(const QRect &place, const QColor &ground, const QColor &edge, int width = 1)
    {
        paintRoundBox(m_painter, place, ground, edge, radius, width);
    }

    void label(const QRect &place, Type type, const QColor &ink, const QString &text,
               Qt::TextElideMode elide = Qt::ElideRight, Qt::Alignment side = Qt::AlignLeft)
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

    void noteFound(int y)
    {
        if (m_foundAt < 0)
            m_foundAt = y - m_top;
    }

    /// Calls @p found with the place of each occurrence of what is searched.
    template<typename Found>
    void forEachSearched(const QString &text, Found found) const
    {
        const qsizetype length = m_state.searched.size();
        for (qsizetype at = length ? text.indexOf(m_state.searched, 0, Qt::CaseInsensitive) : -1;
             at >= 0; at = text.indexOf(m_state.searched, at + length, Qt::CaseInsensitive))
            found(at);
    }

    /// Below a line that is about to be drawn.
    void markSearched(const QRect &place, const QString &line)
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

    QList<QTextLayout::FormatRange> searchedFormats(const QString &text) const
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

    int widthOf(Type type, const QString &text) const
    {
        return QFontMetrics(font(type)).horizontalAdvance(text) + 2;
    }

    void sign(int x, int y, const QString &name, const QColor &ink, int side = 16)
    {
        if (!m_painter)
            return;
        if (m_card.isRunning && name.isEmpty())
            paintArc(m_painter, QRectF(x, y, side, side), ink, 1);
        else
            paintIcon(m_painter, QRectF(x, y, side, side), name, ink);
    }

    /// Text that wraps; \return its height.
    int flow(const QString &text, int left, int y, int width, Type type, const QColor &ink,
             const QList<QTextLayout::FormatRange> &formats = {}, int mostLines = 1 << 20,
             int *endX = nullptr)
    {
        const auto laid = laidText(text, type, width,
                                   m_painter ? formats + searchedFormats(text) : formats,
                                   mostLines);
        if (endX && laid->height)
            *endX = laid->endX;
        if (m_painter) {
            forEachSearched(text, [&](qsizetype at) {
                if (const QTextLine line = laid->layout.lineForTextPosition(int(at));
                    line.isValid())
                    noteFound(y + int(line.y()));
            });
            m_painter->setPen(ink);
            laid->layout.draw(m_painter, QPointF(left, y));
        }
        return laid->height;
    }

    /// Who speaks: the agent to somebody, or to itself.
    enum class Voice { Said, Thought };

    static QList<QTextLayout::FormatRange> formatsOf(const Block &block, Voice voice)
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
            case Block::Mark::Kind::Link: format.setForeground(theme().accent); break;
            case Block::Mark::Kind::Code:
                format.setFont(font(Type::Code));
                format.setBackground(theme().hover);
                break;
            }
            formats.append({mark.start, mark.length, format});
        }
        return formats;
    }

    int codeRows(const QStringList &lines, int left, int y, int width)
    {
        const int step = qMax(18, lineHeight(Type::Code));
        const int height = int(lines.size()) * step + 16;
        if (m_painter) {
            box({left, y, width, height}, theme().sunken, theme().border);
            for (qsizetype i = 0; i < lines.size(); ++i)
                label({left + 12, y + 8 + int(i) * step, width - 24, step}, Type::Code,
                      theme().text, lines[i]);
        }
        return height;
    }

    /// A message; \return its height.
    int markdown(const QString &text, int left, int y, int width, Voice voice = Voice::Said)
    {
        int height = 0;
        const QList<Block> blocks = readMarkdown(text);
        for (qsizetype i = 0; i < blocks.size(); ++i) {
            const Block &block = blocks[i];
            const bool isListed = block.kind == Block::Kind::Item;
            if (i > 0)
                height += isListed && blocks[i - 1].kind == Block::Kind::Item ? 2 : 7;
            if (block.kind == Block::Kind::Code) {
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
                           formatsOf(block, voice), 1 << 20, &m_endX);
        }
        return qMax(height, lineHeight(Type::Body));
    }

    QString clampedText() const
    {
        if (m_card.isLarge)
            return m_card.text.left(longestText).section('\n', 0, messageLines - 1);
        if (m_state.isWhole)
            return m_card.text;
        const QStringList lines = m_card.text.split('\n');
        return lines.size() <= messageLines ? m_card.text : lines.mid(0, messageLines).join('\n');
    }

    void moreRow(const QString &text, const QString &right = {})
    {
        const int height = 26;
        if (m_painter) {
            m_painter->fillRect(QRect(m_left + 1, m_y, m_width - 2, 1), theme().border);
            label({m_left + padding, m_y, m_width - 2 * padding, height}, Type::Small,
                  theme().accent, text);
            label({m_left + padding, m_y, m_width - 2 * padding, height}, Type::Small,
                  theme().muted, right, Qt::ElideRight, Qt::AlignRight);
        }
        m_y += height;
    }

    QString timeText() const
    {
        return m_card.at.isValid() ? QLocale().toString(m_card.at.time(), "HH:mm") : QString();
    }

    void nameRow(int left, int right)
    {
        const int step = lineHeight(Type::Strong);
        label({left, m_y, right - left - 60, step}, Type::Strong, theme().text, m_card.title);
        label({right - 90, m_y, 90, step}, Type::Small, theme().faint,
              m_card.kind == Card::Kind::Streaming ? cards::words("now") : timeText(),
              Qt::ElideRight, Qt::AlignRight);
        m_y += step + 1;
    }

    // Cards

    void layPerson()
    {
        QPainter *const painter = m_painter;
        m_painter = nullptr;
        const int start = m_y;
        layPersonBody();
        const int end = m_y;
        m_painter = painter;
        m_y = start;
        if (m_painter) {
            box({m_left, start, m_width, end - start}, theme().accentSoft,
                theme().hasHighContrast() ? theme().border : QColor(Qt::transparent));
            const QRectF disc(m_left + 12, start + 11, 22, 22);
            m_painter->setRenderHint(QPainter::Antialiasing);
            m_painter->setPen(Qt::NoPen);
            m_painter->setBrush(theme().accent);
            m_painter->drawEllipse(disc);
            label(disc.toRect(), Type::Small, theme().onAccent, m_card.title.left(1).toUpper(),
                  Qt::ElideNone, Qt::AlignHCenter);
        }
        layPersonBody();
    }

    void layPersonBody()
    {
        m_y += 10;
        nameRow(m_left + gutter, m_left + m_width - padding);
        m_y += markdown(clampedText(), m_left + gutter, m_y, m_width - gutter - padding);
        layImages(m_left + gutter);
        m_y += 10;
    }

    /// In rows below the text; what is not read yet has its place.
    void layImages(int first, const QSize &room = imageSize)
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

    void layAgent()
    {
        m_y += 4;
        sign(m_left + 13, m_y + 1, "bot", theme().accent);
        nameRow(m_left + gutter, m_left + m_width - padding);
        const int width = m_width - gutter - padding;
        const int height = markdown(clampedText(), m_left + gutter, m_y, width);
        if (m_painter && m_card.kind == Card::Kind::Streaming)
            m_painter->fillRect(QRect(m_left + gutter + m_endX + 2,
                                      m_y + height - lineHeight(Type::Body) + 2, 7,
                                      lineHeight(Type::Body) - 4),
                                theme().accent);
        m_y += height;
        layImages(m_left + gutter);
        if (m_card.isFinished)
            layFinished();
        m_y += 4;
        if (hasMore(m_card) && !m_state.isWhole)
            moreRow(m_card.isLarge ? cards::words("Open in a window")
                                   : cards::words("Show the whole message"));
    }

    void layFinished()
    {
        const int high = lineHeight(Type::Small) + 4;
        m_y += 4;
        sign(m_left + gutter, m_y + (high - 14) / 2, "circle-check", theme().ok, 14);
        label({m_left + gutter + 20, m_y, m_width - gutter - padding - 20, high}, Type::Small,
              theme().ok, m_card.note);
        m_y += high;
    }

    void layThought()
    {
        sign(m_left + 13, m_y + 4, "brain", theme().muted);
        // Its first words take their time, so they are read only to be drawn.
        if (m_painter)
            label({m_left + gutter, m_y, m_width - gutter - 40, 24}, Type::Small, theme().muted,
                  m_state.isOpen ? m_card.title : m_card.title + " · " + firstWords(m_card.text));
        sign(m_left + m_width - 28, m_y + 4, m_state.isOpen ? "chevron-down" : "chevron-right",
             theme().muted);
        m_y += 26;
        if (!m_state.isOpen)
            return;
        const int height = markdown(m_card.text, m_left + gutter + 12, m_y,
                                    m_width - gutter - 12 - padding, Voice::Thought);
        if (m_painter)
            m_painter->fillRect(QRect(m_left + gutter, m_y, 2, height), theme().border);
        m_y += height + 2;
    }

    void layDivider()
    {
        const int width = qMin(m_width - 120, widthOf(Type::Small, m_card.title));
        const int start = m_left + (m_width - width - 22) / 2;
        const int middle = m_y + 12;
        if (m_painter) {
            m_painter->fillRect(QRect(m_left + 12, middle, start - m_left - 24, 1), theme().border);
            m_painter->fillRect(QRect(start + width + 34, middle,
                                      m_left + m_width - start - width - 46, 1),
                                theme().border);
        }
        sign(start, m_y + 4, m_card.icon, theme().muted);
        label({start + 22, m_y, width, 24}, Type::Small, theme().muted, m_card.title);
        m_y += 24;
        if (!m_card.text.isEmpty() && m_state.isOpen)
            m_y += markdown(clampedText(), m_left + gutter, m_y, m_width - gutter - padding) + 4;
    }

    void layLine()
    {
        sign(m_left + 13, m_y + 4, m_card.icon, theme().muted);
        label({m_left + gutter, m_y, m_width - gutter - 40, 24}, Type::Small, theme().muted,
              m_card.title);
        m_y += 24;
        if (!m_card.text.isEmpty() && m_state.isOpen)
            m_y += markdown(clampedText(), m_left + gutter, m_y, m_width - gutter - padding) + 4;
    }

    void layError()
    {
        const int width = m_width - gutter - padding;
        QString text = m_card.text;
        text.replace('\n', QChar(QChar::LineSeparator));
        QPainter *const painter = m_painter;
        m_painter = nullptr;
        const int body = flow(text, 0, 0, width, Type::Body, theme().text);
        const int note = m_card.note.isEmpty()
                             ? 0
                             : flow(m_card.note, 0, 0, width, Type::Body, theme().muted);
        const int start = m_y;
        m_y += 14 + lineHeight(Type::Strong) + body + note;
        layActions(width);
        const int height = m_y + 12 - start;
        m_y = start;
        m_painter = painter;
        if (m_painter)
            box({m_left, m_y, m_width, height}, theme().dangerSoft, theme().danger);
        sign(m_left + 13, m_y + 13, m_card.icon, theme().danger);
        label({m_left + gutter, m_y + 12, width - 70, lineHeight(Type::Strong)}, Type::Strong,
              theme().danger, m_card.title);
        label({m_left + gutter, m_y + 12, width, lineHeight(Type::Strong)}, Type::Small,
              theme().muted, timeText(), Qt::ElideRight, Qt::AlignRight);
        m_y += 14 + lineHeight(Type::Strong);
        m_y += flow(text, m_left + gutter, m_y, width, Type::Body, theme().text);
        if (note)
            m_y += flow(m_card.note, m_left + gutter, m_y, width, Type::Body, theme().muted);
        layActions(width);
        m_y = start + height;
    }

    /// Buttons in rows; they are painted, for a timeline has no widgets.
    void layActions(int width)
    {
        if (m_card.actions.isEmpty())
            return;
        m_actionPlaces.clear();
        const int first = m_left + gutter;
        const int high = qMax(actionHeight, lineHeight(Type::Body) + 8);
        int left = first;
        m_y += 10;
        for (qsizetype i = 0; i < m_card.actions.size(); ++i) {
            const QString word = cardActionWords(m_card.actions[i]);
            const int wide = qMin(width, widthOf(Type::Strong, word) + 24);
            if (left > first && left + wide > first + width) {
                left = first;
                m_y += high + 6;
            }
            const QRect place(left, m_y, wide, high);
            m_actionPlaces.append(place.translated(-m_left, -m_top));
            if (m_painter) {
                const bool isChosen = m_state.isCurrent && m_state.action == i;
                box(place, theme().surface, isChosen ? theme().accent : theme().borderStrong,
                    isChosen ? 2 : 1);
                label(place, Type::Strong, theme().text, word, Qt::ElideRight, Qt::AlignHCenter);
            }
            left = place.right() + 9;
        }
        m_y += high;
    }

    /// One row, quieter than a card.
    void layGroup()
    {
        int right = m_left + m_width - 28;
        if (m_painter)
            box({m_left, m_y, m_width, headerHeight}, theme().sunken, theme().border);
        sign(right, m_y + 9, m_state.isOpen ? "chevron-down" : "chevron-right", theme().muted);
        sign(m_left + 12, m_y + 9, m_card.icon, theme().muted);
        const QString took = duration(m_card.milliseconds);
        const int wide = widthOf(Type::Small, took);
        right -= wide + 10;
        label({right, m_y, wide, headerHeight}, Type::Small, theme().muted, took);
        const int start = m_left + 36;
        const int titled = widthOf(Type::Strong, m_card.title);
        label({start, m_y, qMin(titled, right - start - 10), headerHeight}, Type::Strong,
              theme().text, m_card.title);
        if (const int room = right - start - titled - 22; room > 0)
            label({start + titled + 12, m_y, room, headerHeight}, Type::Small, theme().muted,
                  m_card.text);
        m_y += headerHeight;
    }

    void layBox()
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

    void layBoxBody()
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

    void headerRow()
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
        const QString counts =
            m_card.diff.lines.isEmpty()
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

    /// \return its left edge.
    int chip(int right, const QString &word)
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

    void layFacts()
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

    void layPlan()
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

    void rule()
    {
        if (m_painter)
            m_painter->fillRect(QRect(m_left + 1, m_y, m_width - 2, 1), theme().border);
        ++m_y;
    }

    void layDiff()
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

    void layDiffLine(const DiffLine &line, int step)
    {
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
            const int start = m_left + 90;
            if (line.wordLength > 0) {
                const QFontMetrics metrics(font(Type::Code));
                const int from = metrics.horizontalAdvance(line.text.left(line.wordStart));
                const int wide = metrics.horizontalAdvance(
                    line.text.mid(line.wordStart, line.wordLength));
                m_painter->fillRect(QRect(start + from, m_y, wide, step),
                                    isAdded ? theme().addWord : theme().removeWord);
            }
            label({m_left + 76, m_y, 12, step}, Type::Code, isAdded ? theme().ok : theme().danger,
                  isAdded     ? "+"
                  : isRemoved ? "−"
                              : "");
            label({start, m_y, m_width - 96, step}, Type::Code,
                  line.kind == DiffLine::Kind::Gap ? theme().faint : theme().text,
                  line.kind == DiffLine::Kind::Gap ? "⋯" : line.text);
        }
        m_y += step;
    }

    struct OutputLine
    {
        QString text;
        int at; ///< in the output
    };

    /// The first four lines and the last eight, unless all are wanted; what is between is passed
    /// by.
    QList<OutputLine> outputRows(bool isCut) const
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

    void layOutput()
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

    void outputLine(const QString &line, int at, int step)
    {
        if (!m_painter)
            return;
        QColor color = theme().text;
        for (const Span &span : m_card.output.spans)
            if (span.start < at + line.size() && span.start + span.length > at) {
                color = ink(span.tone);
                break;
            }
        label({m_left + padding, m_y, m_width - 2 * padding, step}, Type::Code, color, line);
    }

    const Card &m_card;
    const CardState &m_state;
    const int m_left, m_top, m_width;
    QPainter *m_painter;
    int m_y;
    int m_endX = 0;
    int m_foundAt = -1; ///< from the top
    QList<QRect> m_actionPlaces; ///< from the top left corner
    QList<QRect> m_imagePlaces; ///< likewise
};

int layCard(const Card &card, const CardState &state, int left, int top, int width,
            QPainter *painter)
{
    return CardFlow(card, state, QRect(left, top, width, 0), painter).lay();
}

int foundAt(const Card &card, const CardState &state, int width)
{
    // Lines of code are looked at when they are drawn.
    QImage nowhere(1, 1, QImage::Format_RGB32);
    QPainter painter(&nowhere);
    CardFlow flow(card, state, QRect(0, 0, width, 0), &painter);
    flow.lay();
    return flow.foundAt();
}

QList<QRect> actionPlaces(const Card &card, const CardState &state, int width)
{
    CardFlow flow(card, state, QRect(0, 0, width, 0), nullptr);
    flow.lay();
    return flow.actionPlaces();
}

QList<QRect> imagePlaces(const Card &card, const CardState &state, int width)
{
    CardFlow flow(card, state, QRect(0, 0, width, 0), nullptr);
    flow.lay();
    return flow.imagePlaces();
}

int likelyHeight(Card::Kind kind)
{
    switch (kind) {
    case Card::Kind::Divider:
    case Card::Kind::Line: return 24;
    case Card::Kind::Thought: return 26;
    case Card::Kind::Edit: return 200;
    case Card::Kind::Error: return 140;
    case Card::Kind::Group: return 34;
    default: return 62;
    }
}

bool hasMore(const Card &card)
{
    return card.isLarge || card.output.text.count('\n') >= outputLines
           || card.diff.lines.size() > diffLines || card.facts.size() > factRows
           || card.text.count('\n') >= messageLines;
}

} // namespace ui
