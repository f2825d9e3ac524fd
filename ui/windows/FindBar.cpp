// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FindBar.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

FindBar::FindBar(TimelineModel *model, QWidget *parent)
    : QWidget(parent)
    , m_search(model)
    , m_field(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_previous(new QPushButton(icon("chevron-left"), QString(), this))
    , m_next(new QPushButton(icon("chevron-right"), QString(), this))
    , m_close(new QPushButton(icon("x"), QString(), this))
{
    m_field->setClearButtonEnabled(true);
    m_count->setFont(ui::font(Type::Small));
    m_count->setMinimumWidth(QFontMetrics(m_count->font()).horizontalAdvance("00000 / 00000"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 4);
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    for (QPushButton *button : {m_previous, m_next, m_close}) {
        setKind(button, ButtonKind::Quiet);
        row->addWidget(button);
    }
    retranslate();
    hide();
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_isFresh = true;
        look(text);
        update();
    });
    connect(m_previous, &QPushButton::clicked, this, [this] { go(-1); });
    connect(m_next, &QPushButton::clicked, this, [this] { go(1); });
    connect(m_close, &QPushButton::clicked, this, &FindBar::close);
    connect(&m_search, &TimelineSearch::changed, this, &FindBar::update);
}

void FindBar::retranslate()
{
    m_field->setPlaceholderText(tr("Find in this conversation"));
    m_field->setAccessibleName(tr("Find in this conversation"));
    m_previous->setAccessibleName(tr("Find the previous one"));
    m_previous->setToolTip(tr("Find the previous one (Shift+F3)"));
    m_next->setAccessibleName(tr("Find the next one"));
    m_next->setToolTip(tr("Find the next one (F3)"));
    m_close->setAccessibleName(tr("End the search"));
    m_close->setToolTip(tr("End the search (Esc)"));
    update();
}

void FindBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void FindBar::open()
{
    show();
    m_view->setMarked(true);
    look(m_field->text());
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindBar::look(const QString &text)
{
    m_search.look(text);
    m_view->setSearched(text);
}

void FindBar::close()
{
    const bool isIn = isAncestorOf(window()->focusWidget());
    hide();
    look({});
    m_view->setMarked(false);
    if (isIn)
        emit left();
}

void FindBar::go(int step)
{
    if (isHidden())
        return open();
    const QModelIndex current = m_view->currentIndex();
    // What is in sight counts when the search begins.
    const int from = !current.isValid() ? -1 : current.row() - (m_isFresh ? step : 0);
    const int row = m_search.next(from, step);
    if (row < 0)
        return;
    m_isFresh = false;
    m_view->goTo(row);
    update();
}

void FindBar::update()
{
    const int count = m_search.count();
    const int number = m_view ? m_search.numberOf(m_view->currentIndex().row()) : -1;
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
    QString text;
    if (m_search.text().isEmpty())
        text = QString();
    else if (count == 0)
        text = m_search.isComplete() ? tr("Nothing found") : tr("Searching...");
    else if (number < 0)
        text = tr("%n found", nullptr, count);
    else
        text = tr("%1 of %2").arg(number + 1).arg(count);
    if (m_count->text() != text)
        m_count->setText(text);
    m_field->setAccessibleDescription(text);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return close();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return go(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    QWidget::keyPressEvent(event);
}

} // namespace ui
