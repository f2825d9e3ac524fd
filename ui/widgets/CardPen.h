// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/CardPainter.h"
#include "ui/widgets/Markdown.h"
#include "ui/widgets/Type.h"

#include <QTextLayout>

namespace ui {

/// Measures of cards, in pixels unless they say something else.
namespace cards {
inline constexpr int headerHeight = 34;
inline constexpr int padding = 14;
inline constexpr int gutter = 44;
inline constexpr int radius = 8;
inline constexpr int chipRadius = 5;
inline constexpr int outputLines = 12;
inline constexpr int diffLines = 60;
inline constexpr int messageLines = 40;
inline constexpr qsizetype longestText = 20'000; // characters, of what is too much
inline constexpr qsizetype longestLine = 2000; // wider than any card
inline constexpr int factRows = 4;
inline constexpr int actionHeight = 28;
inline constexpr QSize imageSize{240, 96};
inline constexpr QSize toolImageSize{136, 82};
} // namespace cards

/// What cards are made of: a place on the page that moves down while a card is laid out; without a
/// painter it measures.
class CardPen
{
protected:
    CardPen(const Card &card, const CardState &state, QRect place, QPainter *painter)
        : m_card(card)
        , m_state(state)
        , m_left(place.left())
        , m_top(place.top())
        , m_width(place.width())
        , m_painter(painter)
        , m_y(place.top())
    {}
    ~CardPen() = default;

    void box(const QRect &place, const QColor &ground, const QColor &edge, int width = 1);
    void label(const QRect &place, Type type, const QColor &ink, const QString &text,
               Qt::TextElideMode elide = Qt::ElideRight, Qt::Alignment side = Qt::AlignLeft);
    /// A line of code, which may be wider than its place and is moved with those of its card.
    void codeLine(const QRect &place, const QColor &ink, const QString &line);
    void noteFound(int y);
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
    void markSearched(const QRect &place, const QString &line);
    QList<QTextLayout::FormatRange> searchedFormats(const QString &text) const;
    int widthOf(Type type, const QString &text) const;
    void sign(int x, int y, const QString &name, const QColor &ink, int side = 16);
    /// Text that wraps; \return its height.
    int flow(const QString &text, int left, int y, int width, Type type, const QColor &ink,
             const QList<QTextLayout::FormatRange> &formats = {}, int mostLines = 1 << 20,
             int *endX = nullptr, const QList<Block::Mark> &marks = {});
    void noteLinks(const QTextLayout &layout, const QList<Block::Mark> &marks, QPoint corner);
    /// Who speaks: the agent to somebody, or to itself.
    enum class Voice { Said, Thought };
    static QList<QTextLayout::FormatRange> formatsOf(const Block &block, Voice voice);
    int codeRows(const QStringList &lines, int left, int y, int width);
    /// A message; \return its height.
    int markdown(const QString &text, int left, int y, int width, Voice voice = Voice::Said);
    QString clampedText() const;
    void moreRow(const QString &text, const QString &right = {});
    QString timeText() const;
    /// In rows below the text; what is not read yet has its place.
    void layImages(int first, const QSize &room = cards::imageSize);

    const Card &m_card;
    const CardState &m_state;
    const int m_left, m_top, m_width;
    QPainter *m_painter;
    int m_y;
    int m_endX = 0;
    int m_foundAt = -1; ///< from the top
    QList<QRect> m_actionPlaces; ///< from the top left corner
    QList<QRect> m_imagePlaces; ///< likewise
    QList<LinkPlace> m_linkPlaces; ///< likewise
    bool m_wantsLinks = false;
    int m_roomAcross = 0;
    bool m_wantsRoomAcross = false;
};

} // namespace ui
