// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WorkspaceTable.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/PlainText.h"

#include <QDateTime>
#include <QLocale>

namespace ui {

double memoryShare(const QJsonObject &usage)
{
    const double limit = usage["memory_limit"].toDouble();
    return limit > 0 ? usage["memory_bytes"].toDouble() / limit : -1;
}

double processorShare(const QJsonObject &workspace, double processors)
{
    const double limit = workspace["settings"]["resource_limits"]["cpus"].toDouble();
    return limit > 0 ? processors / limit : processors;
}

static bool isNearLimit(const QJsonObject &usage)
{
    const QString disk = usage["disk"]["state"].toString();
    return memoryShare(usage) > nearMemoryLimit || (!disk.isEmpty() && disk != "ok");
}

WorkspaceLook lookOfWorkspace(const QJsonObject &workspace, const QJsonObject &usage)
{
    const QString state = workspace["state"].toString();
    if (state == "ready" && isNearLimit(usage))
        return {WorkspaceTable::tr("Near limit"), "triangle-alert", Tone::Warn};
    if (state == "ready")
        return {WorkspaceTable::tr("Running"), "circle-play", Tone::Ok};
    if (state == "paused")
        return {WorkspaceTable::tr("Paused"), "circle-pause", Tone::Muted};
    if (state == "stopped")
        return {WorkspaceTable::tr("Stopped"), "circle-stop", Tone::Muted};
    if (state == "failed")
        return {WorkspaceTable::tr("Failed"), "octagon-x", Tone::Danger};
    return {WorkspaceTable::tr("Starting"), "loader-circle", Tone::Accent};
}

QString failureOfWorkspace(const QJsonObject &workspace)
{
    if (workspace["state"] != "failed")
        return {};
    QString reason = visibleLine(workspace["reason"].toString()).trimmed();
    if (!reason.isEmpty() && !reason.endsWith('.'))
        reason += '.';
    const QString why = WorkspaceTable::tr("It does not start. %1").arg(reason);
    const QDateTime at = QDateTime::fromString(workspace["retry_at"].toString(), Qt::ISODateWithMs);
    if (!at.isValid())
        return why + ' ' + WorkspaceTable::tr("It is tried again when it is used.");
    // A moment within a second counts from the next one on.
    const QString time = QLocale().toString(at.addMSecs(999).toLocalTime().time(), "HH:mm:ss");
    return why + ' '
           + WorkspaceTable::tr("It is tried again when it is used from %1 on.").arg(time);
}

QString restOfWorkspace(const QJsonObject &workspace)
{
    if (workspace["state"] != "stopped")
        return {};
    return visibleLine(serverText(workspace["reason"].toString())).trimmed();
}

QString ageWord(const QString &moment)
{
    const QDateTime at = QDateTime::fromString(moment, Qt::ISODateWithMs);
    if (!at.isValid())
        return {};
    const qint64 seconds = at.secsTo(QDateTime::currentDateTimeUtc());
    if (seconds < 60)
        return WorkspaceTable::tr("now");
    if (seconds < 3600)
        return WorkspaceTable::tr("%1 min").arg(seconds / 60);
    if (seconds < 86400)
        return WorkspaceTable::tr("%1 h").arg(seconds / 3600);
    if (seconds < 14 * 86400)
        return WorkspaceTable::tr("%1 d").arg(seconds / 86400);
    return QLocale().toString(at.toLocalTime().date(), "d MMM yy");
}

/// What it waits for while it starts.
static QString stageOf(const QJsonObject &workspace)
{
    const QString state = workspace["state"].toString();
    if (state == "fetching")
        return WorkspaceTable::tr("Fetching the image");
    if (state == "queued")
        return workspace["position"].isDouble()
                   ? WorkspaceTable::tr("In the queue, at %1").arg(workspace["position"].toInt())
                   : WorkspaceTable::tr("In the queue");
    if (state == "creating")
        return WorkspaceTable::tr("Making the container");
    return state == "starting" || state == "connecting" ? WorkspaceTable::tr("Starting the helper")
                                                        : QString();
}

/// In the place of a figure that nobody knows: why that is.
static Cell unknownCell(const QJsonObject &workspace)
{
    return {.text = "–",
            .spoken = workspace["state"] == "ready" || workspace["state"] == "paused"
                          ? WorkspaceTable::tr("Not told yet")
                          : WorkspaceTable::tr("Not known while it does not run"),
            .order = -1.0};
}

static Cell memoryCell(const QJsonObject &workspace, const QJsonObject &usage)
{
    if (workspace["state"] == "failed")
        return {.text = visibleLine(workspace["reason"].toString()), .tone = Tone::Danger};
    if (const QString stage = stageOf(workspace); !stage.isEmpty())
        return {.text = stage, .tone = Tone::Accent};
    if (const QString why = restOfWorkspace(workspace); !why.isEmpty())
        return {.text = why, .tone = Tone::Muted, .order = -1.0};
    if (!usage["memory_bytes"].isDouble())
        return unknownCell(workspace);
    const double used = usage["memory_bytes"].toDouble();
    const double share = memoryShare(usage);
    if (share < 0)
        return {.text = byteSize(qint64(used)), .order = used};
    Cell cell{.text = WorkspaceTable::tr("%1 of %2")
                          .arg(byteSize(qint64(used)), byteSize(usage["memory_limit"].toInteger())),
              .meter = share,
              .order = used};
    if (share > nearMemoryLimit)
        cell.tone = Tone::Warn;
    return cell;
}

static Cell processorCell(const QJsonObject &workspace, const Usage *usage)
{
    const QString id = workspace["id"].toString();
    const QJsonValue now = usage->newest(id)["cpu"];
    if (!now.isDouble())
        return unknownCell(workspace);
    Cell cell;
    const double share = processorShare(workspace, now.toDouble());
    cell.text = WorkspaceTable::tr("%1 %").arg(qRound(share * 100));
    cell.order = share;
    const QList<Usage::Sample> &history = usage->history(id);
    for (qsizetype i = qMax<qsizetype>(0, history.size() - 30); i < history.size(); ++i)
        cell.line.append(processorShare(workspace, history[i].processors));
    if (cell.line.size() == 1)
        cell.line.append(cell.line.first());
    return cell;
}

static Cell bytesCell(const QJsonObject &workspace, const QJsonValue &bytes)
{
    if (!bytes.isDouble())
        return unknownCell(workspace);
    return {.text = byteSize(bytes.toInteger()), .order = bytes.toDouble()};
}

/// How full it is is counted only where it is bounded.
static Cell diskCell(const QJsonObject &workspace, const QJsonObject &usage)
{
    Cell cell = bytesCell(workspace, usage["disk"]["used"]);
    const bool isCounted = workspace["settings"]["resource_limits"]["disk"].toDouble() > 0;
    if (!usage["disk"].isObject() && usage["memory_bytes"].isDouble() && !isCounted)
        cell.spoken = WorkspaceTable::tr("Not counted without a limit of the disk");
    return cell;
}

static Cell networkCell(const QJsonObject &workspace, const QJsonObject &usage)
{
    if (!usage["bytes_received"].isDouble())
        return unknownCell(workspace);
    return bytesCell(workspace,
                     usage["bytes_received"].toDouble() + usage["bytes_sent"].toDouble());
}

static Cell idleCell(const QJsonObject &workspace)
{
    const QString moment = workspace["used_at"].toString();
    const qint64 at = QDateTime::fromString(moment, Qt::ISODateWithMs).toMSecsSinceEpoch();
    const QString age = ageWord(moment);
    return age.isEmpty()
               ? Cell{.text = "–", .spoken = WorkspaceTable::tr("Never used"), .order = -at}
               : Cell{.text = age, .order = -at};
}

/// What it may use at most, as far as it is bounded: by its own settings, or by the server's, which
/// are told with what it uses.
static Cell limitsCell(const QJsonObject &workspace, const QJsonObject &usage)
{
    const QJsonObject limits = workspace["settings"]["resource_limits"].toObject();
    const qint64 memory = limits["memory"].toInteger(usage["memory_limit"].toInteger());
    const qint64 space = limits["disk"].toInteger(usage["disk"]["limit"].toInteger());
    QStringList first;
    if (memory > 0)
        first.append(byteSize(memory));
    if (limits["cpus"].isDouble())
        first.append(WorkspaceTable::tr("%1 CPUs").arg(
            QLocale().toString(limits["cpus"].toDouble(), 'g', 3)));
    const QString disk = space > 0 ? WorkspaceTable::tr("disk %1").arg(byteSize(space)) : QString();
    if (first.isEmpty() && disk.isEmpty())
        return {.text = "–",
                .spoken = WorkspaceTable::tr("As the server's settings say"),
                .order = 0.0};
    if (first.isEmpty())
        return {.text = disk, .order = 0.0};
    return {.text = first.join(" · "), .second = disk, .order = double(memory)};
}

static QList<Column> workspaceColumns(const Usage *usage)
{
    const auto of = [usage](const QJsonObject &item) {
        return usage->newest(item["id"].toString());
    };
    const auto state = [of](const QJsonObject &item) {
        const WorkspaceLook look = lookOfWorkspace(item, of(item));
        return Cell{.text = look.word, .icon = look.icon, .tone = look.tone};
    };
    const auto name = [](const QJsonObject &item) {
        return Cell{.text = visibleLine(item["name"].toString()),
                    .second = visibleLine(item["user_id"].toString()),
                    .isStrong = true};
    };
    const auto processors = [usage](const QJsonObject &item) { return processorCell(item, usage); };
    const auto memory = [of](const QJsonObject &item) { return memoryCell(item, of(item)); };
    const auto disk = [of](const QJsonObject &item) { return diskCell(item, of(item)); };
    const auto network = [of](const QJsonObject &item) { return networkCell(item, of(item)); };
    const auto limits = [of](const QJsonObject &item) { return limitsCell(item, of(item)); };
    const auto image = [](const QJsonObject &item) {
        return Cell{.text = visibleLine(item["settings"]["image"].toString()),
                    .second = visibleLine(item["settings"]["profile"].toString())};
    };
    const auto user = [](const QJsonObject &item) {
        return Cell{.text = visibleLine(item["user_id"].toString())};
    };
    const Qt::Alignment side = Qt::AlignLeft;
    return {{WorkspaceTable::tr("Workspace"), name, 0, side, 0, "name"},
            {WorkspaceTable::tr("State"), state, 116, side, 0, "state"},
            {WorkspaceTable::tr("CPU"), processors, 112, side, 0, "cpu"},
            {WorkspaceTable::tr("Memory"), memory, 138, side, 0, "memory"},
            {WorkspaceTable::tr("Disk"), disk, 104, side, 600, "disk"},
            {WorkspaceTable::tr("Network"), network, 80, side, 700, "network"},
            {WorkspaceTable::tr("Idle"), idleCell, 74, side, 0, "idle"},
            {WorkspaceTable::tr("Limits"), limits, 136, side, 980, "limits"},
            {WorkspaceTable::tr("Image"), image, 176, side, 1180, "image"},
            {WorkspaceTable::tr("User"), user, 110, side, 1290, "user"}};
}

WorkspaceTable::WorkspaceTable(Session *session, Usage *usage, QObject *parent)
    : Table(workspaceColumns(usage), "id", parent)
{
    WorkspacesModel *model = session->workspaces();
    const auto takeRows = [this, model](int first, int last) {
        for (int row = first; row <= last; ++row)
            put(model->item(row));
    };
    connect(model, &QAbstractItemModel::rowsInserted, this,
            [=](const QModelIndex &, int first, int last) { takeRows(first, last); });
    connect(model, &QAbstractItemModel::dataChanged, this,
            [=](const QModelIndex &first, const QModelIndex &last) {
        takeRows(first.row(), last.row());
    });
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [=, this](const QModelIndex &, int first, int last) {
        for (int row = first; row <= last; ++row)
            take(model->item(row)["id"].toString());
    });
    connect(usage, &Usage::changed, this, &Table::refresh);
    takeRows(0, model->rowCount() - 1);
}

} // namespace ui
