// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "tools/TextFile.h"
#include "tools/Tool.h"

namespace tools {

enum class EditCommand { View, Create, StrReplace, Insert, UndoEdit };

constexpr auto enumNames(EditCommand)
{
    return std::array{std::pair{EditCommand::View, "view"},
                      std::pair{EditCommand::Create, "create"},
                      std::pair{EditCommand::StrReplace, "str_replace"},
                      std::pair{EditCommand::Insert, "insert"},
                      std::pair{EditCommand::UndoEdit, "undo_edit"}};
}

struct FileEditorAction
{
    static constexpr const char *kind = "FileEditorAction";
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    EditCommand command = EditCommand::View;
    QString path;
    std::optional<QString> fileText;
    std::optional<QString> oldStr;
    std::optional<QString> newStr;
    std::optional<int> insertLine;
    std::optional<QList<int>> viewRange;

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("command", &FileEditorAction::command, "What to do."),
            json::field("path", &FileEditorAction::path, "Absolute path of the file or directory."),
            json::field("file_text", &FileEditorAction::fileText,
                        "create: the whole text of the new file."),
            json::field("old_str", &FileEditorAction::oldStr,
                        "str_replace: the text to replace, exactly as it is in the file."),
            json::field(
                "new_str", &FileEditorAction::newStr,
                "str_replace: the text to put there, empty to delete. insert: the text to insert."),
            json::field("insert_line", &FileEditorAction::insertLine,
                        "insert: the number of the line after which to insert; 0 for the beginning "
                        "of the file."),
            json::field("view_range", &FileEditorAction::viewRange,
                        "view: the first and the last line to show, counted from 1, such as [11, "
                        "20]; -1 as the last "
                        "means the end of the file. Not for directories.")};
    }
};

/// Views, creates and edits files of the workspace, and remembers how to undo.
class FileEditorTool : public Tool
{
public:
    explicit FileEditorTool(const Place &place);

    const Definition &definition() const override { return m_definition; }
    core::Result<QJsonObject> parse(const QJsonObject &arguments) const override;
    core::Task<QJsonObject> execute(QJsonObject action, std::stop_token stop) override;
    QStringList locks(const QJsonObject &action) const override;

private:
    struct Edit; ///< the text before and after, and what to say

    core::Task<QJsonObject> checked(FileEditorAction action);
    core::Task<QString> relativePathProblem(QString path);
    core::Task<QJsonObject> view(FileEditorAction action, workspace::FileInfo info);
    core::Task<QJsonObject> viewDirectory(FileEditorAction action);
    core::Task<QJsonObject> viewImage(FileEditorAction action);
    QString withNotice(const QString &text) const;
    core::Task<QJsonObject> create(FileEditorAction action);
    core::Task<QJsonObject> edit(FileEditorAction action, workspace::FileInfo info);
    core::Result<Edit> edited(const FileEditorAction &action, const QString &text);
    core::Task<TextFile> readFile(FileEditorAction action, workspace::FileInfo info);
    void remember(const QString &path, const QString &text);

    Definition m_definition;
    Place m_place;
    QMap<QString, QStringList> m_history; ///< earlier texts by path, newest last
};

} // namespace tools
