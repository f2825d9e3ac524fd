// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/CardGroup.h"
#include "ui/widgets/EventTexts.h"
#include "ui/widgets/TimelineRows.h"

#include <QAbstractListModel>
#include <QCache>

#include <optional>
#include <vector>

namespace ui {

/// An event with its number in its log, as the wire has it and as it was parsed from that.
struct TimelineEvent
{
    int number = 0;
    QJsonObject event;
    QByteArray json;
};

/// The events of one conversation as rows: what has nothing to show makes none, an action and its
/// answer make one, and what went well further up makes groups. Cards are read from the stored JSON
/// when they are first asked for. The newest events may come before the earlier ones, whose place a
/// row keeps until they are there.
class TimelineModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit TimelineModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    /// Adds events after all others, in their order.
    void append(const QList<TimelineEvent> &events);
    /// The same, as the wire has them, with the next numbers.
    void append(const QList<QByteArray> &events);

    /// Begins with the event of this number; the earlier ones come by addEarlier().
    void begin(int firstNumber);
    /// The number of the first event after what is missing; 0 when nothing is.
    int firstNumber() const { return isWhole() ? 0 : m_late.first(); }
    bool isWhole() const { return m_gap < 0; }
    /// The number that the next event has.
    int endNumber() const { return m_late.end(); }
    /// Adds events before the first one, in their order from the beginning of the log.
    void addEarlier(const QList<TimelineEvent> &events);
    /// The number of the next event that addEarlier() wants.
    int earlierNumber() const { return m_early.end(); }
    /// Forgets the rows but for `count` from `first` on. What was before them is missing from then
    /// on, and what was behind them comes again by append().
    void keepOnly(int first, int count);
    /// Frees what can be made again.
    void freeCaches();
    /// What it holds of events, for who measures.
    qsizetype textBytes() const { return m_early.bytes() + m_late.bytes(); }

    /// Text that the model writes now; the row goes when its event comes.
    void appendDelta(const QString &text);
    /// Something is being written, of which the beginning was missed.
    void noteWriting();
    /// What was being written is void.
    void dropDelta();
    void clear();
    /// Cards are read again, in the language that is spoken now.
    void retranslate();
    /// Whether actions without an answer wait for a person rather than run.
    void setAsking(bool isAsking);
    /// Whether the agent could run again now; the failure that ended its run offers that.
    void setRunnable(bool isRunnable);
    /// The row of that failure if its card offers @p action; else -1.
    int rowOffering(CardAction action) const;
    /// While somebody reads further up, no card closes by itself.
    void setReading(bool isReading);

    const Card &card(int row) const;
    Card::Kind kind(int row) const { return m_rows[size_t(row)].kind; }
    bool isError(int row) const;
    bool isOpen(int row) const;
    void setOpen(int row, bool isOpen);
    /// Bodies are cut at some lines unless they were asked for whole.
    bool isWhole(int row) const { return m_rows[size_t(row)].isWhole; }
    void setWhole(int row, bool isWhole);

    /// Whether a row begins a group of cards, which may be closed.
    bool isGroupHead(int row) const;
    bool isGrouped(int row) const { return m_rows[size_t(row)].isGrouped(); }
    /// Whether the group of a row is closed, so that only a card for all of it is seen.
    bool isFolded(int row) const { return m_rows[size_t(row)].isFolded; }
    void setFolded(int row, bool isFolded);
    /// Whether a closed group hides a row.
    bool isHidden(int row) const { return m_rows[size_t(row)].isHidden(); }
    /// The first row of the group of a row, and the one after its last.
    int groupHead(int row) const;
    int groupEnd(int row) const;
    /// The card of the group that a row begins.
    const Card &groupCard(int head) const;
    /// What is told of a row, as it is seen.
    QString spoken(int row) const;

    /// The addresses of the images of a row.
    QStringList imagesOf(int row) const;

    /// The JSON that a row was made of, one event or two.
    QByteArray json(int row) const;
    /// The id of the last event of a row; empty for what has none yet or none of its own.
    QString endOf(int row) const;
    /// The id of the first event of a row; empty for what has none.
    QString idOf(int row) const;
    /// Whether the JSON of a row has a text, in whatever case.
    bool says(int row, const QString &text) const;
    /// The row that shows an event; -1 when there is none.
    int rowOf(const QString &eventId) const;
    /// The number of the event of a row, and its row; -1 when there is none.
    int numberOf(int row) const { return m_rows[size_t(row)].event; }
    int rowOfNumber(int number) const;
    /// The next row with a failure from `row` on in steps of 1 or -1; -1 when there is none.
    int nextError(int row, int step) const;

private:
    using Row = TimelineRow;
    using Rows = TimelineRows::Rows;
    using Opened = Row::Opened;
    /// A group as far as it was counted.
    struct CountedGroup
    {
        CardGroup group;
        Card card;
    };
    /// The events from which on thoughts and plans are open by themselves, for only the newest
    /// are; and the failure that nothing has followed.
    struct Newest
    {
        int thought = -1;
        int plan = -1;
        int failure = -1;
    };

    /// What the model has cost so far, and what it had before the run.
    struct Spending
    {
        double now = -1;
        double before = -1;
    };

    void take(const TimelineEvent &one, EventTexts *texts, Rows *fresh);
    bool takeAnswer(const TimelineEvent &one, Rows *fresh);
    void spend(const QJsonObject &event, Spending *spending) const;
    bool takeEnd(const TimelineEvent &one, Rows *fresh);
    Row *openPause(int number, Rows *fresh);
    bool takePause(const TimelineEvent &one, Rows *fresh);
    void tellOf(const Row *row);
    void addTotals(int row, Card *card) const;
    void answer(Row *row, const TimelineEvent &one);
    void insert(int place, const Rows &fresh);
    void remove(int first, int count);
    void setMissing(bool isMissing);
    void endEarlier();
    void tellBegun(int first);
    void rememberWaiting();
    Card read(int row) const;
    qint64 thoughtFor(int row) const;
    Newest newest() const;
    int newestFailure() const;
    bool opensByItself(int row) const;
    QByteArray jsonOf(const Row &row) const;
    void foldOld();
    QSet<int> foldEarlier(Rows *fresh);
    void rememberPlan(const Rows &rows);
    void tellNewest(const Newest &before);
    QByteArray textOf(int number) const;
    QJsonObject eventObject(int number) const;
    int storedRows() const;
    void readImages(int key) const;
    void takeImages(int key, const QList<QImage> &images);
    void tellChanged(int row);
    static int keyOf(const Row &row);
    static Card::Kind roughKind(const QJsonObject &event);

    Rows m_rows;
    EventTexts m_early; ///< of what is before the missing ones
    EventTexts m_late;
    std::vector<std::pair<quint32, int>> m_ids; ///< a hash of each id, and the number of its event
    QHash<QString, int> m_waiting; ///< number of each action without an answer, by its id
    QHash<QString, int> m_orphans; ///< likewise of answers whose actions are missing
    Spending m_earlySpending;
    Spending m_lateSpending;
    int m_gap = -1; ///< the row that stands for the missing ones
    int m_young = 0; ///< how many of the last rows are in no group, because they are new
    bool m_isAsking = false;
    bool m_isRunnable = false;
    int m_newestPlan = -1; ///< its event
    std::optional<Newest> m_read; ///< what was newest when somebody began to read further up
    QString m_streaming;
    mutable QCache<int, Card> m_cards; ///< by keyOf()
    mutable QCache<int, QList<QImage>> m_images; ///< likewise
    mutable QSet<int> m_awaitedImages; ///< likewise
    int m_generation = 0; ///< images that come may be of a log before
    mutable QCache<int, CountedGroup> m_groups; ///< by the event that begins it
};

} // namespace ui
