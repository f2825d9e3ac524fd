// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FigureCharts.h"

#include "ui/widgets/Graph.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ChartCard.h"

#include <QGridLayout>
#include <QLocale>

namespace ui {

static constexpr int chartGap = 14;
static constexpr int leastChartWidth = 380; ///< narrower than that, one column is better

/// Three digits, and letters for thousands and millions.
static QString amountWords(double amount)
{
    const QLocale locale;
    if (amount >= 1e6)
        return FigureCharts::tr("%1 M", "millions").arg(locale.toString(amount / 1e6, 'g', 3));
    if (amount >= 1e4)
        return FigureCharts::tr("%1 k", "thousands").arg(locale.toString(amount / 1e3, 'g', 3));
    return amount >= 1000 ? locale.toString(amount, 'f', 0) : locale.toString(amount, 'g', 3);
}

static QString latencyWords(double ms)
{
    return FigureCharts::tr("%1 ms").arg(QLocale().toString(ms, 'f', ms < 10 ? 1 : 0));
}

/// What is spent in an hour may be less than whole cents.
static QString costWords(double dollars)
{
    const double cents = dollars * 100;
    const bool isFine = cents < 10 && qAbs(cents - qRound(cents)) > 0.001;
    return '$' + QLocale().toString(dollars, 'f', isFine ? 4 : 2);
}

static Graph::Series seriesOf(const QList<FigureStep> &steps, double FigureStep::*figure,
                              const QString &name = {}, Graph::Line line = Graph::Line::Solid)
{
    Graph::Series series{.values = {}, .line = line, .name = name};
    for (const FigureStep &step : steps)
        series.values.append(step.*figure);
    return series;
}

/// Of its scale, so that it has whole numbers, or as many digits as its words.
static double topOf(const Graph::Series &series, double least)
{
    return qMax(least, std::ranges::max(series.values));
}

FigureCharts::FigureCharts(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_requests(add(tr("Requests per minute"), {tr("Requests per minute")}))
    , m_latency(add(tr("Request latency"), {tr("50 %"), tr("95 %")}))
    , m_tokens(add(tr("Tokens per minute"), {tr("In"), tr("Out"), tr("From the cache")}))
    , m_cost(add(tr("Cost per hour"), {tr("Cost per hour")}))
    , m_runs(add(tr("Agents at work"), {tr("Agents")}))
    , m_events(add(tr("Events per second"), {tr("Events per second")}))
    , m_processors(add(tr("CPUs of Berth and its workspaces"), {tr("CPUs")}))
    , m_memory(add(tr("Memory of Berth and its workspaces"), {tr("Memory")}))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(chartGap);
    place(1);
}

Graph *FigureCharts::add(const QString &title, const QStringList &series)
{
    auto *graph = new Graph(title);
    graph->setMinimumHeight(10 * lineHeight(Type::Small));
    connect(graph, &Graph::cursorMoved, this, [this, graph](qsizetype index) {
        for (Graph *other : std::as_const(m_graphs)) {
            if (other != graph)
                other->followCursor(index);
        }
    });
    m_graphs.append(graph);
    m_charts.append(new ChartCard(graph, series));
    m_cards.append(m_charts.last());
    return graph;
}

void FigureCharts::addCard(QWidget *card)
{
    m_cards.append(card);
    place(std::exchange(m_columns, 0));
}

void FigureCharts::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place(width() >= 2 * leastChartWidth + chartGap ? 2 : 1);
}

void FigureCharts::place(int columns)
{
    if (std::exchange(m_columns, columns) == columns)
        return;
    int number = 0;
    for (QWidget *card : std::as_const(m_cards)) {
        m_grid->addWidget(card, number / columns, number % columns);
        ++number;
    }
    for (int column = 0; column < 2; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void FigureCharts::show(const QList<FigureStep> &steps, qsizetype capacity)
{
    for (Graph *graph : std::as_const(m_graphs))
        graph->setCapacity(capacity);
    showRequests(steps);
    showModels(steps);
    showWork(steps);
    QList<QDateTime> times;
    for (const FigureStep &step : steps)
        times.append(step.at);
    for (Graph *graph : {m_requests, m_tokens, m_runs, m_events})
        graph->setTimes(times, amountWords);
    m_latency->setTimes(times, latencyWords);
    m_cost->setTimes(times, costWords);
    m_processors->setTimes(times, [](double value) { return QLocale().toString(value, 'f', 2); });
    m_memory->setTimes(times, [](double value) { return byteSize(qint64(value)); });
    for (ChartCard *card : std::as_const(m_charts))
        card->refresh();
}

void FigureCharts::showRequests(const QList<FigureStep> &steps)
{
    const FigureStep &now = steps.last();
    const auto requests = seriesOf(steps, &FigureStep::requestsPerMinute);
    m_requests->show({requests}, topOf(requests, 4), amountWords(now.requestsPerMinute));
    m_latency->show({seriesOf(steps, &FigureStep::medianMs, tr("50 %")),
                     seriesOf(steps, &FigureStep::slowMs, tr("95 %"), Graph::Line::Dashed)},
                    0, latencyWords(now.medianMs));
}

void FigureCharts::showModels(const QList<FigureStep> &steps)
{
    const FigureStep &now = steps.last();
    m_tokens->show(
        {seriesOf(steps, &FigureStep::promptsPerMinute, tr("in")),
         seriesOf(steps, &FigureStep::completionsPerMinute, tr("out"), Graph::Line::Dashed),
         seriesOf(steps, &FigureStep::cachedPerMinute, tr("from the cache"), Graph::Line::Dotted)},
        0, amountWords(now.promptsPerMinute + now.completionsPerMinute));
    const auto cost = seriesOf(steps, &FigureStep::costPerHour);
    m_cost->show({cost}, topOf(cost, 0.04), costWords(now.costPerHour));
}

void FigureCharts::showWork(const QList<FigureStep> &steps)
{
    const FigureStep &now = steps.last();
    const auto runs = seriesOf(steps, &FigureStep::runs);
    m_runs->show({runs}, topOf(runs, 4), amountWords(now.runs));
    const auto events = seriesOf(steps, &FigureStep::eventsPerSecond);
    m_events->show({events}, topOf(events, 0.4), amountWords(now.eventsPerSecond));
    const auto processors = seriesOf(steps, &FigureStep::processors);
    m_processors->show({processors}, topOf(processors, 0.2),
                       QLocale().toString(now.processors, 'f', 2));
    m_memory->show({seriesOf(steps, &FigureStep::memory)}, 0, byteSize(qint64(now.memory)));
}

} // namespace ui
