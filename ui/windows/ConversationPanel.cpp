// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationPanel.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/Type.h"
#include "ui/windows/CardSheet.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>

namespace ui {

static constexpr int rowsAtOnce = 60;

enum PanelTab { FilesTab, PlanTab, UsageTab };

static QList<Column> touchedColumns()
{
    const auto name = [](const QJsonObject &file) {
        const QString path = file["path"].toString();
        return Cell{.text = path.section('/', -1),
                    .second = path.section('/', 0, -2),
                    .isStrong = true,
                    .order = path};
    };
    const auto added = [](const QJsonObject &file) {
        return Cell{.text = QString("+%1").arg(file["added"].toInt()),
                    .tone = Tone::Ok,
                    .order = file["added"].toInt()};
    };
    const auto removed = [](const QJsonObject &file) {
        return Cell{.text = QString("-%1").arg(file["removed"].toInt()),
                    .tone = Tone::Danger,
                    .order = file["removed"].toInt()};
    };
    return {{ConversationPanel::tr("File"), name, 0},
            {ConversationPanel::tr("Added"), added, 66},
            {ConversationPanel::tr("Gone"), removed, 66}};
}

static QScrollArea *scrolled(QWidget *page)
{
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(page->accessibleName());
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return scroll;
}

ConversationPanel::ConversationPanel(Session *session, TimelineModel *timeline, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_timeline(timeline)
    , m_files(touchedColumns(), "path")
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Beside the conversation"));
    m_tabs->tabBar()->setAccessibleName(m_tabs->accessibleName());
    setFocusProxy(m_tabs);
    m_tabs->addTab(makeFiles(), tr("Files"));
    m_tabs->addTab(makePlan(), tr("Plan"));
    m_tabs->addTab(makeUsage(), tr("Usage"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->addWidget(m_tabs);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ConversationPanel::turn);
    // What is being written is a row until its event comes, which takes the place.
    connect(timeline, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first) { m_readRows = qMin(m_readRows, first); });
    connect(timeline, &QAbstractItemModel::rowsInserted, this, &ConversationPanel::update);
    connect(timeline, &QAbstractItemModel::modelReset, this, [this] { look(m_id); });
    connect(timeline, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
        if (!isVisible() || first.row() >= m_readRows)
            return;
        readRows(first.row(), last.row());
        updateFiles();
        updatePlan();
    });
    connect(session->conversations(), &FeedModel::told, this,
            [this](const QString &, const QString &id) {
        if (id == m_id && isVisible() && m_tabs->currentIndex() == UsageTab)
            readUsage();
    });
}

QWidget *ConversationPanel::makeFiles()
{
    m_view = new TableView(&m_files, tr("Files that were touched"), TableView::Rows::TwoLines);
    m_diff = new CardSheet(tr("What was changed in the file"));
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_view);
    splitter->addWidget(scrolled(m_diff));
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({260, 340});
    connect(m_view, &TableView::currentChosen, this, &ConversationPanel::showFile);
    return splitter;
}

QWidget *ConversationPanel::makePlan()
{
    m_plan = new CardSheet(tr("Plan"));
    return scrolled(m_plan);
}

QWidget *ConversationPanel::makeUsage()
{
    auto *page = new QWidget;
    page->setAccessibleName(tr("What the conversation used"));
    m_usage = new QVBoxLayout(page);
    m_usage->setContentsMargins(4, 12, 8, 8);
    m_usage->setSpacing(10);
    return scrolled(page);
}

void ConversationPanel::look(const QString &conversationId)
{
    m_id = conversationId;
    m_touches.clear();
    m_readRows = 0;
    m_planRow = -1;
    m_files.replace({});
    m_diff->show({});
    turn();
}

void ConversationPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    turn();
}

/// Takes what has come while nobody looked.
void ConversationPanel::update()
{
    if (!isVisible())
        return;
    const int before = m_readRows;
    m_readRows = qMin(m_timeline->rowCount(), m_readRows + rowsAtOnce);
    readRows(before, m_readRows - 1);
    // A long history is read between other things.
    if (m_readRows < m_timeline->rowCount())
        QTimer::singleShot(0, this, &ConversationPanel::update);
    else if (before != m_readRows || m_files.rowCount() == 0)
        updateFiles();
    if (m_tabs->currentIndex() == PlanTab)
        updatePlan();
}

/// What is in front now.
void ConversationPanel::turn()
{
    update();
    if (m_tabs->currentIndex() == UsageTab && isVisible())
        readUsage();
}

void ConversationPanel::readRows(int first, int last)
{
    for (int row = first; row <= last && row < m_timeline->rowCount(); ++row) {
        const Card::Kind kind = m_timeline->kind(row);
        if (kind == Card::Kind::Plan)
            m_planRow = qMax(m_planRow, row);
        if (kind != Card::Kind::Edit)
            continue;
        const Card &card = m_timeline->card(row);
        if (card.diff.added || card.diff.removed)
            m_touches.insert(row, {card.title, card.diff.added, card.diff.removed});
    }
}

void ConversationPanel::updateFiles()
{
    QMap<QString, Touch> files;
    for (const Touch &touch : std::as_const(m_touches)) {
        Touch &file = files[touch.path];
        file.added += touch.added;
        file.removed += touch.removed;
    }
    QList<QJsonObject> items;
    for (auto file = files.cbegin(); file != files.cend(); ++file)
        items.append({{"path", file.key()}, {"added", file->added}, {"removed", file->removed}});
    m_files.replace(items);
    m_tabs->setTabText(FilesTab, items.isEmpty() ? tr("Files") : tr("Files %1").arg(items.size()));
    showFile();
}

void ConversationPanel::showFile()
{
    const QString path = m_view->currentId();
    QList<Card> cards;
    for (auto touch = m_touches.cbegin(); touch != m_touches.cend(); ++touch) {
        if (touch->path == path)
            cards.append(m_timeline->card(touch.key()));
    }
    m_diff->show(cards);
}

void ConversationPanel::updatePlan()
{
    QList<Card> cards;
    if (m_planRow >= 0 && m_planRow < m_timeline->rowCount())
        cards.append(m_timeline->card(m_planRow));
    m_plan->show(cards);
}

void ConversationPanel::readUsage()
{
    if (m_id.isEmpty() || std::exchange(m_isReading, true))
        return;
    QCoro::connect(m_session->client()->get("/api/conversations/" + m_id), this,
                   [this, id = m_id](const core::Result<QJsonValue> &answer) {
        m_isReading = false;
        if (id != m_id)
            return readUsage();
        if (answer)
            showUsage(answer->toObject());
    });
}

static QString tokenWords(qint64 tokens)
{
    if (tokens < 1000)
        return QString::number(tokens);
    if (tokens < 1000000)
        return ConversationPanel::tr("%1 k").arg(QLocale().toString(double(tokens) / 1000, 'f', 1));
    return ConversationPanel::tr("%1 M").arg(QLocale().toString(double(tokens) / 1000000, 'f', 1));
}

void ConversationPanel::addFact(const QString &name, const QString &value, const QString &below)
{
    auto *row = new QHBoxLayout;
    auto *left = new ElidedLabel;
    auto *right = new QLabel(value);
    left->setText(name);
    left->setFont(ui::font(Type::Strong));
    right->setFont(ui::font(Type::Strong));
    row->addWidget(left, 1);
    row->addWidget(right);
    m_usage->addLayout(row);
    if (below.isEmpty())
        return;
    auto *words = new QLabel(below);
    words->setFont(ui::font(Type::Small));
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setWordWrap(true);
    m_usage->addWidget(words);
}

static void empty(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->layout())
            empty(item->layout());
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

void ConversationPanel::showUsage(const QJsonObject &conversation)
{
    empty(m_usage);
    const QJsonObject uses = conversation["stats"]["usage_to_metrics"].toObject();
    double cost = 0;
    qint64 context = 0, window = 0;
    for (const QJsonValue &use : uses) {
        cost += use["accumulated_cost"].toDouble();
        const QJsonValue tokens = use["accumulated_token_usage"];
        if (tokens["context_window"].toInteger() > 0
            && tokens["per_turn_token"].toInteger() > context)
            context = tokens["per_turn_token"].toInteger(),
            window = tokens["context_window"].toInteger();
    }
    if (window > 0) {
        addFact(tr("Context window"),
                tr("%1 of %2 tokens").arg(tokenWords(context), tokenWords(window)));
        auto *bar = new QProgressBar;
        bar->setAccessibleName(tr("Context window"));
        bar->setTextVisible(false);
        bar->setFixedHeight(8);
        bar->setRange(0, 1000);
        bar->setValue(int(qMin<qint64>(1000, context * 1000 / window)));
        m_usage->addWidget(bar);
    }
    addFact(tr("Cost"), cost > 0 ? money(cost) : tr("none"));
    for (auto use = uses.begin(); use != uses.end(); ++use) {
        const QJsonValue metrics = use.value();
        const QJsonValue tokens = metrics["accumulated_token_usage"];
        const qint64 in = tokens["prompt_tokens"].toInteger();
        const qint64 cached = tokens["cache_read_tokens"].toInteger();
        addFact(visibleLine(metrics["model_name"].toString()).section('/', -1),
                money(metrics["accumulated_cost"].toDouble()),
                tr("%1 in (%2 % from the cache), %3 out · %4")
                    .arg(tokenWords(in))
                    .arg(in > 0 ? cached * 100 / in : 0)
                    .arg(tokenWords(tokens["completion_tokens"].toInteger()),
                         visibleLine(use.key())));
    }
    if (uses.isEmpty())
        addFact(tr("No model was asked yet"), {});
    m_usage->addStretch();
}

void ConversationPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().window);
    painter.fillRect(QRect(0, 0, 1, height()), theme().border);
}

} // namespace ui
