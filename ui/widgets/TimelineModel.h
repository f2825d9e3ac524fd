// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Card.h"

#include <QAbstractListModel>
#include <QCache>

#include <vector>

namespace ui {

/// The events of one conversation as rows: what has nothing to show makes none, an action and its
/// answer make one. Cards are read from the stored JSON when they are first asked for.
class TimelineModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit TimelineModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    /// Adds events as the wire has them, in their order.
    void append(const QList<QByteArray> &events);
    /// Text that the model writes now; the row goes when its event comes.
    void appendDelta(const QString &text);
    /// What was being written is void.
    void dropDelta();
    void clear();
    /// Cards are read again, in the language that is spoken now.
    void retranslate();
    /// Whether actions without an answer wait for a person rather than run.
    void setAsking(bool isAsking);

    const Card &card(int row) const;
    Card::Kind kind(int row) const { return m_rows[size_t(row)].kind; }
    bool isError(int row) const;
    bool isOpen(int row) const;
    void setOpen(int row, bool isOpen);
    /// Bodies are cut at some lines unless they were asked for whole.
    bool isWhole(int row) const { return m_rows[size_t(row)].isWhole; }
    void setWhole(int row, bool isWhole);

    /// The JSON that a row was made of, one event or two.
    QByteArray json(int row) const;
    /// Whether the JSON of a row has a text, in whatever case.
    bool says(int row, const QString &text) const;
    /// The row that shows an event; -1 when there is none.
    int rowOf(const QString &eventId) const;
    /// The next row with a failure from `row` on in steps of 1 or -1; -1 when there is none.
    int nextError(int row, int step) const;

private:
    enum class Opened : qint8 { ByItself, Yes, No };
    struct Row
    {
        int event = -1;
        int answer = -1;
        Card::Kind kind = Card::Kind::Line;
        Opened opened = Opened::ByItself;
        bool isThought = false;
        bool isWhole = false;
        bool isError = false;
    };

    void take(const QByteArray &json, std::vector<Row> *fresh);
    bool takeAnswer(const QJsonObject &event, int number, std::vector<Row> *fresh);
    Card read(const Row &row) const;
    QJsonObject eventObject(int number) const;
    int storedRows() const;
    void tellChanged(int row);

    std::vector<Row> m_rows;
    std::vector<QByteArray> m_events;
    QHash<QString, int> m_waiting; ///< row of each action without an answer, by its id
    bool m_isAsking = false;
    QString m_streaming;
    mutable QCache<int, Card> m_cards;
};

} // namespace ui
