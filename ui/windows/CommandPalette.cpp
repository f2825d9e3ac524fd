// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/CommandPalette.h"

#include "ui/models/HistorySearch.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/KeyHints.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>

namespace ui {

static constexpr int paletteWidth = 640;
static constexpr int paletteTop = 84;
static constexpr qsizetype mostOfAGroup = 16;

enum PaletteRole { NumberRole = Qt::UserRole, LookedForRole };

/// A command with what was looked for underlined, or the name of a group.
class CommandDelegate : public QStyledItemDelegate
{
public:
    CommandDelegate(const QList<Command> *commands, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_commands(commands)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const int line = lineHeight(Type::Body);
        return {100, index.data(NumberRole).isValid() ? line + 16 : line + 10};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (index.data(NumberRole).isValid())
            paintCommand(painter, option, m_commands->value(index.data(NumberRole).toInt()),
                         index.data(LookedForRole).toStringList());
        else
            paintHeading(painter, option, index.data(Qt::DisplayRole).toString());
        painter->restore();
    }

private:
    static void paintHeading(QPainter *painter, const QStyleOptionViewItem &option,
                             const QString &text)
    {
        painter->setFont(ui::font(Type::Small));
        painter->setPen(theme().muted);
        painter->drawText(option.rect.adjusted(12, 4, 0, 0), Qt::AlignVCenter, text);
    }

    static void paintCommand(QPainter *painter, const QStyleOptionViewItem &option,
                             const Command &command, const QStringList &lookedFor)
    {
        const bool isChosen = option.state & QStyle::State_Selected;
        const QRect row = option.rect.adjusted(4, 1, -4, -1);
        if (isChosen) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme().selected);
            painter->drawRoundedRect(row, 6, 6);
            painter->fillRect(QRect(option.rect.left(), row.top() + 8, 3, row.height() - 16),
                              theme().accent);
        }
        const bool isOff = !command.whyOff.isEmpty();
        paintIcon(painter, QRectF(row.left() + 10, row.center().y() - 7, 16, 16), command.icon,
                  isChosen ? theme().accent : theme().muted);
        painter->setFont(ui::font(Type::Caption));
        const int keys = command.shortcut.isEmpty()
                             ? 0
                             : painter->fontMetrics().horizontalAdvance(command.shortcut) + 16;
        if (keys) {
            const QRect chip(row.right() - keys - 8, row.center().y() - 10, keys, 20);
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme().hover);
            painter->drawRoundedRect(chip, 5, 5);
            painter->setPen(theme().muted);
            painter->drawText(chip, Qt::AlignCenter, command.shortcut);
        }
        paintWords(painter, row.adjusted(38, 0, -keys - 20, 0), command,
                   isOff ? theme().faint : theme().text, lookedFor);
    }

    static void paintWords(QPainter *painter, const QRect &place, const Command &command,
                           const QColor &color, const QStringList &lookedFor)
    {
        painter->setFont(ui::font(Type::Strong));
        painter->setPen(color);
        const QFontMetrics metrics = painter->fontMetrics();
        const QString title = metrics.elidedText(command.title, Qt::ElideRight, place.width());
        painter->drawText(place, Qt::AlignVCenter, title);
        for (const QString &word : lookedFor) {
            const qsizetype at = title.indexOf(word, 0, Qt::CaseInsensitive);
            if (at < 0)
                continue;
            const int left = place.left() + metrics.horizontalAdvance(title.left(at));
            const int wide = metrics.horizontalAdvance(title.mid(at, word.size()));
            painter->fillRect(QRect(left, place.center().y() + metrics.ascent() / 2 + 3, wide, 2),
                              theme().accent);
        }
        const int used = metrics.horizontalAdvance(title) + 12;
        painter->setFont(ui::font(Type::Small));
        painter->setPen(theme().muted);
        const QString detail = command.whyOff.isEmpty() ? command.detail : command.whyOff;
        const QRect rest = place.adjusted(used, 0, 0, 0);
        if (rest.width() > 40)
            painter->drawText(rest, Qt::AlignVCenter,
                              painter->fontMetrics().elidedText(detail, Qt::ElideRight,
                                                                rest.width()));
    }

    const QList<Command> *m_commands;
};

CommandPalette::CommandPalette(QWidget *window)
    : QWidget(window)
    , m_box(new QWidget(this))
    , m_field(new QLineEdit(m_box))
    , m_list(new QListWidget(m_box))
    , m_keys(new KeyHints(m_box))
{
    m_field->addAction(icon("search"), QLineEdit::LeadingPosition);
    retranslate();
    m_field->installEventFilter(this);
    m_list->setItemDelegate(new CommandDelegate(&m_commands, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(m_box);
    column->setContentsMargins(10, 10, 10, 10);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    column->addWidget(m_keys);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_list, &QListWidget::itemClicked, this, [this] { run(Where::Here); });
    hide();
}

void CommandPalette::retranslate()
{
    setAccessibleName(tr("Command palette"));
    m_field->setPlaceholderText(tr("Search or run..."));
    m_field->setAccessibleName(tr("Search or run"));
    m_field->setAccessibleDescription(tr("Enter runs, Ctrl+Enter opens a new window."));
    m_list->setAccessibleName(tr("What was found"));
    const auto name = [](const QKeySequence &keys) {
        return keys.toString(QKeySequence::NativeText);
    };
    m_keys->setHints({{"↑ ↓", tr("move", "in the palette")},
                      {name(Qt::Key_Enter), tr("run", "in the palette")},
                      {name(Qt::CTRL | Qt::Key_Enter), tr("new window", "in the palette")},
                      {">", tr("actions", "in the palette")},
                      {"@", tr("workspaces", "in the palette")},
                      {"#", tr("history", "in the palette")}});
}

void CommandPalette::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void CommandPalette::open(QList<Command> commands, const QString &text)
{
    if (isHidden())
        m_before = window()->focusWidget();
    m_list->clear();
    m_commands = std::move(commands);
    m_known = m_commands.size();
    m_field->setText(text);
    find(text);
    place();
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::close()
{
    hide();
    m_list->clear();
    m_commands.clear();
    m_known = 0;
    m_isHistoryWanted = false;
    emit historyWanted({});
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::place()
{
    resize(parentWidget()->size());
    const int wide = qMin(paletteWidth, width() - 32);
    const int top = qMin(paletteTop, height() / 10);
    m_box->setGeometry((width() - wide) / 2, top, wide, qMin(520, height() - 2 * top));
}

static bool isFound(const Command &command, const QStringList &words)
{
    return std::ranges::all_of(words, [&](const QString &word) {
        return command.title.contains(word, Qt::CaseInsensitive)
               || command.detail.contains(word, Qt::CaseInsensitive);
    });
}

/// How near a title is to what was typed: it begins so, a word of it does, or it is somewhere else.
static int distanceOf(const QString &title, const QStringList &words)
{
    if (words.isEmpty() || title.startsWith(words.first(), Qt::CaseInsensitive))
        return 0;
    if (title.contains(' ' + words.first(), Qt::CaseInsensitive))
        return 1;
    return title.contains(words.first(), Qt::CaseInsensitive) ? 2 : 3;
}

/// The nearest first, the others in their order.
QList<qsizetype> CommandPalette::foundIn(Command::Group group, const QStringList &words) const
{
    QList<qsizetype> found;
    for (qsizetype i = 0; i < m_known; ++i) {
        if (m_commands[i].group == group && isFound(m_commands[i], words))
            found.append(i);
    }
    std::ranges::stable_sort(found, {}, [&](qsizetype number) {
        return distanceOf(m_commands[number].title, words);
    });
    return found;
}

void CommandPalette::add(qsizetype number, const QStringList &lookedFor)
{
    const Command &command = m_commands[number];
    auto *item = new QListWidgetItem(command.title, m_list);
    item->setData(NumberRole, int(number));
    item->setData(LookedForRole, command.match.isEmpty() ? lookedFor : QStringList{command.match});
    const QString detail = command.whyOff.isEmpty() ? command.detail : command.whyOff;
    item->setData(Qt::AccessibleTextRole,
                  detail.isEmpty() ? command.title : command.title + ", " + detail);
}

/// The name of a group, or a remark.
void CommandPalette::addLine(const QString &text)
{
    (new QListWidgetItem(text, m_list))->setFlags(Qt::NoItemFlags);
}

void CommandPalette::find(const QString &text)
{
    using enum Command::Group;
    static const QHash<QChar, Command::Group> onlyOne{{'>', Actions},
                                                      {'@', Workspaces},
                                                      {'#', History}};
    const auto only = text.isEmpty() ? onlyOne.end() : onlyOne.find(text.front());
    const QString wanted = only == onlyOne.end() ? text.trimmed() : text.mid(1).trimmed();
    const QStringList words = wanted.split(' ', Qt::SkipEmptyParts);
    m_list->clear();
    m_commands.resize(m_known);
    const QList<std::pair<Command::Group, QString>> groups{{Actions, tr("Actions")},
                                                           {Conversations, tr("Conversations")},
                                                           {Workspaces, tr("Workspaces")},
                                                           {Settings, tr("Settings")}};
    for (const auto &[group, name] : groups) {
        const bool isOnly = only != onlyOne.end() && *only == group;
        // Settings are too many to be shown to somebody who wants none.
        if ((only != onlyOne.end() && !isOnly) || (group == Settings && words.isEmpty()))
            continue;
        const QList<qsizetype> found = foundIn(group, words);
        if (!found.isEmpty())
            addLine(name);
        for (const qsizetype number :
             isOnly ? found : found.first(qMin(found.size(), mostOfAGroup)))
            add(number, words);
    }
    const bool isHistoryOnly = only != onlyOne.end() && *only == History;
    m_isHistoryWanted = isHistoryOnly
                        || (only == onlyOne.end() && wanted.size() >= HistorySearch::shortest);
    m_historyRow = m_list->count();
    m_note = wanted.size() >= HistorySearch::shortest ? QString()
                                                      : tr("Type three letters or more.");
    showHistory();
    if (m_list->count() == 0)
        addLine(tr("Nothing is called that."));
    emit historyWanted(m_isHistoryWanted ? wanted : QString());
}

void CommandPalette::setHistory(const QList<Command> &hits, const QString &note)
{
    if (!m_isHistoryWanted)
        return;
    m_commands.resize(m_known);
    m_commands += hits;
    m_note = note;
    showHistory();
}

/// Below everything else, where what somebody looks at does not move.
void CommandPalette::showHistory()
{
    while (m_list->count() > m_historyRow)
        delete m_list->takeItem(m_list->count() - 1);
    if (m_isHistoryWanted) {
        addLine(tr("In all history"));
        for (qsizetype i = m_known; i < m_commands.size(); ++i)
            add(i, {});
        if (!m_note.isEmpty())
            addLine(m_note);
    }
    chooseFirst();
}

/// Unless there is a choice.
void CommandPalette::chooseFirst()
{
    if (const auto *current = m_list->currentItem(); current && current->flags() != Qt::NoItemFlags)
        return;
    m_list->setCurrentRow(-1);
    move(1);
}

/// To the next command above or below; names of groups are passed over.
void CommandPalette::move(int step)
{
    for (int row = m_list->currentRow() + step; row >= 0 && row < m_list->count(); row += step) {
        if (m_list->item(row)->data(NumberRole).isValid())
            return m_list->setCurrentRow(row);
    }
}

void CommandPalette::run(Where where)
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item || !item->data(NumberRole).isValid())
        return;
    const Command command = m_commands[item->data(NumberRole).toInt()];
    if (!command.whyOff.isEmpty())
        return;
    close();
    if (where == Where::NewWindow && command.runElsewhere)
        command.runElsewhere();
    else
        command.run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == window() && event->type() == QEvent::Resize)
        place();
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Down: move(1); return true;
    case Qt::Key_Up: move(-1); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(key->modifiers() & Qt::ControlModifier ? Where::NewWindow : Where::Here);
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true;
    default: return false;
    }
}

void CommandPalette::mousePressEvent(QMouseEvent *)
{
    close();
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor scrim = Theme::of(ThemeKind::Dark).window;
    scrim.setAlphaF(theme().isDark() ? 0.6f : 0.35f);
    painter.fillRect(rect(), scrim);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().borderStrong, 1));
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(QRectF(m_box->geometry()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12);
}

} // namespace ui
