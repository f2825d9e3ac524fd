// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/LogsPage.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/FilterChips.h"
#include "ui/windows/LogColumns.h"
#include "ui/windows/RequestDialog.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QDialog>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSaveFile>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>

namespace ui {

static constexpr qsizetype mostLines = 50000;
static constexpr qsizetype mostRequests = 2000;

LogsPage::LogsPage(Session *session, QWidget *parent)
    : PageFrame(tr("Logs"), parent)
    , m_session(session)
    , m_stream(session->client(), this)
    , m_lines(logColumns(session), "row")
    , m_requests(requestColumns(), "seq")
    , m_tabs(new QTabWidget)
    , m_filter(new QLineEdit)
    , m_level(new QComboBox)
    , m_room(new QComboBox)
    , m_pause(new QPushButton)
    , m_chips(new FilterChips)
{
    auto *save = new QPushButton(icon("download"), tr("Export..."));
    addAction(save);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of the logs"));
    m_tabs->tabBar()->setAccessibleName(m_tabs->accessibleName());
    m_tabs->addTab(makeLog(), tr("Server"));
    m_tabs->addTab(makeRequests(), tr("Requests"));
    setContent(m_tabs);
    showLoading();
    connect(save, &QPushButton::clicked, this, &LogsPage::exportShown);
    connect(m_tabs, &QTabWidget::currentChanged, this, &LogsPage::watchRequests);
    connect(session->feed(), &Feed::changed, this,
            [this](const QString &topic, const QString &, const QString &,
                   const QJsonObject &request) {
        if (topic == "requests")
            takeRequests({request});
    });
    connect(this, &PageFrame::tryAgainAsked, this, [this] {
        showLoading();
        m_stream.start();
    });
    connect(&m_stream, &LogStream::came, this, &LogsPage::take);
    connect(&m_stream, &LogStream::stateChanged, this, [this] {
        if (m_stream.state() == Line::State::Refused)
            showError(m_stream.reason());
        else if (m_stream.state() == Line::State::Live)
            showContent();
    });
    focusFirst(this, m_view);
    updatePause();
}

QWidget *LogsPage::makeLog()
{
    m_filter->setPlaceholderText(tr("Filter by text, user or conversation, or /pattern/"));
    m_filter->setAccessibleName(tr("Filter of the log"));
    m_filter->setClearButtonEnabled(true);
    m_patternProblem = m_filter->addAction(icon("triangle-alert"), QLineEdit::TrailingPosition);
    m_patternProblem->setVisible(false);
    m_level->setAccessibleName(tr("Lowest level"));
    m_level->addItems({tr("All levels"), tr("From info"), tr("From warning"), tr("Errors")});
    m_level->setCurrentIndex(1);
    m_room->setAccessibleName(tr("Room"));
    m_room->addItem(tr("All rooms"));
    m_pause->setCheckable(true);
    m_view = new TableView(&m_lines, tr("Log of the server"));
    m_view->setObjectName("log");
    m_view->setSortingEnabled(false);
    m_view->installEventFilter(this);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &LogsPage::offerFilters);
    connect(m_chips, &FilterChips::changed, this, &LogsPage::updateFilter);
    auto *tools = new QHBoxLayout;
    tools->addWidget(m_filter, 1);
    for (QWidget *tool : std::initializer_list<QWidget *>{m_level, m_room, m_pause})
        tools->addWidget(tool);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(12);
    column->addLayout(tools);
    column->addWidget(m_chips);
    column->addWidget(m_view, 1);
    QScrollBar *bar = m_view->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this,
            [this, bar](int value) { m_isAtEnd = value >= bar->maximum() - 4; });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar] {
        if (m_isAtEnd)
            bar->setValue(bar->maximum());
    });
    connect(m_filter, &QLineEdit::textChanged, this, &LogsPage::updateFilter);
    connect(m_view, &TableView::clearAsked, this, [this] {
        m_filter->clear();
        m_chips->clear();
        m_level->setCurrentIndex(0);
        m_room->setCurrentIndex(0);
    });
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogsPage::updateFilter);
    connect(m_room, &QComboBox::currentIndexChanged, this, &LogsPage::updateFilter);
    connect(m_pause, &QPushButton::clicked, this, &LogsPage::setPaused);
    connect(m_view, &TableView::opened, this,
            [this] { showRecord(m_view, tr("A line of the log")); });
    updateFilter();
    return page;
}

QWidget *LogsPage::makeRequests()
{
    m_requestView = new TableView(&m_requests, tr("Requests"));
    m_requestView->setObjectName("requests");
    m_requestView->sortByColumn(0, Qt::DescendingOrder);
    auto *filter = new QLineEdit;
    filter->setPlaceholderText(tr("Filter by route, user, client or status"));
    filter->setAccessibleName(tr("Filter of requests"));
    filter->setClearButtonEnabled(true);
    auto *failed = new QPushButton(tr("Only failed"));
    failed->setCheckable(true);
    setKind(failed, ButtonKind::Chip);
    auto *tools = new QHBoxLayout;
    tools->addWidget(filter, 1);
    tools->addWidget(failed);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(12);
    column->addLayout(tools);
    column->addWidget(m_requestView, 1);
    connect(filter, &QLineEdit::textChanged, m_requestView, &TableView::setFilterText);
    connect(m_requestView, &TableView::clearAsked, this, [filter, failed] {
        filter->clear();
        failed->setChecked(false);
    });
    connect(failed, &QPushButton::toggled, this, [this](bool isOn) {
        m_requestView->setWanted([isOn](const QJsonObject &request) {
            const int status = request["status"].toInt();
            return !isOn || status == 0 || status >= 400;
        });
    });
    connect(m_requestView, &TableView::opened, this, [this] {
        (new RequestDialog(m_session->client()->url(), m_requestView->currentItem(), this))->open();
    });
    return page;
}

void LogsPage::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    m_stream.start();
    watchRequests();
}

void LogsPage::hideEvent(QHideEvent *event)
{
    PageFrame::hideEvent(event);
    m_stream.stop();
    watchRequests();
}

void LogsPage::openRequests()
{
    m_tabs->setCurrentIndex(1);
    m_requestView->setFocus(Qt::OtherFocusReason);
}

void LogsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
}

void LogsPage::take(const QList<QJsonObject> &lines)
{
    if (!m_isPaused)
        return add(lines);
    m_held.append(lines);
    if (m_held.size() > mostLines)
        m_held.remove(0, m_held.size() - mostLines);
    updatePause();
}

void LogsPage::add(const QList<QJsonObject> &lines)
{
    const bool isAtEnd = m_isAtEnd;
    m_lines.append(lines, mostLines);
    for (const QJsonObject &line : lines) {
        const QString room = line["room"].toString();
        if (!room.isEmpty() && m_room->findText(room) < 0)
            m_room->addItem(room);
    }
    if (isAtEnd)
        m_view->scrollToBottom();
}

/// What stands between slashes, of which the last may be missing yet.
static std::optional<QRegularExpression> patternOf(const QString &text)
{
    if (text.size() < 2 || !text.startsWith('/'))
        return std::nullopt;
    QString pattern = text.mid(1);
    if (pattern.size() > 1 && pattern.endsWith('/'))
        pattern.chop(1);
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
}

void LogsPage::showPatternProblem(const QString &problem)
{
    const QString words = problem.isEmpty() ? QString()
                                            : tr("This is no pattern yet: %1").arg(problem);
    m_patternProblem->setVisible(!problem.isEmpty());
    m_patternProblem->setToolTip(words);
    m_filter->setAccessibleDescription(words);
}

void LogsPage::updateFilter()
{
    const int lowest = m_level->currentIndex();
    const QString room = m_room->currentIndex() > 0 ? m_room->currentText() : QString();
    const QString text = m_filter->text();
    const std::optional<QRegularExpression> pattern = patternOf(text);
    showPatternProblem(pattern && !pattern->isValid() ? pattern->errorString() : QString());
    // Half a pattern leaves what is seen as it is.
    if (pattern && !pattern->isValid())
        return;
    m_view->setWanted(
        [lowest, room, text, pattern, only = m_chips->values()](const QJsonObject &line) {
        if (line.contains("lost"))
            return true;
        for (const auto &[field, value] : only.asKeyValueRange()) {
            if (line[field].toString() != value)
                return false;
        }
        if (logRank(line["level"].toString()) < lowest
            || (!room.isEmpty() && line["room"].toString() != room))
            return false;
        if (text.isEmpty())
            return true;
        return std::ranges::any_of(QStringList{"message", "user", "conversation", "request_id"},
                                   [&](const QString &name) {
            const QString value = line[name].toString();
            return pattern ? pattern->match(value).hasMatch()
                           : value.contains(text, Qt::CaseInsensitive);
        });
    });
    m_view->scrollToBottom();
}

void LogsPage::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    if (!isPaused)
        add(std::exchange(m_held, {}));
    updatePause();
}

void LogsPage::updatePause()
{
    m_pause->setChecked(m_isPaused);
    m_pause->setIcon(icon(m_isPaused ? "play" : "pause"));
    m_pause->setText(!m_isPaused ? tr("Pause") : tr("Go on (%n new)", nullptr, int(m_held.size())));
}

bool LogsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Space) {
            setPaused(!m_isPaused);
            return true;
        }
        if (key == Qt::Key_End) {
            m_view->scrollToBottom();
            return true;
        }
    }
    return PageFrame::eventFilter(watched, event);
}

/// To see only what belongs to the same as the line that is chosen.
void LogsPage::offerFilters(const QPoint &place)
{
    const QJsonObject line = m_view->currentItem();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto offer = [&](const QString &field, const QString &words) {
        const QString value = line[field].toString();
        if (value.isEmpty())
            return;
        connect(menu->addAction(words), &QAction::triggered, this,
                [this, field, value, words] { m_chips->add(field, value, words); });
    };
    offer("room", tr("Only the room %1").arg(visibleLine(line["room"].toString())));
    offer("user", tr("Only the user %1").arg(visibleLine(line["user"].toString())));
    offer("conversation",
          tr("Only the conversation %1").arg(logConversation(m_session, line).text));
    offer("request_id",
          tr("Only the request %1").arg(visibleLine(line["request_id"].toString().left(8))));
    if (menu->isEmpty())
        menu->addAction(tr("This line belongs to nothing else"))->setEnabled(false);
    menu->popup(m_view->viewport()->mapToGlobal(place));
}

/// The whole line with all that belongs to it.
void LogsPage::showRecord(const TableView *view, const QString &title)
{
    QJsonObject line = view->currentItem();
    line.remove("row");
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->resize(640, 360);
    auto *text = new QPlainTextEdit(dialog);
    text->setReadOnly(true);
    text->setFont(ui::font(Type::Code));
    text->setAccessibleName(dialog->windowTitle());
    text->setPlainText(visible(QString::fromUtf8(QJsonDocument(line).toJson())));
    auto *column = new QVBoxLayout(dialog);
    column->addWidget(text);
    dialog->open();
}

/// They are told while somebody looks at them. Those before are asked for first, which also says
/// whether the key may see them.
void LogsPage::watchRequests()
{
    const bool isWatching = isVisible() && m_tabs->currentIndex() == 1;
    if (std::exchange(m_isWatchingRequests, isWatching) == isWatching)
        return;
    if (!isWatching) {
        if (std::exchange(m_isToldRequests, false))
            m_session->feed()->unsubscribe("requests");
        return;
    }
    QUrlQuery query;
    query.addQueryItem("limit", "100");
    QCoro::connect(m_session->client()->get("/requests", query), this,
                   [this](const core::Result<QJsonValue> &page) {
        const QString problem = page ? QString()
                                     : tr("Requests cannot be shown: %1").arg(page.error().message);
        m_requestView->setEmptyText(problem);
        m_requestView->setAccessibleDescription(problem);
        m_requestView->viewport()->update();
        if (!page)
            return;
        if (m_isWatchingRequests && !std::exchange(m_isToldRequests, true))
            m_session->feed()->subscribe("requests");
        QList<QJsonObject> items;
        for (const QJsonValue &item : (*page)["items"].toArray())
            items.append(item.toObject());
        takeRequests(items);
    });
}

void LogsPage::takeRequests(const QList<QJsonObject> &items)
{
    QList<QJsonObject> fresh;
    for (const QJsonObject &item : items) {
        if (m_requests.rowOf(item["seq"].toVariant().toString()) < 0)
            fresh.append(item);
    }
    m_requests.append(fresh, mostRequests);
}

/// What the filter shows, a line of JSON for each.
QByteArray LogsPage::shownText(const TableView *view)
{
    QByteArray text;
    for (int row = 0; row < view->shown(); ++row) {
        QJsonObject line = view->model()->index(row, 0).data(Table::ItemRole).toJsonObject();
        line.remove("row");
        text += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    }
    return text;
}

void LogsPage::exportShown()
{
    const bool isLog = m_tabs->currentIndex() == 0;
    const TableView *view = isLog ? m_view : m_requestView;
    auto *dialog = new QFileDialog(this, isLog ? tr("Export the log") : tr("Export the requests"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix("jsonl");
    dialog->selectFile(isLog ? "berth-log.jsonl" : "berth-requests.jsonl");
    connect(dialog, &QFileDialog::fileSelected, this, [this, view](const QString &name) {
        QSaveFile file(name);
        if (file.open(QIODevice::WriteOnly) && file.write(shownText(view)) >= 0 && file.commit())
            return tell(tr("%n line(s) were written to %1.", nullptr, view->shown()).arg(name),
                        Tone::Ok);
        tell(tr("The file could not be written: %1").arg(file.errorString()));
    });
    dialog->open();
}

} // namespace ui
