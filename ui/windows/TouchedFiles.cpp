// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/TouchedFiles.h"

#include "ui/widgets/PlainText.h"
#include "ui/windows/ConversationPanel.h"

#include <QDir>

namespace ui {

static Cell touchedChange(const QJsonObject &file)
{
    switch (FileChange(file["change"].toInt())) {
    case FileChange::Added:
        return {.text = "A", .spoken = ConversationPanel::tr("added"), .tone = Tone::Ok};
    case FileChange::Deleted:
        return {.text = "D", .spoken = ConversationPanel::tr("deleted"), .tone = Tone::Danger};
    case FileChange::Renamed:
        return {.text = "R", .spoken = ConversationPanel::tr("renamed"), .tone = Tone::Accent};
    case FileChange::Modified: break;
    }
    return {.text = "M", .spoken = ConversationPanel::tr("modified"), .tone = Tone::Warn};
}

static Cell touchedName(const QJsonObject &file)
{
    const QString path = visibleLine(file["within"].toString());
    Cell cell{.text = path.section('/', -1),
              .second = path.section('/', 0, -2),
              .isStrong = true,
              .isPath = true,
              .order = path};
    const QString before = visibleLine(file["before"].toString());
    if (before.isEmpty())
        return cell;
    cell.text = before + " → " + visibleLine(file["after"].toString());
    //: of a file: its path before and after
    cell.spoken =
        ConversationPanel::tr("%1, before: %2").arg(visibleLine(file["after"].toString()), before);
    return cell;
}

/// What nobody counted is not told.
static Cell touchedCount(const QJsonValue &count, const QString &sign, Tone tone)
{
    if (!count.isDouble())
        return {.order = -1};
    return {.text = sign + QString::number(count.toInt()), .tone = tone, .order = count.toInt()};
}

QList<Column> TouchedFiles::columns()
{
    const auto change = [](const QJsonObject &file) {
        Cell cell = touchedChange(file);
        cell.isStrong = true;
        return cell;
    };
    const auto added = [](const QJsonObject &file) {
        return touchedCount(file["added"], "+", Tone::Ok);
    };
    const auto removed = [](const QJsonObject &file) {
        return touchedCount(file["removed"], "-", Tone::Danger);
    };
    return {{{}, change, 40}, {{}, touchedName, 0}, {{}, added, 50}, {{}, removed, 50}};
}

void TouchedFiles::clear()
{
    m_folder.clear();
    m_touches.clear();
    m_git.clear();
}

void TouchedFiles::forget(int firstRow)
{
    while (!m_touches.isEmpty() && m_touches.lastKey() >= firstRow)
        m_touches.erase(std::prev(m_touches.end()));
}

QString TouchedFiles::whole(const QString &path) const
{
    return path.startsWith('/') || m_folder.isEmpty() ? path
                                                      : QDir::cleanPath(m_folder + '/' + path);
}

QString TouchedFiles::within(const QString &path) const
{
    const bool isWithin = !m_folder.isEmpty() && path.startsWith(m_folder + '/');
    return isWithin ? path.sliced(m_folder.size() + 1) : path;
}

QJsonObject TouchedFiles::row(const QString &path, FileChange change) const
{
    const bool isGone = change == FileChange::Deleted;
    return {{"path", path},
            {"within", within(path)},
            {"name", path.section('/', -1)},
            {"type", isGone ? "gone" : "file"},
            {"change", int(change)}};
}

QList<QJsonObject> TouchedFiles::rows() const
{
    struct Counts
    {
        int added = 0;
        int removed = 0;
        int times = 0;
        bool isNew = false;
    };
    QMap<QString, Counts> counts;
    for (const FileTouch &touch : m_touches) {
        Counts &file = counts[whole(touch.path)];
        file.added += touch.added;
        file.removed += touch.removed;
        file.isNew = file.isNew || touch.isNew;
        ++file.times;
    }
    QMap<QString, QJsonObject> rows;
    for (auto file = counts.cbegin(); file != counts.cend(); ++file) {
        QJsonObject row = this->row(file.key(),
                                    file->isNew ? FileChange::Added : FileChange::Modified);
        row["added"] = file->added;
        row["removed"] = file->removed;
        row["modified"] = QString::number(file->times);
        rows.insert(file.key(), row);
    }
    for (auto file = m_git.cbegin(); file != m_git.cend(); ++file) {
        QJsonObject row = this->row(file.key(), file->change);
        // What was edited before it had this name counts with it.
        for (const QString &path : {file->before, file.key()}) {
            const QJsonObject edited = rows.take(path);
            for (const char *count : {"added", "removed"})
                if (edited.contains(count))
                    row[count] = row[count].toInt() + edited[count].toInt();
            if (edited.contains("modified"))
                row["modified"] = edited["modified"];
        }
        if (!file->before.isEmpty()) {
            const bool isNear = file->before.section('/', 0, -2) == file.key().section('/', 0, -2);
            row["before"] = isNear ? file->before.section('/', -1) : within(file->before);
            row["after"] = isNear ? file.key().section('/', -1) : within(file.key());
        }
        rows.insert(file.key(), row);
    }
    return rows.values();
}

QList<int> TouchedFiles::touches(const QString &path) const
{
    const QString before = m_git.value(path).before;
    QList<int> rows;
    for (auto touch = m_touches.cbegin(); touch != m_touches.cend(); ++touch) {
        const QString touched = whole(touch->path);
        if (touched == path || (!before.isEmpty() && touched == before))
            rows.append(touch.key());
    }
    return rows;
}

std::optional<GitFile> TouchedFiles::git(const QString &path) const
{
    const auto file = m_git.constFind(path);
    return file == m_git.cend() ? std::nullopt : std::optional(*file);
}

bool TouchedFiles::isCounted() const
{
    return std::ranges::all_of(rows(),
                               [](const QJsonObject &row) { return row.contains("added"); });
}

int TouchedFiles::added() const
{
    int sum = 0;
    for (const FileTouch &touch : m_touches)
        sum += touch.added;
    return sum;
}

int TouchedFiles::removed() const
{
    int sum = 0;
    for (const FileTouch &touch : m_touches)
        sum += touch.removed;
    return sum;
}

} // namespace ui
