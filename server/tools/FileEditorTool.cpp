// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/FileEditorTool.h"

#include "tools/NumberedText.h"
#include "tools/Observation.h"
#include "tools/Text.h"
#include "tools/Truncate.h"

#include <QDir>

namespace tools {

using Kind = core::Error::Kind;

static constexpr qint64 sizeLimit = 10 * 1024 * 1024;
static constexpr int historyLimit = 10;
static constexpr int entryLimit = 10000;
static constexpr int contextLines = 4;

static constexpr const char *directoryNotice =
    "<response clipped><NOTE>Only a part of this directory is "
    "shown, to save room. View its subdirectories, or look for "
    "what you need with `find` or `grep`.</NOTE>";

static constexpr const char *fileEditorDescription =
    R"(View, create and edit text files. What was edited is remembered from
call to call.

Commands
* `view`: a file with numbered lines, as `cat -n` shows it, or the non-hidden files of a
  directory, two levels deep.%1 Long output is shown without its middle and marked `<response
  clipped>`.
* `create`: a new file with `file_text`. It refuses a `path` that exists already.
* `str_replace`: replaces the only occurrence of `old_str` by `new_str`.
* `insert`: inserts `new_str` after line `insert_line`.
* `undo_edit`: takes the last edit of the file at `path` back.

Before you use it
* Look at the file first, so that you know what is in it and what surrounds the place.
* For a new file, make sure that its directory exists and is the right one.
* Paths are absolute, they begin with `/`. The current working directory is %2.

How to replace
* `old_str` must be in the file exactly so, blanks and indentation included, and exactly once.
  Take three to five lines before and after the change into it, so that it is unique; nothing is
  changed when it is not.
* `old_str` and `new_str` must differ.
* Write code that is idiomatic and works: no half-done edits, no broken files.

Make several edits of a file, or of several files, as several calls in one message rather than one
per message.)";

struct FileEditorTool::Edit
{
    QString before;
    QString after;
    QString text;
};

FileEditorTool::FileEditorTool(const Place &place)
    : m_place(place)
{
    const QString images = place.modelSeesImages
                               ? " An image (png, jpg, gif, webp, bmp) is shown as a picture."
                               : "";
    m_definition.name = "file_editor";
    m_definition.kind = "FileEditorTool";
    m_definition.description = QString(fileEditorDescription).arg(images, place.directory);
    m_definition.actionKind = FileEditorAction::kind;
    m_definition.observationKind = "FileEditorObservation";
    m_definition.annotations = {{"title", "file_editor"},
                                {"readOnlyHint", false},
                                {"destructiveHint", true},
                                {"idempotentHint", false},
                                {"openWorldHint", false}};
    m_definition.parameters = json::schema<FileEditorAction>();
}

core::Result<QJsonObject> FileEditorTool::parse(const QJsonObject &arguments) const
{
    const core::Result<FileEditorAction> action = json::read<FileEditorAction>(arguments);
    if (!action)
        return std::unexpected(action.error());
    if (action->insertLine.value_or(0) < 0)
        return core::fail(Kind::Invalid, "insert_line: must not be negative");
    return json::writeObject(*action);
}

QStringList FileEditorTool::locks(const QJsonObject &action) const
{
    return {"file:" + QDir::cleanPath(action.value("path").toString())};
}

static QJsonObject answered(const FileEditorAction &action, const model::Contents &contents,
                            QJsonObject fields = {})
{
    fields.insert("command", json::name(action.command));
    fields.insert("path", action.path);
    if (!fields.contains("prev_exist"))
        fields.insert("prev_exist", true);
    return observation("FileEditorObservation", contents, Failed::No, fields);
}

static QJsonObject answered(const FileEditorAction &action, const QString &text,
                            const QJsonObject &fields = {})
{
    return answered(action, model::Contents::ofText(text), fields);
}

static QString wrong(const QString &parameter, const QString &value, const QString &why)
{
    return QString("Invalid `%1` parameter: %2. %3").arg(parameter, value, why);
}

/// Errors of the kind Invalid are what the model did wrong; execute() turns them into an
/// observation.
static std::unexpected<core::Error> problem(const QString &text)
{
    return core::fail(Kind::Invalid, text);
}

static std::unexpected<core::Error> failed(const core::Error &error, const QString &doing,
                                           const QString &path)
{
    if (error.kind == Kind::Unavailable || error.kind == Kind::Cancelled)
        return std::unexpected(error);
    return problem(QString("Ran into %1 while trying to %2 %3").arg(error.message, doing, path));
}

core::Task<QJsonObject> FileEditorTool::execute(QJsonObject action, std::stop_token)
{
    core::Result<FileEditorAction> read = json::read<FileEditorAction>(action);
    if (!read)
        co_return std::unexpected(read.error());
    read->path = tidyPath(read->path);
    const core::Result<QJsonObject> done = co_await checked(*read);
    if (done || done.error().kind != Kind::Invalid)
        co_return done;
    co_return observation("FileEditorObservation", done.error().message, Failed::Yes,
                          {{"command", json::name(read->command)}, {"prev_exist", true}});
}

core::Task<QString> FileEditorTool::relativePathProblem(QString path)
{
    QString why = "The path should be an absolute path.";
    const QString candidate = tidyPath(m_place.directory + '/' + path);
    const core::Result<workspace::FileInfo> info = co_await m_place.channel->stat(candidate);
    if (info)
        why += QString(" Maybe you meant %1?").arg(candidate);
    co_return wrong("path", path, why);
}

static std::optional<QString> missingParameter(const FileEditorAction &action)
{
    using enum EditCommand;
    const bool needsText = action.command == StrReplace || action.command == Insert;
    QString missing;
    if (action.command == Create && !action.fileText)
        missing = "file_text";
    else if (action.command == StrReplace && !action.oldStr)
        missing = "old_str";
    else if (action.command == Insert && !action.insertLine)
        missing = "insert_line";
    else if (needsText && !action.newStr)
        missing = "new_str";
    if (missing.isEmpty())
        return {};
    return QString("Parameter `%1` is required for command: %2.")
        .arg(missing, json::name(action.command));
}

core::Task<QJsonObject> FileEditorTool::checked(FileEditorAction action)
{
    using enum EditCommand;
    const QString path = action.path;
    if (!path.startsWith('/')) {
        const core::Result<QString> text = co_await relativePathProblem(path);
        co_return problem(*text);
    }
    const core::Result<workspace::FileInfo> info = co_await m_place.channel->stat(path);
    if (!info && info.error().kind != Kind::NotFound)
        co_return failed(info.error(), "read", path);
    if (info && action.command == Create)
        co_return problem(wrong(
            "path", path,
            QString("File already exists at: %1. Cannot overwrite files using command `create`.")
                .arg(path)));
    if (!info && action.command != Create)
        co_return problem(
            wrong("path", path,
                  QString("The path %1 does not exist. Please provide a valid path.").arg(path)));
    const bool isDirectory = info && info->type == workspace::FileInfo::Type::Directory;
    if (isDirectory && action.command != View)
        co_return problem(wrong("path", path,
                                QString("The path %1 is a directory and only the `view` command "
                                        "can be used on directories.")
                                    .arg(path)));
    if (const std::optional<QString> missing = missingParameter(action))
        co_return problem(*missing);
    if (action.command == Create)
        co_return co_await create(action);
    if (action.command == View)
        co_return co_await view(action, *info);
    co_return co_await edit(action, *info);
}

static bool isImage(const QString &path)
{
    static const QStringList endings{".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"};
    return std::any_of(endings.begin(), endings.end(), [&path](const QString &ending) {
        return path.endsWith(ending, Qt::CaseInsensitive);
    });
}

static QString unreadable(const QString &path, const QString &why)
{
    return QString("File validation failed for %1: %2").arg(path, why);
}

static std::optional<QString> sizeProblem(const QString &path, qint64 size)
{
    if (size <= sizeLimit)
        return {};
    const double megabytes = static_cast<double>(size) / 1024 / 1024;
    return unreadable(path, QString("File is too large (%1MB). Maximum allowed size is 10MB.")
                                .arg(QString::number(megabytes, 'f', 1)));
}

core::Task<TextFile> FileEditorTool::readFile(FileEditorAction action, workspace::FileInfo info)
{
    if (const std::optional<QString> tooLarge = sizeProblem(action.path, info.size))
        co_return problem(*tooLarge);
    const core::Result<QByteArray> bytes = co_await m_place.channel->read(action.path, 0,
                                                                          sizeLimit + 1);
    if (!bytes)
        co_return failed(bytes.error(), "read", action.path);
    if (const std::optional<QString> tooLarge = sizeProblem(action.path, bytes->size()))
        co_return problem(*tooLarge);
    const std::optional<TextFile> file = TextFile::read(*bytes);
    if (!file)
        co_return problem(
            unreadable(action.path,
                       "File appears to be binary and this file type cannot be read or "
                       "edited by this tool."));
    co_return *file;
}

static core::Result<QString> viewText(const FileEditorAction &action, const QString &text)
{
    if (!action.viewRange)
        return numberedText(text, action.path);
    const QList<int> range = *action.viewRange;
    const auto wrongRange = [&range](const QString &why) {
        return problem(wrong("view_range", listText(range), why));
    };
    if (range.size() != 2)
        return wrongRange("It should be a list of two integers.");
    const int count = lineCount(text);
    const int first = range.first();
    if (first < 1 || first > count)
        return wrongRange(
            QString(
                "Its first element `%1` should be within the range of lines of the file: [1, %2].")
                .arg(first)
                .arg(count));
    const int last = range.last() == -1 ? count : qMin(range.last(), count);
    if (last < first)
        return wrongRange(QString("Its second element `%1` should be greater than or equal to the "
                                  "first element `%2`.")
                              .arg(range.last())
                              .arg(first));
    const QString note =
        range.last() > count
            ? QString("NOTE: We only show up to %1 since there're only %1 lines in this file.\n")
                  .arg(count)
            : "";
    return note + numberedText(lineRange(text, first, last), action.path, first);
}

core::Task<QJsonObject> FileEditorTool::view(FileEditorAction action, workspace::FileInfo info)
{
    if (info.type == workspace::FileInfo::Type::Directory)
        co_return co_await viewDirectory(action);
    if (isImage(action.path)) {
        if (const std::optional<QString> tooLarge = sizeProblem(action.path, info.size))
            co_return problem(*tooLarge);
        co_return co_await viewImage(action);
    }
    const core::Result<TextFile> file = co_await readFile(action, info);
    if (!file)
        co_return std::unexpected(file.error());
    co_return viewText(action, file->text).transform([&action](const QString &text) {
        return answered(action, text);
    });
}

static QString directoryText(const QString &directory, const QList<workspace::FileInfo> &entries)
{
    const QString root = directory == "/" ? directory : directory + '/';
    QStringList shown;
    qsizetype hidden = 0;
    for (const workspace::FileInfo &entry : entries) {
        const QString below = entry.path.sliced(root.size());
        if (below.startsWith('.') && !below.contains('/'))
            ++hidden;
        if (!below.startsWith('.') && !below.contains("/."))
            shown.append(entry.path
                         + (entry.type == workspace::FileInfo::Type::Directory ? "/" : ""));
    }
    shown.sort();
    QString text =
        QString(
            "Here's the files and directories up to 2 levels deep in %1, excluding hidden items:\n")
            .arg(directory)
        + root;
    for (const QString &path : shown)
        text += '\n' + path;
    if (hidden > 0)
        text += QString("\n\n%1 hidden files/directories in this directory are excluded. You can "
                        "use 'ls -la %2' to "
                        "see them.")
                    .arg(hidden)
                    .arg(directory);
    return truncated(text, viewLimit, directoryNotice);
}

core::Task<QJsonObject> FileEditorTool::viewDirectory(FileEditorAction action)
{
    if (action.viewRange)
        co_return problem(
            wrong("view_range", listText(*action.viewRange),
                  "The `view_range` parameter is not allowed when `path` points to a directory."));
    const core::Result<QList<workspace::FileInfo>> entries =
        co_await m_place.channel->list(action.path, 2, entryLimit);
    if (!entries)
        co_return failed(entries.error(), "read", action.path);
    co_return answered(action, directoryText(action.path, *entries));
}

core::Task<QJsonObject> FileEditorTool::viewImage(FileEditorAction action)
{
    const core::Result<QByteArray> bytes = co_await m_place.channel->read(action.path, 0,
                                                                          sizeLimit);
    if (!bytes)
        co_return failed(bytes.error(), "read", action.path);
    QString format = action.path.sliced(action.path.lastIndexOf('.') + 1).toLower();
    if (format == "jpg")
        format = "jpeg";
    const QString url =
        QString("data:image/%1;base64,%2").arg(format, QString::fromLatin1(bytes->toBase64()));
    const QString text =
        QString("Image file %1 read successfully. Displaying image content.").arg(action.path);
    co_return answered(action,
                       model::Contents{model::TextContent{text}, model::ImageContent{{url}}});
}

/// With what the workspace has to tell, such as that it is nearly full.
QString FileEditorTool::withNotice(const QString &text) const
{
    const QString notice = m_place.channel->notice();
    return notice.isEmpty() ? text : text + "\n[" + notice + ']';
}

core::Task<QJsonObject> FileEditorTool::create(FileEditorAction action)
{
    const workspace::WriteOptions options{.createOnly = true};
    const QByteArray bytes = action.fileText->toUtf8();
    const core::Result<> written = co_await m_place.channel->write(action.path, bytes, options);
    if (!written)
        co_return failed(written.error(), "write to", action.path);
    remember(action.path, *action.fileText);
    const QString text = QString("File created successfully at: %1").arg(action.path);
    co_return answered(action, withNotice(text),
                       {{"prev_exist", false}, {"new_content", *action.fileText}});
}

core::Task<QJsonObject> FileEditorTool::edit(FileEditorAction action, workspace::FileInfo info)
{
    if (action.command == EditCommand::StrReplace && action.oldStr == action.newStr)
        co_return problem(
            wrong("new_str", *action.newStr,
                  "No replacement was performed. `new_str` and `old_str` must be different."));
    const core::Result<TextFile> file = co_await readFile(action, info);
    if (!file)
        co_return std::unexpected(file.error());
    const core::Result<Edit> edit = edited(action, file->text);
    if (!edit)
        co_return std::unexpected(edit.error());
    const QByteArray bytes = file->bytes(edit->after);
    const workspace::WriteOptions options;
    const core::Result<> written = co_await m_place.channel->write(action.path, bytes, options);
    if (!written)
        co_return failed(written.error(), "write to", action.path);
    if (action.command == EditCommand::UndoEdit)
        m_history[action.path].removeLast();
    else
        remember(action.path, edit->before);
    co_return answered(action, withNotice(edit->text),
                       {{"old_content", edit->before}, {"new_content", edit->after}});
}

/// Where @p part occurs in @p text.
static QList<qsizetype> occurrences(const QString &text, const QString &part)
{
    QList<qsizetype> places;
    const qsizetype step = qMax<qsizetype>(1, part.size());
    for (qsizetype at = text.indexOf(part); at >= 0 && at <= text.size();
         at = text.indexOf(part, at + step))
        places.append(at);
    return places;
}

static QString manyOccurrences(const QString &text, const QString &part,
                               const QList<qsizetype> &places)
{
    QList<int> lines;
    for (const qsizetype at : places) {
        const int line = lineOf(text, at);
        if (lines.isEmpty() || lines.last() != line)
            lines.append(line);
    }
    return QString("No replacement was performed. Multiple occurrences of old_str `%1` in lines "
                   "%2. Please "
                   "ensure it is "
                   "unique.")
        .arg(part, listText(lines));
}

static QString editedText(const QString &path, const QString &snippet, const QString &hint = "")
{
    return QString("The file %1 has been edited. ").arg(path) + snippet
           + QString("Review the changes and make sure they are as expected%1. Edit the file again "
                     "if necessary.")
                 .arg(hint);
}

static core::Result<QString> replaced(const FileEditorAction &action, const QString &text,
                                      QString *snippet)
{
    QString part = *action.oldStr;
    QList<qsizetype> places = occurrences(text, part);
    if (places.isEmpty() && !part.trimmed().isEmpty()) {
        part = part.trimmed();
        places = occurrences(text, part);
    }
    if (places.isEmpty())
        return problem(
            QString("No replacement was performed, old_str `%1` did not appear verbatim in %2.")
                .arg(*action.oldStr, action.path));
    if (places.size() > 1)
        return problem(manyOccurrences(text, part, places));
    const QString after = QString(text).replace(places.first(), part.size(), *action.newStr);
    const int line = lineOf(text, places.first());
    const int first = qMax(1, line - contextLines + 1);
    const int last = line + contextLines + static_cast<int>(action.newStr->count('\n'));
    *snippet = numberedText(lineRange(after, first, last), "a snippet of " + action.path, first);
    return after;
}

static core::Result<QString> inserted(const FileEditorAction &action, const QString &text,
                                      QString *snippet)
{
    const int line = *action.insertLine;
    const int count = lineCount(text);
    if (line > count)
        return problem(QString("Invalid `insert_line` parameter: %1. It should be within the range "
                               "of allowed values: "
                               "[0, %2]")
                           .arg(line)
                           .arg(count));
    const QString complete = text.isEmpty() || text.endsWith('\n') ? text : text + '\n';
    qsizetype at = 0;
    for (int passed = 0; passed < line; ++passed)
        at = complete.indexOf('\n', at) + 1;
    const QString after =
        QString(line == count ? complete : text).insert(at, *action.newStr + '\n');
    const int added = static_cast<int>(action.newStr->count('\n')) + 1;
    const int first = qMax(1, line - contextLines + 1);
    const int last = qMin(count + added, line + contextLines + added);
    *snippet = numberedText(lineRange(after, first, last), "a snippet of the edited file", first);
    return after;
}

core::Result<FileEditorTool::Edit> FileEditorTool::edited(const FileEditorAction &action,
                                                          const QString &text)
{
    QString snippet;
    if (action.command == EditCommand::StrReplace) {
        return replaced(action, text, &snippet).transform([&](const QString &after) {
            return Edit{text, after, editedText(action.path, snippet)};
        });
    }
    if (action.command == EditCommand::Insert) {
        return inserted(action, text, &snippet).transform([&](const QString &after) {
            return Edit{text, after,
                        editedText(action.path, snippet,
                                   " (correct indentation, no duplicate lines, etc)")};
        });
    }
    const QStringList history = m_history.value(action.path);
    if (history.isEmpty())
        return problem(QString("No edit history found for %1.").arg(action.path));
    return Edit{text, history.last(),
                QString("Last edit to %1 undone successfully. ").arg(action.path)
                    + numberedText(history.last(), action.path)};
}

void FileEditorTool::remember(const QString &path, const QString &text)
{
    QStringList &history = m_history[path];
    history.append(text);
    if (history.size() > historyLimit)
        history.removeFirst();
}

} // namespace tools
