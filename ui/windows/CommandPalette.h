// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include <functional>

class QLineEdit;
class QListWidget;

namespace ui {

class KeyHints;

/// Something that can be done or opened by its name.
struct Command
{
    enum class Group { Actions, Conversations, Workspaces, Settings, History };

    Group group = Group::Actions;
    QString icon = {};
    QString title = {};
    QString detail = {}; ///< beside the title, quieter
    QString shortcut = {};
    QString match = {}; ///< the part of the title to underline, else every word looked for
    QString whyOff = {}; ///< it cannot be done now; empty when it can
    std::function<void()> run = {};
    std::function<void()> runElsewhere = {}; ///< in a new window, where that is something else
};

/// Finds a command by some letters of its name and runs it. It lies over the window, which it
/// leaves as it was. Ctrl+Enter opens a new window. "> " looks
/// for actions only, "@" for workspaces, "#" in all history, which
/// somebody else looks through: see historyWanted().
class CommandPalette : public QWidget
{
    Q_OBJECT

public:
    /// @p window: what it lies over.
    explicit CommandPalette(QWidget *window);

    /// @p text: as if somebody had typed it.
    void open(QList<Command> commands, const QString &text = {});
    void close();
    /// What was found of the last text that was wanted. @p note: said below; empty for nothing.
    void setHistory(const QList<Command> &hits, const QString &note);

signals:
    /// With every letter; empty when nothing of the history is wanted any more.
    void historyWanted(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Where { Here, NewWindow };

    void retranslate();
    void find(const QString &text);
    void add(qsizetype number, const QStringList &lookedFor);
    QList<qsizetype> foundIn(Command::Group group, const QStringList &words) const;
    void addLine(const QString &text);
    void showHistory();
    void chooseFirst();
    void move(int step);
    void run(Where where);
    void place();

    QList<Command> m_commands; ///< at the end those of the history
    qsizetype m_known = 0; ///< those before them
    int m_historyRow = 0; ///< of the list; from there on it is about the history
    bool m_isHistoryWanted = false;
    QString m_note;
    QWidget *m_box;
    QLineEdit *m_field;
    QListWidget *m_list;
    KeyHints *m_keys;
    QPointer<QWidget> m_before; ///< had the focus
};

} // namespace ui
