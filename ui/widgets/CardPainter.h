// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Card.h"

#include <QPainter>

namespace ui {

struct CardState
{
    bool isOpen = true;
    bool isWhole = false;
    bool isCurrent = false; ///< has the ring of the focus
    QStringView searched = {}; ///< is marked wherever it stands
    int action = -1; ///< which of its buttons has the focus
    int across = 0; ///< pixels by which its wide lines are moved to the left
};

/// Lays a card out between `left` and `left + width` from `top` on and, with a painter, draws it:
/// the same code does both, so a height can never differ from what is drawn.
///
/// \return the height in pixels
int layCard(const Card &card, const CardState &state, int left, int top, int width,
            QPainter *painter);

/// Where in a card of some width what is searched stands first, from its top; -1 when it is not
/// shown.
int foundAt(const Card &card, const CardState &state, int width);

/// The buttons of a card of some width, from its top left corner.
QList<QRect> actionPlaces(const Card &card, const CardState &state, int width);

/// Likewise its images.
QList<QRect> imagePlaces(const Card &card, const CardState &state, int width);

/// A piece of a link on one line, from the top left corner of its card.
struct LinkPlace
{
    QRect place;
    QString target;
};

/// Likewise the links that somebody can go to.
QList<LinkPlace> linkPlaces(const Card &card, const CardState &state, int width);

/// How far the wide lines of a card can be moved to the left, in pixels; 0 where all of them fit.
int roomAcross(const Card &card, const CardState &state, int width);

/// What the height probably is, for cards that were never shown.
int likelyHeight(Card::Kind kind);

/// Whether a card has more than it shows while it is not whole.
bool hasMore(const Card &card);

} // namespace ui
