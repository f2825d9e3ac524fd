// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/LineDiff.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Theme.h"

#include <QDateTime>
#include <QImage>
#include <QJsonObject>

namespace ui {

/// What a card offers to do, as buttons below it.
enum class CardAction { OpenSettings, RunAgain, MoreSteps, CopyDetails };

/// What stands on the button.
QString cardActionWords(CardAction action);

/// What a row of the timeline shows, made of one event or of an action and its answer. Every text
/// is already safe to draw (see visible()).
struct Card
{
    enum class Kind {
        Person,
        Agent,
        Thought,
        Terminal,
        Edit,
        Plan,
        Tool,
        Group, ///< of several cards
        Error,
        Divider,
        Line,
        Streaming
    };
    struct Step
    {
        QString title;
        QString state; ///< todo, in_progress, done
    };
    struct Fact
    {
        QString name;
        QString value;
    };

    Kind kind = Kind::Line;
    QString icon;
    QString title;
    QString told; ///< in the place of the title, for those who listen; empty for none
    QString status; ///< the word of the chip; empty for none
    QString statusIcon;
    Tone tone = Tone::Muted;
    QDateTime at;
    qint64 milliseconds = -1; ///< how long it took, -1 when that is not known
    QString text; ///< Markdown for the agent's messages
    QString note; ///< below the text, quieter
    QString details; ///< what CardAction::CopyDetails takes
    QList<CardAction> actions;
    QList<QSize> imageSizes; ///< of the images that it has, small
    QList<QImage> images; ///< once they were read
    bool isLarge = false; ///< too much to be shown whole
    ColoredText output;
    Diff diff;
    bool isNewFile = false; ///< the diff made it
    QList<Step> steps;
    QList<Fact> facts;
    QStringList skills; ///< that a message brought in
    bool isRunning = false;
    bool isFinished = false; ///< the agent has, with this message
    bool opensByItself = true;

    /// One sentence for those who listen.
    QString spoken() const;
    /// What Copy takes.
    QString plainText() const;
    /// -1 when that is not known.
    void setThoughtFor(qint64 spent);
    /// "Paused at 14:25 · 4 min"
    void setPausedFor(qint64 spent);
    /// What is not known is 0, or -1.
    void setFinished(const QDateTime &end, int count, qint64 spent, double cost);
};

/// The texts of a list of contents, or the string itself.
QString contentText(const QJsonValue &content);

/// When an event happened, by the clock here.
QDateTime timeOf(const QJsonObject &event);

/// Reads an event of the wire and, when it is an action, what answered it (else empty).
Card readCard(const QJsonObject &event, const QJsonObject &answer);

/// The thought that came with an action; a card without text when there was none.
Card readThought(const QJsonObject &event);

} // namespace ui
