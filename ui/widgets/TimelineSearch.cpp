// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineSearch.h"

#include "ui/widgets/TimelineModel.h"

#include <QElapsedTimer>

namespace ui {

static constexpr qint64 sliceLength = 6; // ms
static constexpr int mostAtOnce = 16; // cards that are looked at again while somebody waits

TimelineSearch::TimelineSearch(TimelineModel *model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
    m_next.setSingleShot(true);
    m_next.setInterval(0);
    connect(&m_next, &QTimer::timeout, this, &TimelineSearch::work);
    connect(model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first) {
        if (first < m_looked)
            forgetFrom(first);
        else
            start();
    });
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first) { forgetFrom(first); });
    connect(model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
        lookAgain(first.row(), last.row());
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] { forgetFrom(0); });
}

void TimelineSearch::look(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    const QByteArray json = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    m_escaped = QString::fromUtf8(json.mid(2, json.size() - 4));
    forgetFrom(0);
}

bool TimelineSearch::isComplete() const
{
    return m_text.isEmpty() || m_looked >= m_model->rowCount();
}

void TimelineSearch::start()
{
    if (!isComplete() && !m_next.isActive())
        m_next.start();
}

void TimelineSearch::forgetFrom(int row)
{
    if (m_text.isEmpty() && m_rows.empty())
        return;
    m_rows.erase(std::ranges::lower_bound(m_rows, row), m_rows.end());
    m_looked = qMin(m_looked, row);
    start();
    emit changed();
}

/// What the events do not say no card shows; reading a card takes much longer.
bool TimelineSearch::has(int row) const
{
    return m_model->says(row, m_escaped)
           && m_model->card(row).plainText().contains(m_text, Qt::CaseInsensitive);
}

/// Cards that changed, perhaps only in how much of them is shown.
void TimelineSearch::lookAgain(int first, int last)
{
    if (m_text.isEmpty())
        return;
    if (last - first > mostAtOnce)
        return forgetFrom(first);
    for (int row = first; row <= last && row < m_looked; ++row) {
        const auto at = std::ranges::lower_bound(m_rows, row);
        const bool isKnown = at != m_rows.end() && *at == row;
        if (const bool isFound = has(row); isFound && !isKnown)
            m_rows.insert(at, row);
        else if (!isFound && isKnown)
            m_rows.erase(at);
    }
    emit changed();
}

void TimelineSearch::work()
{
    QElapsedTimer spent;
    spent.start();
    for (; m_looked < m_model->rowCount() && spent.elapsed() < sliceLength; ++m_looked) {
        if (has(m_looked))
            m_rows.push_back(m_looked);
    }
    start();
    emit changed();
}

int TimelineSearch::numberOf(int row) const
{
    const auto found = std::ranges::lower_bound(m_rows, row);
    return found != m_rows.end() && *found == row ? int(found - m_rows.begin()) : -1;
}

int TimelineSearch::next(int row, int step) const
{
    if (m_rows.empty())
        return -1;
    if (step > 0) {
        const auto found = std::ranges::upper_bound(m_rows, row);
        return found == m_rows.end() ? m_rows.front() : *found;
    }
    const auto found = std::ranges::lower_bound(m_rows, row);
    return found == m_rows.begin() ? m_rows.back() : *std::prev(found);
}

} // namespace ui
