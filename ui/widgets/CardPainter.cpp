// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardPainter.h"

#include "ui/widgets/CardBox.h"
#include "ui/widgets/CardWords.h"
#include "ui/widgets/RoundBox.h"

namespace ui {

using namespace cards;

/// One card, of whichever kind.
class CardFlow : private CardBox
{
public:
    CardFlow(const Card &card, const CardState &state, QRect place, QPainter *painter)
        : CardBox(card, state, place, painter)
    {}

    int lay();
    int foundAt() const { return m_foundAt; }
    const QList<QRect> &actionPlaces() const { return m_actionPlaces; }
    const QList<QRect> &imagePlaces() const { return m_imagePlaces; }
    const QList<LinkPlace> &linkPlaces() const { return m_linkPlaces; }
    void wantLinks() { m_wantsLinks = true; }
    int roomAcross() const { return m_roomAcross; }
    void wantRoomAcross() { m_wantsRoomAcross = true; }

private:
    void nameRow(int left, int right);
    void layPerson();
    void layPersonBody();
    void laySkills(int left, int right);
    void layMore();
    void layAgent();
    void layFinished();
    void layThought();
    void layDivider();
    void layLine();
    void layError();
    /// Buttons in rows; they are painted, for a timeline has no widgets.
    void layActions(int width);
    /// One row, quieter than a card.
    void layGroup();
};

int CardFlow::lay()
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
        box({m_left - 3, m_top - 3, m_width + 6, m_y - m_top + 6}, Qt::transparent, theme().accent,
            2);
    return m_y - m_top;
}

void CardFlow::nameRow(int left, int right)
{
    const int step = lineHeight(Type::Strong);
    label({left, m_y, right - left - 60, step}, Type::Strong, theme().text, m_card.title);
    label({right - 90, m_y, 90, step}, Type::Small, theme().faint,
          m_card.kind == Card::Kind::Streaming ? cards::words("now") : timeText(), Qt::ElideRight,
          Qt::AlignRight);
    m_y += step + 1;
}

void CardFlow::layPerson()
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

void CardFlow::layPersonBody()
{
    m_y += 10;
    nameRow(m_left + gutter, m_left + m_width - padding);
    m_y += markdown(clampedText(), m_left + gutter, m_y, m_width - gutter - padding);
    layImages(m_left + gutter);
    laySkills(m_left + gutter, m_left + m_width - padding);
    m_y += 10;
    layMore();
}

/// In rows, each with its name.
void CardFlow::laySkills(int left, int right)
{
    if (m_card.skills.isEmpty())
        return;
    const int high = qMax(20, lineHeight(Type::Small) + 2);
    int x = left;
    m_y += 8;
    for (const QString &skill : m_card.skills) {
        const int wide = qMin(right - left, widthOf(Type::Small, skill) + 32);
        if (x > left && x + wide > right) {
            x = left;
            m_y += high + 4;
        }
        if (m_painter)
            paintRoundBox(m_painter, {x, m_y, wide, high}, theme().surface, theme().border,
                          chipRadius);
        sign(x + 7, m_y + (high - 14) / 2, "sparkles", theme().muted, 14);
        label({x + 25, m_y, wide - 32, high}, Type::Small, theme().text, skill);
        x += wide + 6;
    }
    m_y += high;
}

/// Of a message that is not shown whole.
void CardFlow::layMore()
{
    if (hasMore(m_card) && !m_state.isWhole)
        moreRow(m_card.isLarge ? cards::words("Open in a window")
                               : cards::words("Show the whole message"));
}

void CardFlow::layAgent()
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
    layMore();
}

void CardFlow::layFinished()
{
    const int high = lineHeight(Type::Small) + 4;
    m_y += 4;
    sign(m_left + gutter, m_y + (high - 14) / 2, "circle-check", theme().ok, 14);
    label({m_left + gutter + 20, m_y, m_width - gutter - padding - 20, high}, Type::Small,
          theme().ok, m_card.note);
    m_y += high;
}

void CardFlow::layThought()
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

void CardFlow::layDivider()
{
    const int width = qMin(m_width - 120, widthOf(Type::Small, m_card.title));
    const int start = m_left + (m_width - width - 22) / 2;
    const int middle = m_y + 12;
    if (m_painter) {
        m_painter->fillRect(QRect(m_left + 12, middle, start - m_left - 24, 1), theme().border);
        m_painter->fillRect(QRect(start + width + 34, middle, m_left + m_width - start - width - 46,
                                  1),
                            theme().border);
    }
    sign(start, m_y + 4, m_card.icon, theme().muted);
    label({start + 22, m_y, width, 24}, Type::Small, theme().muted, m_card.title);
    m_y += 24;
    if (!m_card.text.isEmpty() && m_state.isOpen)
        m_y += markdown(clampedText(), m_left + gutter, m_y, m_width - gutter - padding) + 4;
}

void CardFlow::layLine()
{
    sign(m_left + 13, m_y + 4, m_card.icon, theme().muted);
    label({m_left + gutter, m_y, m_width - gutter - 40, 24}, Type::Small, theme().muted,
          m_card.title);
    m_y += 24;
    if (!m_card.text.isEmpty() && m_state.isOpen)
        m_y += markdown(clampedText(), m_left + gutter, m_y, m_width - gutter - padding) + 4;
}

void CardFlow::layError()
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
    label({m_left + gutter, m_y + 12, width, lineHeight(Type::Strong)}, Type::Small, theme().muted,
          timeText(), Qt::ElideRight, Qt::AlignRight);
    m_y += 14 + lineHeight(Type::Strong);
    m_y += flow(text, m_left + gutter, m_y, width, Type::Body, theme().text);
    if (note)
        m_y += flow(m_card.note, m_left + gutter, m_y, width, Type::Body, theme().muted);
    layActions(width);
    m_y = start + height;
}

void CardFlow::layActions(int width)
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

void CardFlow::layGroup()
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
    label({start, m_y, qMin(titled, right - start - 10), headerHeight}, Type::Strong, theme().text,
          m_card.title);
    if (const int room = right - start - titled - 22; room > 0)
        label({start + titled + 12, m_y, room, headerHeight}, Type::Small, theme().muted,
              m_card.text);
    m_y += headerHeight;
}

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

QList<LinkPlace> linkPlaces(const Card &card, const CardState &state, int width)
{
    CardFlow flow(card, state, QRect(0, 0, width, 0), nullptr);
    flow.wantLinks();
    flow.lay();
    return flow.linkPlaces();
}

int roomAcross(const Card &card, const CardState &state, int width)
{
    CardFlow flow(card, state, QRect(0, 0, width, 0), nullptr);
    flow.wantRoomAcross();
    flow.lay();
    return flow.roomAcross();
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
