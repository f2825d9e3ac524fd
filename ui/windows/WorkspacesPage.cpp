// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WorkspacesPage.h"

#include "ui/widgets/ColumnsButton.h"
#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/Ask.h"
#include "ui/windows/ConnectionsPanel.h"
#include "ui/windows/FilesWindow.h"
#include "ui/windows/FreeSpaceDialog.h"
#include "ui/windows/ImagesPanel.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/NewWorkspaceDialog.h"
#include "ui/windows/TerminalWindow.h"
#include "ui/windows/WorkspaceDetail.h"
#include "ui/windows/WorkspaceWarning.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>

namespace ui {

static constexpr int besideWidth = 1000; // of the window; below the detail takes the table's place

static constexpr int detailWidth = 340;

enum WorkspacesPart { WorkspacesTab, ImagesTab, ConnectionsTab };

enum class WorkspaceGroup { All, Running, Paused, Trouble };

static bool isIn(WorkspaceGroup group, const QJsonObject &workspace, const QJsonObject &usage)
{
    const Tone tone = lookOfWorkspace(workspace, usage).tone;
    switch (group) {
    case WorkspaceGroup::All: return true;
    case WorkspaceGroup::Running: return workspace["state"] == "ready";
    case WorkspaceGroup::Paused: return workspace["state"] == "paused";
    case WorkspaceGroup::Trouble: return tone == Tone::Warn || tone == Tone::Danger;
    }
    return true;
}

/// A window that somebody has just asked for hears the keyboard.
static void bringUp(QWidget *window)
{
    window->show();
    window->raise();
    window->activateWindow();
}

WorkspacesPage::WorkspacesPage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_usage(session->feed())
    , m_table(session, &m_usage)
    , m_frame(new PageFrame(tr("Workspaces"), this))
    , m_tabs(new QTabBar)
    , m_parts(new QStackedWidget)
    , m_connections(new ConnectionsPanel(session))
    , m_filter(new QLineEdit)
    , m_view(new TableView(&m_table, tr("Workspaces"), TableView::Rows::TwoLines))
    , m_columns(new ColumnsButton(m_view))
    , m_total(new QLabel)
    , m_warning(new WorkspaceWarning)
    , m_manyWords(new QLabel)
    , m_many(makeMany())
    , m_detail(new WorkspaceDetail(session, &m_usage, this))
{
    auto *create = new QPushButton(icon("plus"), tr("New workspace"), this);
    setKind(create, ButtonKind::Primary);
    auto *space = new QPushButton(icon("trash-2"), tr("Free up space..."), this);
    setKind(space, ButtonKind::Quiet);
    space->setObjectName("freeSpace");
    create->setObjectName("newWorkspace");
    m_needs->add({space, create, m_frame->emptyButton()});
    m_frame->addAction(space);
    m_frame->addAction(create);
    connect(space, &QPushButton::clicked, this, [this] {
        auto *dialog = new FreeSpaceDialog(m_session, this);
        connect(dialog, &FreeSpaceDialog::freed, this, [this](int things) {
            m_frame->tell(tr("%n thing(s) deleted.", nullptr, things), Tone::Ok);
        });
        dialog->open();
    });
    makeParts(create);
    m_detail->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_frame, 1);
    row->addWidget(m_detail);

    m_view->setObjectName("workspaces");
    m_view->setManyChosen();
    connect(m_view, &TableView::manyChosen, this, &WorkspacesPage::updateMany);
    focusFirst(this, m_view);
    connect(create, &QPushButton::clicked, this, &WorkspacesPage::create);
    connect(m_frame, &PageFrame::emptyAnswered, this, &WorkspacesPage::create);
    connect(m_frame, &PageFrame::noticeAnswered, this, [this] {
        m_new = m_failed;
        m_frame->tell(tr("The workspace starts."), Tone::Ok);
        QCoro::connect(m_session->commands()->startWorkspace(m_failed), this,
                       [this](const core::Result<> &started) {
            // What it says itself says more.
            if (!started && !m_new.isEmpty())
                m_frame->tell(started.error().message);
        });
    });
    connect(session->workspaces(), &FeedModel::told, this,
            [this](const QString &, const QString &id) {
        if (id == m_new)
            tellOfNew();
    });
    connect(m_filter, &QLineEdit::textChanged, m_view, &TableView::setFilterText);
    connect(m_view, &TableView::clearAsked, this, [this] {
        m_filter->clear();
        m_chips.first()->click();
    });
    connect(m_warning, &WorkspaceWarning::limitAsked, this, [this](const QString &id) {
        open(id);
        m_detail->openRules();
    });
    connect(m_view, &TableView::currentChosen, this, [this] { updateDetail(!m_isNarrow); });
    connect(m_view, &TableView::opened, this, [this] { updateDetail(true); });
    connect(m_detail, &WorkspaceDetail::terminalAsked, this, [this](const QString &id) {
        const QString name = m_session->workspaces()->item(id)["name"].toString();
        bringUp(new TerminalWindow(m_session->client(), id, name, this));
    });
    connect(m_detail, &WorkspaceDetail::filesAsked, this, [this](const QString &id) {
        const QString name = m_session->workspaces()->item(id)["name"].toString();
        bringUp(new FilesWindow(m_session, id, name, this));
    });
    connect(m_detail, &WorkspaceDetail::closeAsked, this, [this] {
        updateDetail(false);
        m_view->setFocus(Qt::OtherFocusReason);
    });
    for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_table, changed, this, &WorkspacesPage::update);
    connect(&m_table, &QAbstractItemModel::dataChanged, this, &WorkspacesPage::updateTotal);
    connect(session->workspaces(), &FeedModel::known, this, &WorkspacesPage::update);
    update();
}

void WorkspacesPage::makeParts(QWidget *create)
{
    m_tabs->setObjectName("parts");
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Parts of the workspaces"));
    for (const QString &name : {tr("Workspaces"), tr("Images"), tr("Connections")})
        m_tabs->addTab(name);
    m_parts->addWidget(makeContent());
    m_parts->addWidget(new ImagesPanel(m_session));
    m_parts->addWidget(m_connections);
    m_frame->setBar(m_tabs);
    m_frame->setContent(m_parts);
    connect(m_tabs, &QTabBar::currentChanged, this, [this, create](int part) {
        m_parts->setCurrentIndex(part);
        create->setVisible(part == WorkspacesTab);
        updateDetail(false);
        update();
    });
}

QWidget *WorkspacesPage::makeContent()
{
    m_filter->setPlaceholderText(tr("Filter by name, user or state"));
    m_filter->setAccessibleName(tr("Filter of workspaces"));
    m_filter->setClearButtonEnabled(true);
    m_total->setFont(ui::font(Type::Small));
    auto *chips = new QButtonGroup(this);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(6);
    tools->addWidget(m_filter, 1);
    for (const auto group : {WorkspaceGroup::All, WorkspaceGroup::Running, WorkspaceGroup::Paused,
                             WorkspaceGroup::Trouble}) {
        auto *chip = new QPushButton(this);
        chip->setCheckable(true);
        setKind(chip, ButtonKind::Chip);
        chips->addButton(chip, int(group));
        tools->addWidget(chip);
        m_chips.append(chip);
    }
    setKind(m_columns, ButtonKind::Quiet);
    tools->addWidget(m_columns);
    m_chips.first()->setChecked(true);
    connect(chips, &QButtonGroup::idClicked, this, [this](int group) {
        m_view->setWanted([this, group](const QJsonObject &item) {
            return isIn(WorkspaceGroup(group), item, m_usage.newest(item["id"].toString()));
        });
    });
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(tools);
    column->addWidget(m_view, 1);
    column->addWidget(m_warning);
    column->addWidget(m_many);
    column->addWidget(m_total);
    return content;
}

QWidget *WorkspacesPage::makeMany()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_manyWords, 1);
    const auto add = [&](const QString &sign, const QString &text, auto run) {
        auto *button = new QPushButton(icon(sign), text);
        button->setAccessibleName(tr("%1: all that are chosen").arg(text));
        m_needs->add({button});
        connect(button, &QPushButton::clicked, this, run);
        row->addWidget(button);
        return button;
    };
    add("circle-play", tr("Start"), [this] { changeMany(&Commands::startWorkspace); });
    add("circle-pause", tr("Pause"), [this] { changeMany(&Commands::pauseWorkspace); });
    add("circle-stop", tr("Stop"), [this] { changeMany(&Commands::stopWorkspace); });
    setKind(add("trash-2", tr("Delete..."), [this] { removeMany(); }), ButtonKind::Danger);
    bar->hide();
    return bar;
}

void WorkspacesPage::updateMany()
{
    const int count = int(m_view->chosenIds().size());
    m_many->setVisible(count > 1);
    m_manyWords->setText(tr("%n workspaces are chosen", nullptr, count));
    if (count > 1)
        updateDetail(false);
}

/// What one refuses does not keep the others from it.
void WorkspacesPage::changeMany(core::Task<> (Commands::*command)(QString))
{
    const QStringList ids = m_view->chosenIds();
    for (const QString &id : ids)
        m_frame->ask((m_session->commands()->*command)(id));
}

void WorkspacesPage::removeMany()
{
    QStringList ids = m_view->chosenIds();
    const qsizetype all = ids.size();
    ids.removeIf([this](const QString &id) {
        return m_session->workspaces()->item(id)["is_default"].toBool();
    });
    if (ids.isEmpty())
        return m_frame->tell(tr("The default workspace of a user stays."));
    QString text = tr("Their containers and all their files go and cannot be had back. "
                      "Conversations that worked in them stay.");
    if (ids.size() < all)
        text += ' ' + tr("The default workspace of a user stays.");
    askFirst(this, tr("Delete %n workspace(s)?", nullptr, int(ids.size())), text,
             tr("Delete workspaces"), [this, ids] {
        for (const QString &id : ids)
            m_frame->ask(m_session->commands()->removeWorkspace(id));
    });
}

void WorkspacesPage::update()
{
    if (m_tabs->currentIndex() != WorkspacesTab)
        return m_frame->showContent();
    if (!m_session->workspaces()->isKnown())
        return m_frame->showLoading();
    if (m_table.rowCount() == 0)
        return m_frame->showEmpty(tr("No workspaces yet"),
                                  tr("Each user gets one with the first conversation. You can make "
                                     "more, with limits of their own."),
                                  tr("New workspace"));
    m_frame->showContent();
    if (!m_detail->workspaceId().isEmpty() && m_table.rowOf(m_detail->workspaceId()) < 0)
        updateDetail(false);
    updateTotal();
}

void WorkspacesPage::updateTotal()
{
    m_warning->look(m_table, m_usage);
    std::array<int, 4> counts{};
    double processors = 0, memory = 0, disk = 0;
    for (int row = 0; row < m_table.rowCount(); ++row) {
        const QJsonObject item = m_table.item(row);
        const QJsonObject usage = m_usage.newest(item["id"].toString());
        for (size_t group = 0; group < counts.size(); ++group)
            counts[group] += isIn(WorkspaceGroup(group), item, usage);
        processors += usage["cpu"].toDouble();
        memory += usage["memory_bytes"].toDouble();
        disk += usage["disk"]["used"].toDouble();
    }
    m_chips[0]->setText(tr("All %1").arg(counts[0]));
    m_chips[1]->setText(tr("Running %1").arg(counts[1]));
    m_chips[2]->setText(tr("Paused %1").arg(counts[2]));
    m_chips[3]->setText(tr("Trouble %1").arg(counts[3]));
    m_total->setText(tr("Total: %1 CPUs · memory %2 · disk %3 · told every 2 s while this page is "
                        "open")
                         .arg(QLocale().toString(processors, 'f', 1), byteSize(qint64(memory)),
                              byteSize(qint64(disk))));
}

void WorkspacesPage::updateDetail(bool isOpened)
{
    const QString id = m_view->currentId();
    isOpened = isOpened && !id.isEmpty() && m_view->chosenIds().size() < 2
               && m_tabs->currentIndex() == WorkspacesTab;
    if (isOpened)
        m_detail->look(id);
    m_detail->setVisible(isOpened);
    m_detail->setMinimumWidth(m_isNarrow ? 0 : detailWidth);
    m_detail->setMaximumWidth(m_isNarrow ? QWIDGETSIZE_MAX : detailWidth);
    m_frame->setVisible(!isOpened || !m_isNarrow);
}

void WorkspacesPage::keepTable(Preferences *preferences)
{
    m_columns->keep(preferences, "workspaces");
}

void WorkspacesPage::open(const QString &workspaceId)
{
    m_tabs->setCurrentIndex(WorkspacesTab);
    m_filter->clear();
    m_view->setCurrent(workspaceId);
    updateDetail(true);
}

void WorkspacesPage::focusFilter()
{
    if (m_tabs->currentIndex() == ConnectionsTab)
        m_connections->focusFilter();
    else if (m_tabs->currentIndex() == WorkspacesTab)
        m_filter->setFocus(Qt::ShortcutFocusReason);
}

void WorkspacesPage::create()
{
    auto *dialog = new NewWorkspaceDialog(m_session, this);
    connect(dialog, &NewWorkspaceDialog::made, this, [this](const QString &id) {
        m_new = id;
        m_frame->tell(tr("The workspace is there, and starts now."), Tone::Ok);
        tellOfNew();
    });
    dialog->open();
}

/// Of the one that was made last: what became of its first start.
void WorkspacesPage::tellOfNew()
{
    const QJsonObject item = m_session->workspaces()->item(m_new);
    const QString name = visibleLine(item["name"].toString());
    if (item["state"] == "ready")
        m_frame->tell(tr("The workspace %1 runs.").arg(name), Tone::Ok);
    else if (item["state"] == "failed")
        m_frame->tell(name + ": " + failureOfWorkspace(item), Tone::Danger, tr("Try now"));
    else if (const QString why = restOfWorkspace(item); !why.isEmpty())
        m_frame->tell(name + ": " + why, Tone::Warn, tr("Try now"));
    else
        return;
    m_failed = item["state"] == "ready" ? QString() : m_new;
    m_new.clear();
}

void WorkspacesPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_isNarrow = window()->width() < besideWidth;
    updateDetail(m_detail->isVisible());
}

void WorkspacesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_usage.watch(true);
}

void WorkspacesPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_usage.watch(false);
}

/// Keys mean the workspace that is shown or, where there is no room for it beside the table, that
/// of the row with the focus.
bool WorkspacesPage::lookAtChosen()
{
    if (m_detail->isVisible())
        return true;
    if (!m_view->hasFocus() || m_view->currentId().isEmpty() || m_view->chosenIds().size() > 1)
        return false;
    m_detail->look(m_view->currentId());
    return true;
}

/// F2 is a key of the window's that means a conversation elsewhere.
bool WorkspacesPage::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_F2 && lookAtChosen())
        event->accept();
    return QWidget::event(event);
}

void WorkspacesPage::keyPressEvent(QKeyEvent *event)
{
    const bool isAsking = event->key() == Qt::Key_Delete || event->key() == Qt::Key_F2;
    if (event->key() == Qt::Key_Escape && m_detail->isVisible())
        emit m_detail->closeAsked();
    else if (isAsking && m_needs->isOff())
        event->accept();
    else if (event->key() == Qt::Key_Delete && m_many->isVisible())
        removeMany();
    else if (event->key() == Qt::Key_F2 && lookAtChosen())
        m_detail->rename();
    else if (event->key() == Qt::Key_Delete && m_view->hasFocus() && lookAtChosen())
        m_detail->askRemove();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui
