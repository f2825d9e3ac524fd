// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/MetricsPage.h"

#include "ui/models/FigureCsv.h"
#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/windows/FigureCharts.h"
#include "ui/windows/FigureTile.h"
#include "ui/windows/UseCard.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QScrollBar>

namespace ui {

static constexpr qsizetype mostSteps = 450; // a quarter of an hour
static constexpr std::chrono::milliseconds betweenReadings{2000};
static constexpr std::chrono::days longestHistory{90};
static constexpr std::chrono::milliseconds betweenHistories{60'000};

MetricsPage::MetricsPage(Session *session, QWidget *parent)
    : PageFrame(tr("Metrics"), parent)
    , m_session(session)
    , m_range(new QComboBox)
    , m_export(new QPushButton(icon("download"), tr("Export CSV")))
    , m_requests(new FigureTile(tr("Requests")))
    , m_latency(new FigureTile(tr("Latency, 95 %")))
    , m_refused(new FigureTile(tr("Errors")))
    , m_tokens(new FigureTile(tr("Tokens")))
    , m_cost(new FigureTile(tr("Cost")))
    , m_charts(new FigureCharts)
{
    m_range->setAccessibleName(tr("Time that is shown"));
    m_range->addItem(tr("Live"), 0);
    m_range->addItem(tr("Last 15 minutes"), 15);
    m_range->addItem(tr("Last hour"), 60);
    m_range->addItem(tr("Last 24 hours"), 24 * 60);
    m_range->addItem(tr("Last 7 days"), 7 * 24 * 60);
    m_range->addItem(tr("Last 90 days"), 90 * 24 * 60);
    addAction(m_range);
    setKind(m_export, ButtonKind::Quiet);
    m_export->setObjectName("export");
    m_export->setEnabled(false);
    addAction(m_export);
    m_export->setMenu(makeExports());
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
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(14);
    for (FigureTile *tile : {m_requests, m_latency, m_refused, m_tokens, m_cost})
        tiles->addWidget(tile);
    column->addLayout(tiles);
    column->addWidget(m_charts);
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const auto of : {UseCard::Of::Models, UseCard::Of::Conversations}) {
        auto *card = new UseCard(of, m_session);
        m_use.append(card);
        m_charts->addCard(card);
        connect(card, &UseCard::conversationAsked, this, &MetricsPage::conversationAsked);
        connect(card, &UseCard::rowReached, scroll, [scroll, card](const QRect &row) {
            const QRect there(card->mapTo(scroll->widget(), row.topLeft()), row.size());
            scroll->ensureVisible(there.left(), there.center().y(), 0, there.height());
        });
    }
    // Beside a scroll bar there is a gap.
    connect(scroll->verticalScrollBar(), &QScrollBar::rangeChanged, column,
            [column](int, int most) { column->setContentsMargins(0, 0, most > 0 ? 12 : 0, 0); });
    return scroll;
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

/// Live is a quarter of an hour, as in the charts.
void MetricsPage::readUse()
{
    const std::chrono::minutes length = range();
    QUrlQuery query;
    query.addQueryItem("minutes", QString::number(length.count() > 0 ? length.count() : 15));
    QCoro::connect(m_session->client()->get("/metrics/models", query), this,
                   [this, length](const core::Result<QJsonValue> &answer) {
        if (length != range())
            return;
        for (UseCard *card : std::as_const(m_use))
            answer ? card->show(*answer) : card->showError(answer.error().message);
    });
}

void MetricsPage::read()
{
    readUse();
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
    m_tokens->tell(locale.toString(qint64(figures.tokens())), tr("of all models"));
    m_cost->tell(money(figures.cost), tr("since the server started"));
}

void MetricsPage::showSteps(const QList<FigureStep> &steps, qsizetype capacity)
{
    m_shown = steps;
    m_export->setEnabled(true);
    m_charts->show(steps, capacity);
}

QMenu *MetricsPage::makeExports()
{
    auto *menu = new QMenu(this);
    menu->addAction(tr("Figures over time..."), this, [this] {
        askForFile(tr("Export the figures"), "berth-metrics.csv", &MetricsPage::exportTo);
    });
    menu->addAction(tr("Models and conversations..."), this, [this] {
        askForFile(tr("Export what models and conversations used"), "berth-usage.csv",
                   &MetricsPage::exportUseTo);
    });
    return menu;
}

void MetricsPage::askForFile(const QString &title, const QString &name,
                             void (MetricsPage::*exporting)(const QString &file))
{
    auto *dialog = new QFileDialog(this, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix("csv");
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, exporting);
    dialog->open();
}

void MetricsPage::exportTo(const QString &file)
{
    write(file, csvOf(m_shown));
}

void MetricsPage::exportUseTo(const QString &file)
{
    write(file, usedColumns() + csvOf("model", m_use[0]->rows())
                    + csvOf("conversation", m_use[1]->rows()));
}

void MetricsPage::write(const QString &file, const QByteArray &table)
{
    QSaveFile target(file);
    const int lines = int(table.count('\n')) - 1; // the first one names the columns
    if (target.open(QIODevice::WriteOnly) && target.write(table) >= 0 && target.commit())
        return tell(tr("%n line(s) were written to %1.", nullptr, lines).arg(file), Tone::Ok);
    tell(tr("The file could not be written: %1").arg(target.errorString()));
}

} // namespace ui
