// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ShortcutsDialog.h"

#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/Actions.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

static QList<Column> shortcutColumns()
{
    const auto part = [](const char *name) {
        return [name](const QJsonObject &row) {
            return Cell{.text = row[name].toString(), .order = row["order"]};
        };
    };
    const auto keys = [](const QJsonObject &row) {
        return Cell{.text = row["keys"].toString(), .isStrong = true, .order = row["order"]};
    };
    return {{ShortcutsDialog::tr("Keys", "of the keyboard"), keys, 240},
            {ShortcutsDialog::tr("What they do"), part("name"), 0},
            {ShortcutsDialog::tr("Where"), part("where"), 140}};
}

QList<QJsonObject> ShortcutsDialog::rows()
{
    QList<QJsonObject> rows;
    for (const ActionRow &row : Actions::table()) {
        if (const QString keys = Actions::keysOf(row.id); !keys.isEmpty())
            rows.append({{"id", QString::number(int(row.id))},
                         {"order", int(rows.size())},
                         {"keys", keys},
                         {"name", Actions::nameOf(row.id)},
                         {"where", Actions::placeOf(row.where)}});
    }
    return rows;
}

ShortcutsDialog::ShortcutsDialog(QWidget *parent)
    : QDialog(parent)
    , m_rows(shortcutColumns())
    , m_filter(new QLineEdit(this))
    , m_view(new TableView(&m_rows, tr("All shortcuts")))
{
    setWindowTitle(tr("All shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    resize(qMin(700, parent->width() - 40), qMin(640, parent->height() - 40));
    m_filter->setPlaceholderText(tr("Search by key or by what it does"));
    m_filter->setAccessibleName(tr("Search shortcuts"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_rows.replace(rows());
    m_view->sortByColumn(-1, Qt::AscendingOrder); // as in the table of actions
    auto *close = new QPushButton(tr("Close"), this);
    setKind(close, ButtonKind::Primary);
    close->setAutoDefault(false);
    auto *heading = new QLabel(windowTitle(), this);
    heading->setFont(ui::font(Type::Section));
    auto *words = new QLabel(tr("Single letters act while the timeline or a question has the "
                                "focus. Settings can switch them off."),
                             this);
    words->setFont(ui::font(Type::Small));
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(heading);
    column->addWidget(m_filter);
    column->addWidget(m_view, 1);
    column->addWidget(words);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(m_filter, &QLineEdit::textChanged, m_view, &TableView::setFilterText);
    connect(m_view, &TableView::clearAsked, m_filter, &QLineEdit::clear);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_filter->setFocus();
}

/// From the search to what it left.
bool ShortcutsDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        m_view->setFocus(Qt::OtherFocusReason);
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace ui
