// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/CardPen.h"

namespace ui {

/// A card with a header and rows below it: what an agent did, and what came of it.
class CardBox : protected CardPen
{
protected:
    using CardPen::CardPen;
    ~CardBox() = default;

    void layBox();

private:
    void layBoxBody();
    void headerRow();
    /// \return its left edge.
    int chip(int right, const QString &word);
    void layFacts();
    void layPlan();
    void rule();
    void layDiff();
    void layDiffLine(const DiffLine &line, int step);
    struct OutputLine
    {
        QString text;
        int at; ///< in the output
    };
    /// The first four lines and the last eight, unless all are wanted; what is between is passed
    /// by.
    QList<OutputLine> outputRows(bool isCut) const;
    void layOutput();
    void outputLine(const QString &line, int at, int step);
};

} // namespace ui
