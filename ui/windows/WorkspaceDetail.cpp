// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WorkspaceDetail.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Graph.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/Ask.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/Notice.h"
#include "ui/windows/RenameWorkspaceDialog.h"
#include "ui/windows/WorkspaceRules.h"
#include "ui/windows/WorkspaceTable.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>

namespace ui {

enum DetailTab { OverviewTab, ProcessesTab, LogTab, RulesTab };

static QPushButton *iconButton(const QString &sign, const QString &name, QWidget *parent)
{
    auto *button = new QPushButton(icon(sign), QString(), parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

static QList<Column> processColumns()
{
    const auto number = [](const QJsonObject &item) {
        return Cell{.text = QString::number(item["pid"].toInt()), .order = item["pid"].toInt()};
    };
    const auto command = [](const QJsonObject &item) {
        return Cell{.text = visibleLine(item["command"].toString()), .isCode = true};
    };
    const auto time = [](const QJsonObject &item) {
        const double seconds = item["cpu_seconds"].toDouble();
        return Cell{.text = duration(qint64(seconds * 1000)), .order = seconds};
    };
    const auto memory = [](const QJsonObject &item) {
        return Cell{.text = byteSize(item["memory_bytes"].toInteger()),
                    .order = item["memory_bytes"].toDouble()};
    };
    return {{WorkspaceDetail::tr("Command"), command, 0},
            {WorkspaceDetail::tr("CPU time"), time, 84},
            {WorkspaceDetail::tr("Memory"), memory, 74},
            {WorkspaceDetail::tr("PID"), number, 52}};
}

WorkspaceDetail::WorkspaceDetail(Session *session, Usage *usage, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_usage(usage)
    , m_processes(processColumns(), "pid")
    , m_name(new ElidedLabel(this))
    , m_state(new QLabel(this))
    , m_notice(new Notice(this))
    , m_failure(new Notice(this))
    , m_terminal(new QPushButton(icon("terminal"), tr("Terminal"), this))
    , m_files(new QPushButton(icon("folder"), tr("Files"), this))
    , m_pause(iconButton("circle-pause", tr("Pause workspace"), this))
    , m_stop(iconButton("circle-stop", tr("Stop workspace"), this))
    , m_rename(iconButton("file-pen", tr("Rename workspace..."), this))
    , m_remove(iconButton("trash-2", tr("Delete workspace..."), this))
    , m_tabs(new QTabWidget(this))
    , m_rules(new WorkspaceRules(session))
{
    m_name->setFont(ui::font(Type::Section));
    m_state->setFont(ui::font(Type::Strong));
    setKind(m_terminal, ButtonKind::Primary);
    m_remove->setObjectName("remove");
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(makeOverview(), tr("Overview"));
    m_tabs->addTab(makeProcesses(), tr("Processes"));
    m_tabs->addTab(makeLog(), tr("Log"));
    m_tabs->addTab(m_rules, tr("Rules"));
    m_tabs->setAccessibleName(tr("Parts of the workspace"));
    m_tabs->tabBar()->setAccessibleName(m_tabs->accessibleName());
    layOut();

    Commands *commands = session->commands();
    connect(m_terminal, &QPushButton::clicked, this, [this] { emit terminalAsked(m_id); });
    connect(m_files, &QPushButton::clicked, this, [this] { emit filesAsked(m_id); });
    connect(m_pause, &QPushButton::clicked, this, [=, this] {
        const bool isReady = m_session->workspaces()->item(m_id)["state"] == "ready";
        tell(isReady ? commands->pauseWorkspace(m_id) : commands->startWorkspace(m_id));
    });
    connect(m_stop, &QPushButton::clicked, this,
            [=, this] { tell(commands->stopWorkspace(m_id)); });
    m_failure->setObjectName("failure");
    m_failure->setVerbBelow();
    m_failure->tell({}, Tone::Danger, tr("Try now"));
    m_needs->add(
        {m_failure->answerButton(), m_pause, m_stop, m_rename, m_remove, m_terminal, m_files});
    connect(m_failure, &Notice::answered, this,
            [=, this] { tell(commands->startWorkspace(m_id)); });
    connect(m_rename, &QPushButton::clicked, this, &WorkspaceDetail::rename);
    connect(m_remove, &QPushButton::clicked, this, &WorkspaceDetail::askRemove);
    connect(m_tabs, &QTabWidget::currentChanged, this, &WorkspaceDetail::readTab);
    connect(session->workspaces(), &FeedModel::told, this, &WorkspaceDetail::update);
    connect(session->workspaces(), &FeedModel::known, this, &WorkspaceDetail::update);
    connect(session->feed(), &Feed::stateChanged, this, &WorkspaceDetail::update);
    connect(usage, &Usage::changed, this, [this](const QString &id) {
        if (id != m_id && !id.isEmpty())
            return;
        updateUsage();
        if (m_tabs->currentIndex() == ProcessesTab && isVisible())
            readTab();
    });
}

void WorkspaceDetail::layOut()
{
    QPushButton *close = iconButton("x", tr("Close the workspace"), this);
    setKind(close, ButtonKind::Quiet);
    setKind(m_rename, ButtonKind::Quiet);
    connect(close, &QPushButton::clicked, this, &WorkspaceDetail::closeAsked);
    auto *first = new QHBoxLayout, *second = new QHBoxLayout;
    first->addWidget(m_name, 1);
    first->addWidget(m_rename);
    first->addWidget(m_state);
    first->addWidget(close);
    for (QPushButton *button : {m_terminal, m_files, m_pause, m_stop, m_remove})
        second->addWidget(button);
    second->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 12);
    column->setSpacing(10);
    column->addLayout(first);
    column->addLayout(second);
    column->addWidget(m_failure);
    column->addWidget(m_notice);
    column->addWidget(m_tabs, 1);
}

QWidget *WorkspaceDetail::makeOverview()
{
    auto *scroll = new QScrollArea;
    auto *page = new QWidget;
    m_processors = new Graph(tr("CPU"));
    m_memory = new Graph(tr("Memory"));
    m_disk = new Graph(tr("Disk"));
    m_network = new Graph(tr("Network"));
    m_facts = new QFormLayout;
    m_facts->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 10, 6, 0);
    for (Graph *graph : {m_processors, m_memory, m_disk, m_network}) {
        graph->setCapacity(Usage::mostSamples);
        column->addWidget(graph);
    }
    column->addLayout(m_facts);
    column->addStretch();
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return scroll;
}

QWidget *WorkspaceDetail::makeProcesses()
{
    auto *page = new QWidget;
    m_processView = new TableView(&m_processes, tr("Processes"), TableView::Rows::OneLine);
    m_kill = new QPushButton(icon("octagon-x"), tr("End process..."));
    setKind(m_kill, ButtonKind::Danger);
    m_needs->allow(m_kill, false);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 10, 0, 0);
    column->addWidget(m_processView, 1);
    column->addWidget(m_kill, 0, Qt::AlignRight);
    connect(m_processView, &TableView::currentChosen, this,
            [this] { m_needs->allow(m_kill, !m_processView->currentId().isEmpty()); });
    connect(m_kill, &QPushButton::clicked, this, &WorkspaceDetail::askKill);
    return page;
}

QWidget *WorkspaceDetail::makeLog()
{
    auto *page = new QWidget;
    m_log = new QPlainTextEdit;
    m_log->setReadOnly(true);
    m_log->setFont(ui::font(Type::Code));
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setTabChangesFocus(true);
    m_log->setAccessibleName(tr("What the workspace's own program printed"));
    auto *again = new QPushButton(icon("refresh-cw"), tr("Read again"));
    m_needs->add({again});
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 10, 0, 0);
    column->addWidget(m_log, 1);
    column->addWidget(again, 0, Qt::AlignRight);
    connect(again, &QPushButton::clicked, this, &WorkspaceDetail::readTab);
    return page;
}

void WorkspaceDetail::look(const QString &workspaceId)
{
    if (std::exchange(m_id, workspaceId) == workspaceId)
        return;
    m_notice->hide();
    m_failureTold.clear();
    m_processes.replace({});
    m_log->clear();
    update();
    readTab();
}

void WorkspaceDetail::rename()
{
    const QJsonObject workspace = m_session->workspaces()->item(m_id);
    if (!workspace.isEmpty())
        (new RenameWorkspaceDialog(m_session, workspace, this))->open();
}

void WorkspaceDetail::openRules()
{
    m_tabs->setCurrentIndex(RulesTab);
}

void WorkspaceDetail::update()
{
    const QJsonObject workspace = m_session->workspaces()->item(m_id);
    if (workspace.isEmpty())
        return;
    const QString state = workspace["state"].toString();
    const bool isReady = state == "ready";
    m_name->setText(visibleLine(workspace["name"].toString()));
    m_pause->setIcon(icon(isReady ? "circle-pause" : "circle-play"));
    const QString verb = isReady             ? tr("Pause workspace")
                         : state == "paused" ? tr("Resume workspace")
                                             : tr("Start workspace");
    m_pause->setAccessibleName(verb);
    m_pause->setToolTip(verb);
    m_needs->allow(m_pause,
                   isReady || state == "paused" || state == "stopped" || state == "failed");
    m_needs->allow(m_stop, state != "stopped");
    m_needs->allow(m_remove, !workspace["is_default"].toBool());
    updateFacts(workspace);
    updateFailure(workspace);
    updateUsage();
    m_rules->look(workspace);
}

void WorkspaceDetail::updateFacts(const QJsonObject &workspace)
{
    const QJsonObject settings = workspace["settings"].toObject();
    const QString network = settings["network_mode"].toString();
    const qsizetype hosts = settings["allowed_hosts"].toArray().size();
    const double idle = settings["idle_timeout"].toDouble();
    const QString runtime = workspace["runtime"].toString();
    // What is kept as its settings means nothing where there is no container.
    const bool isContainer = runtime != "local" && runtime != "sandbox";
    const QList<std::pair<QString, QString>> facts{
        {tr("User"), workspace["user_id"].toString()},
        {tr("Runtime"), runtime},
        {tr("Image"), isContainer ? settings["image"].toString() : QString()},
        {tr("Profile"), isContainer ? settings["profile"].toString() : QString()},
        {tr("Network"), runtime == "local"       ? tr("that of this computer")
                        : network == "allowlist" ? tr("%n host(s) on the list", nullptr, int(hosts))
                        : network == "none"      ? tr("none")
                                                 : tr("open")},
        {tr("Removed when idle"),
         idle > 0 ? tr("after %1, files are kept").arg(duration(qint64(idle) * 1000)) : QString()}};
    while (m_facts->rowCount())
        m_facts->removeRow(0);
    for (const auto &[name, value] : facts) {
        if (value.isEmpty())
            continue;
        auto *words = new ElidedLabel;
        words->setText(visibleLine(value));
        auto *label = new QLabel(name);
        label->setForegroundRole(QPalette::PlaceholderText);
        m_facts->addRow(label, words);
    }
}

void WorkspaceDetail::updateFailure(const QJsonObject &workspace)
{
    const QString failure = failureOfWorkspace(workspace);
    if (std::exchange(m_failureTold, failure) == failure && !failure.isEmpty())
        return;
    if (!failure.isEmpty())
        m_notice->hide(); // it says less of the same
    m_failure->tell(failure, Tone::Danger, tr("Try now"));
}

void WorkspaceDetail::updateUsage()
{
    const QJsonObject workspace = m_session->workspaces()->item(m_id);
    const QJsonObject usage = m_usage->newest(m_id);
    const WorkspaceLook look = lookOfWorkspace(workspace, usage);
    QPalette toned = m_state->palette();
    toned.setColor(QPalette::WindowText, ink(look.tone));
    m_state->setPalette(toned);
    m_state->setText(look.word);

    Graph::Series processors, memory, disk, received, sent;
    sent.line = Graph::Line::Dashed;
    for (const Usage::Sample &sample : m_usage->history(m_id)) {
        processors.values.append(processorShare(workspace, sample.processors));
        memory.values.append(sample.memory);
        disk.values.append(sample.disk);
        received.values.append(sample.received);
        sent.values.append(sample.sent);
    }
    const auto last = [](const Graph::Series &series) {
        return series.values.isEmpty() ? 0.0 : series.values.last();
    };
    if (m_usage->history(m_id).isEmpty()) {
        for (Graph *graph : {m_processors, m_memory, m_disk, m_network})
            graph->show({}, 1, tr("not told"));
        return;
    }
    const double limit = usage["memory_limit"].toDouble();
    m_processors->show({processors}, 1, tr("%1 %").arg(qRound(last(processors) * 100)));
    const auto showBytes = [&last](Graph *graph, const Graph::Series &series, double most) {
        const QString now = byteSize(qint64(last(series)));
        graph->show({series}, most,
                    most > 0 ? tr("%1 of %2").arg(now, byteSize(qint64(most))) : now);
    };
    showBytes(m_memory, memory, limit);
    if (usage["disk"].isObject())
        showBytes(m_disk, disk, usage["disk"]["limit"].toDouble());
    else
        m_disk->show({}, 1, tr("not told"));
    m_network->show({received, sent}, 0,
                    tr("in %1/s, out %2/s (dashed)")
                        .arg(byteSize(qint64(last(received))), byteSize(qint64(last(sent)))));
}

void WorkspaceDetail::tell(core::Task<> command)
{
    m_notice->hide();
    QCoro::connect(std::move(command), this, [this](const core::Result<> &done) {
        if (!done && m_failure->isHidden())
            m_notice->tell(done.error().message);
    });
}

/// What the tab in front shows and nobody tells.
void WorkspaceDetail::readTab()
{
    const QString path = "/workspaces/" + m_id;
    if (m_id.isEmpty() || m_tabs->currentIndex() == OverviewTab)
        return;
    if (m_tabs->currentIndex() == RulesTab)
        return m_rules->readRefused();
    if (m_tabs->currentIndex() == ProcessesTab)
        return QCoro::connect(m_session->client()->get(path + "/processes"), this,
                              [this, id = m_id](const core::Result<QJsonValue> &answer) {
            if (!answer)
                return m_notice->tell(answer.error().message);
            QList<QJsonObject> items;
            for (const QJsonValue &item : (*answer)["items"].toArray())
                items.append(item.toObject());
            if (id == m_id)
                m_processes.replace(items);
        });
    QCoro::connect(m_session->client()->fetch(path + "/logs"), this,
                   [this, id = m_id](const core::Result<QByteArray> &answer) {
        if (id != m_id)
            return;
        m_log->setPlaceholderText(answer ? tr("Nothing was printed.") : QString());
        m_log->setPlainText(answer ? visible(QString::fromUtf8(*answer)) : answer.error().message);
    });
}

void WorkspaceDetail::askKill()
{
    const QJsonObject process = m_processView->currentItem();
    if (process.isEmpty())
        return;
    const int number = process["pid"].toInt();
    askFirst(this, tr("End process %1?").arg(number), visibleLine(process["command"].toString()),
             tr("End process"), [this, number] {
        const QString path = QString("/workspaces/%1/processes/%2/kill").arg(m_id).arg(number);
        QCoro::connect(m_session->client()->post(path), this,
                       [this](const core::Result<QJsonValue> &done) {
            if (!done)
                m_notice->tell(done.error().message);
            else
                readTab();
        });
    });
}

void WorkspaceDetail::askRemove()
{
    if (!m_remove->isEnabled())
        return;
    askFirst(this, tr("Delete the workspace \"%1\"?").arg(m_name->text()),
             tr("Its container and all its files go and cannot be had back. Conversations that "
                "worked in it stay."),
             tr("Delete workspace"),
             [this] { tell(m_session->commands()->removeWorkspace(m_id)); });
}

void WorkspaceDetail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().window);
    painter.fillRect(QRect(0, 0, 1, height()), theme().border);
}

} // namespace ui
