// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationPanel.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/Type.h"
#include "ui/windows/CardSheet.h"
#include "ui/windows/DiffDialog.h"
#include "ui/windows/FileDrag.h"
#include "ui/windows/GitChanges.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/TerminalPane.h"
#include "ui/windows/UsagePanel.h"

#include <QBoxLayout>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>

namespace ui {

static constexpr std::chrono::milliseconds frameTime{16};
static constexpr std::chrono::milliseconds readingTime{3}; // of a frame
static constexpr int mostRevisions = 20; // of a file; each is a card
static constexpr int rowsInView = 5; ///< of the changed files

enum PanelTab { FilesTab, PlanTab, UsageTab, TerminalTab };

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
    , m_git(new GitChanges(session, this))
    , m_files(TouchedFiles::columns(), "path")
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setDocumentMode(true);
    setFocusProxy(m_tabs);
    for (QWidget *page : {makeFiles(), makePlan(), makeUsage(), makeTerminal()})
        m_tabs->addTab(page, QString());
    retranslate();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->addWidget(m_tabs);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ConversationPanel::turn);
    // What is being written is a row until its event comes, which takes the place.
    connect(timeline, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first) { forget(first); });
    connect(timeline, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first) {
        forget(first);
        update();
    });
    connect(timeline, &QAbstractItemModel::modelReset, this, [this] { look(m_id); });
    connect(timeline, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
        if (!isVisible() || first.row() >= m_readRows)
            return;
        for (int row = first.row(); row <= last.row() && row < m_readRows; ++row)
            readRow(row);
        update();
    });
    m_reading.setSingleShot(true);
    m_reading.setInterval(frameTime);
    connect(&m_reading, &QTimer::timeout, this, &ConversationPanel::readOn);
    connect(session->conversations(), &FeedModel::told, this,
            [this](const QString &, const QString &id) {
        if (id != m_id)
            return;
        followState();
        if (isVisible() && m_tabs->currentIndex() == UsageTab)
            lookAtUsage();
    });
    connect(session->workspaces(), &FeedModel::told, this, [this] {
        if (m_git->isOwed())
            askGit();
    });
    connect(m_git, &GitChanges::filesRead, this, [this](const QMap<QString, GitFile> &files) {
        m_touched.setFromGit(files);
        m_shownFile.clear();
        updateFiles();
    });
    connect(m_git, &GitChanges::diffRead, this, &ConversationPanel::showGitFile);
}

/// What a run has done is known when it has ended, or waits.
void ConversationPanel::followState()
{
    const QJsonObject item = m_session->conversations()->item(m_id);
    m_touched.setFolder(item["directory"].toString());
    const QString before = std::exchange(m_state, item["state"].toString());
    if (before == "running" && m_state != before)
        askGit();
}

/// Only for who looks.
void ConversationPanel::askGit()
{
    if (isVisible() && m_tabs->currentIndex() == FilesTab)
        m_git->ask();
}

QWidget *ConversationPanel::makeFiles()
{
    m_view = new TableView(&m_files, tr("Files that were touched"), TableView::Rows::TwoLines);
    m_diff = new CardSheet(tr("What was changed in the file"));
    m_view->horizontalHeader()->hide();
    m_view->sortByColumn(1, Qt::AscendingOrder); // by their paths
    m_changed = new ElidedLabel;
    m_changed->setFont(ui::font(Type::Strong));
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 10, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_changed);
    column->addWidget(m_view);
    column->addWidget(scrolled(m_diff), 1);
    m_openDiff = new QPushButton(icon("panel-right"), QString());
    m_download = new QPushButton(icon("download"), QString());
    setKind(m_download, ButtonKind::Quiet);
    (new NeedsServer(m_session->feed(), this))->add({m_download});
    auto *actions = new FlowLayout;
    for (QPushButton *button : {m_openDiff, m_download}) {
        button->hide();
        actions->addWidget(button);
    }
    column->addLayout(actions);
    m_drag = new FileDrag(m_view);
    connect(m_drag, &FileDrag::wanted, this, [this](const QString &source, const QString &target) {
        fetch(source, target, [this, source, target] {
            if (!m_drag->carry(source, target))
                emit told(tr("%1 is here now: drag it again to where you want it.")
                              .arg(visibleLine(source.section('/', -1))),
                          true);
        });
    });
    connect(m_openDiff, &QPushButton::clicked, this, &ConversationPanel::openDiff);
    connect(m_view, &TableView::opened, this, &ConversationPanel::openDiff);
    connect(m_download, &QPushButton::clicked, this, &ConversationPanel::download);
    connect(m_view, &TableView::currentChosen, this, &ConversationPanel::showFile);
    return page;
}

QWidget *ConversationPanel::makePlan()
{
    m_plan = new CardSheet(tr("Plan"));
    return scrolled(m_plan);
}

QWidget *ConversationPanel::makeUsage()
{
    m_usage = new UsagePanel(m_session);
    return scrolled(m_usage);
}

QWidget *ConversationPanel::makeTerminal()
{
    m_place = new QWidget;
    m_noTerminal = new QLabel;
    m_noTerminal->setWordWrap(true);
    m_noTerminal->setAlignment(Qt::AlignTop);
    auto *column = new QVBoxLayout(m_place);
    column->setContentsMargins(4, 12, 4, 4);
    column->addWidget(m_noTerminal, 1);
    return m_place;
}

void ConversationPanel::retranslate()
{
    m_tabs->setAccessibleName(tr("Beside the conversation"));
    m_tabs->tabBar()->setAccessibleName(m_tabs->accessibleName());
    m_files.setTitles({tr("Change"), tr("File"), tr("Added"), tr("Gone")});
    updateTabs();
    m_openDiff->setText(tr("Open diff"));
    m_openDiff->setToolTip(tr("Before and after, side by side"));
    m_download->setText(tr("Download..."));
    m_tabs->setTabText(PlanTab, tr("Plan"));
    m_tabs->setTabText(UsageTab, tr("Usage"));
    m_tabs->setTabText(TerminalTab, tr("Terminal"));
    m_noTerminal->setText(tr("This conversation has no workspace yet. It gets one when it runs."));
}

void ConversationPanel::updateTabs()
{
    const int files = m_files.rowCount();
    m_tabs->setTabText(FilesTab, files ? tr("Files %1").arg(files) : tr("Files"));
    const QString changed = !files ? tr("No file was changed yet")
                            : m_touched.isCounted()
                                ? tr("%n file(s) changed, +%1 -%2", nullptr, files)
                                      .arg(m_touched.added())
                                      .arg(m_touched.removed())
                                : tr("%n file(s) changed", nullptr, files);
    m_changed->setText(changed);
}

void ConversationPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        turn();
    }
}

bool ConversationPanel::isTerminalInFront() const
{
    return m_tabs->currentIndex() == TerminalTab;
}

void ConversationPanel::openTerminal()
{
    m_tabs->setCurrentIndex(TerminalTab);
    showTerminal();
    if (m_terminal)
        m_terminal->setFocus(Qt::ShortcutFocusReason);
}

/// In the workspace of the conversation that is looked at; a shell of another one ends.
void ConversationPanel::showTerminal()
{
    const QString workspace = m_session->conversations()->item(m_id)["workspace"].toString();
    const bool isThere = m_session->workspaces()->rowOf(workspace) >= 0;
    if (m_terminal && workspace == m_workspace)
        return;
    endTerminal();
    m_noTerminal->setVisible(!isThere);
    if (!isThere)
        return;
    m_workspace = workspace;
    m_terminal = new TerminalPane(m_session->client(), workspace);
    m_terminal->leaveOut(Qt::Key_J);
    m_place->layout()->addWidget(m_terminal);
}

void ConversationPanel::endTerminal()
{
    if (m_terminal)
        std::exchange(m_terminal, nullptr)->deleteLater();
    m_workspace.clear();
}

void ConversationPanel::look(const QString &conversationId)
{
    const QString workspace =
        m_session->conversations()->item(conversationId)["workspace"].toString();
    if (workspace != m_workspace)
        endTerminal();
    m_id = conversationId;
    m_state.clear();
    m_git->look(m_id);
    m_touched.clear();
    followState();
    forget(0);
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

/// Rows from there on are others now.
void ConversationPanel::forget(int first)
{
    if (first >= m_readRows)
        return;
    m_readRows = first;
    if (m_planRow >= first)
        m_planRow = -1;
    m_touched.forget(first);
    m_shownFile.clear();
}

/// Takes what has come while nobody looked; at once, unless that was done just now.
void ConversationPanel::update()
{
    if (isVisible() && !m_reading.isActive())
        readOn();
}

/// A long history is read between other things.
void ConversationPanel::readOn()
{
    if (!isVisible())
        return;
    QElapsedTimer since;
    since.start();
    const int end = m_timeline->rowCount();
    m_isChanged = m_isChanged || m_readRows < end;
    while (m_readRows < end && since.durationElapsed() < readingTime)
        readRow(m_readRows++);
    if (m_readRows < end)
        return m_reading.start();
    if (!std::exchange(m_isChanged, false))
        return;
    updateFiles();
    if (std::exchange(m_isEdited, false))
        askGit();
    if (m_tabs->currentIndex() == PlanTab)
        updatePlan();
    // What comes before the next frame is taken together.
    m_reading.start();
}

/// What is in front now.
void ConversationPanel::turn()
{
    update();
    askGit();
    if (m_tabs->currentIndex() == PlanTab)
        updatePlan();
    if (m_tabs->currentIndex() == UsageTab && isVisible())
        lookAtUsage();
    if (m_tabs->currentIndex() == TerminalTab && isVisible())
        showTerminal();
}

void ConversationPanel::lookAtUsage()
{
    m_usage->look(m_id, m_session->conversations()->item(m_id));
}

void ConversationPanel::readRow(int row)
{
    const Card::Kind kind = m_timeline->kind(row);
    if (kind == Card::Kind::Plan)
        m_planRow = qMax(m_planRow, row);
    m_isChanged = true;
    if (kind != Card::Kind::Edit)
        return;
    const Card &card = m_timeline->card(row);
    if (!card.diff.added && !card.diff.removed)
        return;
    m_touched.put(row, {card.title, card.diff.added, card.diff.removed, card.isNewFile});
    m_isEdited = true;
}

void ConversationPanel::updateFiles()
{
    const QList<QJsonObject> items = m_touched.rows();
    m_files.replace(items);
    const int rows = qMin(int(items.size()), rowsInView)
                     * m_view->verticalHeader()->defaultSectionSize();
    m_view->setFixedHeight(rows + 2 * m_view->frameWidth() + 6);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_view, m_openDiff, m_download})
        widget->setVisible(!items.isEmpty());
    if (m_view->currentId().isEmpty())
        m_view->selectRow(0);
    updateTabs();
    showFile();
}

/// The newest changes of the file that is chosen, in their order; what git says when there are
/// none.
QList<Card> ConversationPanel::cardsOfFile() const
{
    const QList<int> rows = m_touched.touches(m_view->currentId());
    QList<Card> cards;
    for (const int row : rows.last(qMin<qsizetype>(rows.size(), mostRevisions)))
        cards.append(m_timeline->card(row));
    if (cards.isEmpty() && m_gitCard)
        cards.append(*m_gitCard);
    return cards;
}

void ConversationPanel::openDiff()
{
    QList<Diff> diffs;
    for (const Card &card : cardsOfFile())
        diffs.append(card.diff);
    if (!diffs.isEmpty())
        (new DiffDialog(visibleLine(m_view->currentId()), diffs, this))->open();
}

void ConversationPanel::download()
{
    const QString source = m_view->currentId();
    if (source.isEmpty() || m_view->currentItem()["type"] != "file")
        return;
    auto *dialog = new QFileDialog(this, tr("Download"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(source.section('/', -1));
    connect(dialog, &QFileDialog::fileSelected, this, [this, source](const QString &target) {
        fetch(source, target,
              [this, target] { emit told(tr("It is at %1 now.").arg(target), true); });
    });
    dialog->open();
}

/// Out of the conversation's workspace into a file of this machine.
void ConversationPanel::fetch(const QString &source, const QString &target,
                              std::function<void()> then)
{
    const QString workspace = m_session->conversations()->item(m_id)["workspace"].toString();
    const QString path = "/workspaces/" + workspace + "/files"
                         + (source.startsWith('/') ? source : '/' + source);
    QCoro::connect(m_session->client()->download(path, {}, target), this,
                   [this, then = std::move(then)](const core::Result<> &done) {
        if (!done)
            return emit told(done.error().message, false);
        then();
    });
}

void ConversationPanel::showFile()
{
    const QString path = m_view->currentId();
    const QList<int> rows = m_touched.touches(path);
    const std::optional<GitFile> git = m_touched.git(path);
    m_download->setEnabled(m_view->currentItem()["type"] == "file");
    const QStringList shown{path, QString::number(rows.isEmpty() ? -1 : rows.last()),
                            m_view->currentItem()["change"].toVariant().toString()};
    if (std::exchange(m_shownFile, shown) == shown)
        return;
    if (!m_gitCard || m_gitCard->title != visibleLine(path))
        m_gitCard.reset();
    m_diff->show(cardsOfFile());
    // Of what was renamed, git would say that all of it is new.
    if (rows.isEmpty() && git && git->change != FileChange::Renamed)
        m_git->askDiff(path);
}

/// What a command did to a file.
void ConversationPanel::showGitFile(const QString &path, const QString &before,
                                    const QString &after)
{
    if (path != m_view->currentId())
        return;
    Card card;
    card.kind = Card::Kind::Edit;
    card.icon = "file-pen";
    card.title = visibleLine(path);
    card.diff = lineDiff(visible(before), visible(after));
    m_gitCard = card;
    m_diff->show(cardsOfFile());
}

void ConversationPanel::updatePlan()
{
    QList<Card> cards;
    if (m_planRow >= 0 && m_planRow < m_timeline->rowCount())
        cards.append(m_timeline->card(m_planRow));
    m_plan->show(cards);
}

void ConversationPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().window);
    painter.fillRect(QRect(0, 0, 1, height()), theme().border);
}

} // namespace ui
