// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/MetricsPage.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Graph.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ChartCard.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QGridLayout>
#include <QLocale>
#include <QPainter>

namespace ui {

static constexpr qsizetype mostSteps = 450; // a quarter of an hour
static constexpr std::chrono::milliseconds betweenReadings{2000};
static constexpr std::chrono::days longestHistory{90};
static constexpr std::chrono::milliseconds betweenHistories{60'000};

/// A figure with its name and a line that says what it means.
class FigureTile : public QWidget
{
public:
    explicit FigureTile(const QString &name)
        : m_name(name)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setMinimumWidth(96);
        setFixedHeight(lineHeight(Type::Figure) + 2 * lineHeight(Type::Small) + 26);
        tell("–", {});
    }

    void tell(const QString &value, const QString &note)
    {
        m_value = value;
        m_note = note;
        setAccessibleName(m_name + ": " + value + (note.isEmpty() ? QString() : ", " + note));
        setToolTip(note);
        update();
    }

    void note(const QString &note) { tell(m_value, note); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme().border);
        painter.setBrush(theme().surface);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        QRect line(14, 12, width() - 22, lineHeight(Type::Small));
        write(painter, line, Type::Small, theme().muted, m_name);
        line = QRect(14, line.bottom() + 1, line.width(), lineHeight(Type::Figure));
        write(painter, line, Type::Figure, theme().text, m_value);
        line = QRect(14, line.bottom() + 1, line.width(), lineHeight(Type::Small));
        write(painter, line, Type::Small, theme().muted, m_note);
    }

private:
    static void write(QPainter &painter, const QRect &line, Type type, const QColor &color,
                      const QString &text)
    {
        painter.setFont(ui::font(type));
        painter.setPen(color);
        painter.drawText(line, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
    }

    const QString m_name;
    QString m_value;
    QString m_note;
};

MetricsPage::MetricsPage(Session *session, QWidget *parent)
    : PageFrame(tr("Metrics"), parent)
    , m_session(session)
    , m_range(new QComboBox)
    , m_requests(new FigureTile(tr("Requests")))
    , m_latency(new FigureTile(tr("Latency, 95 %")))
    , m_refused(new FigureTile(tr("Errors")))
    , m_tokens(new FigureTile(tr("Tokens")))
    , m_cost(new FigureTile(tr("Cost")))
    , m_latencies(new Graph(tr("Request latency")))
    , m_runs(new Graph(tr("Agents at work")))
    , m_processors(new Graph(tr("CPUs of Berth and its workspaces")))
    , m_memory(new Graph(tr("Memory of Berth and its workspaces")))
{
    m_range->setAccessibleName(tr("Time that is shown"));
    m_range->addItem(tr("Live"), 0);
    m_range->addItem(tr("Last 15 minutes"), 15);
    m_range->addItem(tr("Last hour"), 60);
    m_range->addItem(tr("Last 24 hours"), 24 * 60);
    m_range->addItem(tr("Last 7 days"), 7 * 24 * 60);
    m_range->addItem(tr("Last 90 days"), 90 * 24 * 60);
    addAction(m_range);
    focusFirst(this, m_range);
    connect(m_range, &QComboBox::currentIndexChanged, this, [this] {
        showLoading();
        read();
    });
    setContent(makeContent());
    showLoading();
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &MetricsPage::read);
    connect(this, &PageFrame::tryAgainAsked, this, &MetricsPage::read);
    connect(session->feed(), &Feed::changed, this, &MetricsPage::readSoon);
    connect(session->feed(), &Feed::stateChanged, this, &MetricsPage::readSoon);
}

QWidget *MetricsPage::makeContent()
{
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(14);
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(14);
    for (FigureTile *tile : {m_requests, m_latency, m_refused, m_tokens, m_cost})
        tiles->addWidget(tile);
    grid->addLayout(tiles, 0, 0, 1, 2);
    m_cards = {new ChartCard(m_latencies, {tr("Mean"), tr("95 %")}),
               new ChartCard(m_runs, {tr("Agents")}), new ChartCard(m_processors, {tr("CPUs")}),
               new ChartCard(m_memory, {tr("Memory")})};
    for (int number = 0; number < m_cards.size(); ++number)
        grid->addWidget(m_cards[number], 1 + number / 2, number % 2);
    grid->setRowStretch(1, 1);
    grid->setRowStretch(2, 1);
    return content;
}

void MetricsPage::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    // So that it hears of what workspaces use.
    m_session->feed()->subscribe("usage");
    read();
}

void MetricsPage::hideEvent(QHideEvent *event)
{
    PageFrame::hideEvent(event);
    m_session->feed()->unsubscribe("usage");
    m_soon.stop();
}

void MetricsPage::readSoon()
{
    if (!isVisible() || m_soon.isActive())
        return;
    const bool isLive = range().count() == 0;
    const QElapsedTimer &since = isLive ? m_since : m_sinceHistory;
    const qint64 between = isLive ? betweenReadings.count() : betweenHistories.count();
    const qint64 past = since.isValid() ? since.elapsed() : between;
    m_soon.start(int(qMax<qint64>(0, between - past)));
}

std::chrono::minutes MetricsPage::range() const
{
    return std::chrono::minutes(m_range->currentData().toInt());
}

void MetricsPage::readHistory(std::chrono::minutes length)
{
    m_sinceHistory.start();
    QUrlQuery query;
    query.addQueryItem("minutes", QString::number(length.count()));
    QCoro::connect(m_session->client()->get("/metrics/history", query), this,
                   [this, length](const core::Result<QJsonValue> &answer) {
        if (length != range())
            return;
        if (!answer)
            return showError(answer.error().message);
        takeHistory(FigureSpan::read(*answer, length, QDateTime::currentDateTimeUtc()));
        compare(length);
    });
}

static QString growthWords(double growth)
{
    const int percent = qRound(100 * qAbs(growth - 1));
    if (percent == 0)
        return MetricsPage::tr("as many as before");
    const QString number = QLocale().toString(percent);
    return growth > 1 ? MetricsPage::tr("%1 % more than before").arg(number)
                      : MetricsPage::tr("%1 % fewer than before").arg(number);
}

/// With as long a time before, as far as the server keeps it.
void MetricsPage::compare(std::chrono::minutes length)
{
    if (2 * length > longestHistory)
        return;
    QUrlQuery query;
    query.addQueryItem("minutes", QString::number(2 * length.count()));
    QCoro::connect(m_session->client()->get("/metrics/history", query), this,
                   [this, length](const core::Result<QJsonValue> &answer) {
        if (!answer || length != range())
            return;
        if (const auto growth = growthOfRequests(*answer, length, QDateTime::currentDateTimeUtc()))
            m_requests->note(growthWords(*growth));
    });
}

void MetricsPage::takeHistory(const FigureSpan &span)
{
    showContent();
    const QLocale locale;
    const QString when = m_range->currentText();
    m_requests->tell(locale.toString(qint64(span.requests)), when);
    m_latency->tell(
        tr("%1 ms").arg(locale.toString(span.slowMs, 'g', 3)),
        tr("max., mean %1 ms")
            .arg(locale.toString(span.requests > 0 ? span.requestSeconds * 1000 / span.requests : 0,
                                 'f', 1)));
    const double share = span.requests > 0 ? span.refused / span.requests : 0;
    m_refused->tell(tr("%1 %").arg(locale.toString(share * 100, 'f', 1)),
                    tr("%1 of %2")
                        .arg(locale.toString(qint64(span.refused)),
                             locale.toString(qint64(span.requests))));
    m_tokens->tell(locale.toString(qint64(span.tokens)), when);
    m_cost->tell(money(span.cost), when);
    showSteps(span.steps, span.steps.size());
}

void MetricsPage::read()
{
    if (range().count() > 0)
        return readHistory(range());
    QCoro::connect(m_session->client()->fetch("/metrics"), this,
                   [this](const core::Result<QByteArray> &text) {
        if (text && range().count() == 0)
            take(Figures::read(*text));
        else if (!text && !m_before)
            showError(text.error().message);
    });
}

void MetricsPage::take(const Figures &figures)
{
    showContent();
    const double seconds = m_before ? double(m_since.elapsed()) / 1000 : 0;
    m_steps.append(FigureStep::between(m_before.value_or(figures), figures, seconds));
    if (m_steps.size() > mostSteps)
        m_steps.removeFirst();
    m_steps.last().at = QDateTime::currentDateTimeUtc();
    m_before = figures;
    m_since.start();
    updateTiles(figures);
    showSteps(m_steps, mostSteps);
}

/// The figures since the server started; the graphs tell what is now.
void MetricsPage::updateTiles(const Figures &figures)
{
    const QLocale locale;
    const FigureStep whole = FigureStep::between({}, figures, 1);
    m_requests->tell(locale.toString(qint64(figures.requests)), tr("since the server started"));
    m_latency->tell(tr("%1 ms").arg(locale.toString(whole.slowMs, 'g', 3)),
                    tr("mean %1 ms").arg(locale.toString(whole.meanMs, 'f', 1)));
    m_refused->tell(tr("%1 %").arg(locale.toString(whole.refusedShare * 100, 'f', 1)),
                    tr("%1 of %2")
                        .arg(locale.toString(qint64(figures.refused)),
                             locale.toString(qint64(figures.requests))));
    m_tokens->tell(locale.toString(qint64(figures.tokens)), tr("of all models"));
    m_cost->tell(money(figures.cost), tr("since the server started"));
}

void MetricsPage::showSteps(const QList<FigureStep> &steps, qsizetype capacity)
{
    for (Graph *graph : {m_latencies, m_runs, m_processors, m_memory})
        graph->setCapacity(capacity);
    Graph::Series mean, slow, runs, processors, memory;
    slow.isDashed = true;
    mean.name = tr("mean");
    slow.name = tr("95 %");
    QList<QDateTime> times;
    for (const FigureStep &step : steps) {
        times.append(step.at);
        mean.values.append(step.meanMs);
        slow.values.append(step.slowMs);
        runs.values.append(step.runs);
        processors.values.append(step.processors);
        memory.values.append(step.memory);
    }
    const FigureStep &now = steps.last();
    const QLocale locale;
    m_latencies->show({mean, slow}, 0, tr("%1 ms").arg(locale.toString(now.meanMs, 'f', 1)));
    // Whole agents: a scale below four would tell of quarters.
    const double mostRuns = qMax(4.0, std::ranges::max(runs.values));
    m_runs->show({runs}, mostRuns, locale.toString(int(now.runs)));
    // Its words have two digits, which a lower scale would round to nothing.
    m_processors->show({processors}, qMax(0.2, std::ranges::max(processors.values)),
                       locale.toString(now.processors, 'f', 2));
    m_memory->show({memory}, 0, byteSize(qint64(now.memory)));
    m_latencies->setTimes(times, [locale](double value) {
        return tr("%1 ms").arg(locale.toString(value, 'f', value < 10 ? 1 : 0));
    });
    m_runs->setTimes(times, [locale](double value) { return locale.toString(value, 'g', 3); });
    m_processors->setTimes(times,
                           [locale](double value) { return locale.toString(value, 'f', 2); });
    m_memory->setTimes(times, [](double value) { return byteSize(qint64(value)); });
    for (ChartCard *card : std::as_const(m_cards))
        card->refresh();
}

} // namespace ui
