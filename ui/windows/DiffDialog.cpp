// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/DiffDialog.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>

namespace ui {

static constexpr int numberWidth = 44;
static constexpr int codeStart = 62; ///< of a side, after its number and its sign

DiffView::DiffView(const QList<Diff> &diffs, const QString &name, QWidget *parent)
    : QAbstractScrollArea(parent)
{
    for (const Diff &diff : diffs) {
        if (!m_rows.isEmpty())
            m_rows.append(Row{});
        add(diff);
    }
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    measure();
}

/// Lines that went and lines that came at the same place stand beside each other.
void DiffView::add(const Diff &diff)
{
    using Kind = DiffLine::Kind;
    const QList<DiffLine> &lines = diff.lines;
    for (qsizetype at = 0; at < lines.size();) {
        if (lines[at].kind == Kind::Same || lines[at].kind == Kind::Gap) {
            const bool isGap = lines[at].kind == Kind::Gap;
            m_rows.append(isGap ? Row{} : Row{lines[at], lines[at]});
            ++at;
            continue;
        }
        const qsizetype first = m_rows.size();
        for (; at < lines.size() && lines[at].kind == Kind::Removed; ++at)
            m_rows.append(Row{lines[at], {}});
        for (qsizetype row = first; at < lines.size() && lines[at].kind == Kind::Added;
             ++at, ++row) {
            if (row < m_rows.size())
                m_rows[row].after = lines[at];
            else
                m_rows.append(Row{{}, lines[at]});
        }
    }
}

void DiffView::measure()
{
    const QFontMetrics metrics(ui::font(Type::Code));
    m_step = qMax(19, lineHeight(Type::Code));
    int widest = 0;
    for (const Row &row : std::as_const(m_rows)) {
        for (const std::optional<DiffLine> &line : {row.before, row.after})
            widest = qMax(widest, line ? metrics.horizontalAdvance(line->text) : 0);
    }
    const int height = viewport()->height();
    verticalScrollBar()->setSingleStep(m_step);
    verticalScrollBar()->setPageStep(height);
    verticalScrollBar()->setRange(0, qMax(0, int(m_rows.size()) * m_step + 8 - height));
    const int room = viewport()->width() / 2 - codeStart - 8;
    horizontalScrollBar()->setSingleStep(metrics.averageCharWidth() * 4);
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setRange(0, qMax(0, widest - room));
    viewport()->update();
}

void DiffView::paintSide(QPainter *painter, const QRect &place, const std::optional<DiffLine> &line,
                         bool isAfter) const
{
    const bool isChanged = line && line->kind != DiffLine::Kind::Same;
    painter->fillRect(place, !line        ? theme().sunken
                             : !isChanged ? theme().surface
                             : isAfter    ? theme().add
                                          : theme().remove);
    if (!line)
        return;
    painter->setFont(ui::font(Type::Caption));
    painter->setPen(theme().faint);
    painter->drawText(QRect(place.left(), place.top(), numberWidth - 8, place.height()),
                      Qt::AlignRight | Qt::AlignVCenter,
                      QString::number(isAfter ? line->after : line->before));
    painter->setFont(ui::font(Type::Code));
    if (isChanged) {
        painter->setPen(isAfter ? theme().ok : theme().danger);
        painter->drawText(QRect(place.left() + numberWidth, place.top(), 14, place.height()),
                          Qt::AlignVCenter, isAfter ? "+" : "−");
    }
    const QRect code = place.adjusted(codeStart, 0, 0, 0);
    painter->save();
    painter->setClipRect(code);
    const int left = code.left() - horizontalScrollBar()->value();
    const QFontMetrics metrics = painter->fontMetrics();
    if (line->wordLength > 0) {
        const int from = metrics.horizontalAdvance(line->text.left(line->wordStart));
        const int wide = metrics.horizontalAdvance(
            line->text.mid(line->wordStart, line->wordLength));
        painter->fillRect(QRect(left + from, place.top(), wide, place.height()),
                          isAfter ? theme().addWord : theme().removeWord);
    }
    painter->setPen(theme().text);
    painter->drawText(QPoint(left, place.center().y() + (metrics.ascent() - metrics.descent()) / 2),
                      line->text);
    painter->restore();
}

void DiffView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme().surface);
    const int middle = viewport()->width() / 2;
    const int offset = verticalScrollBar()->value();
    const int first = offset / m_step;
    for (int row = first; row < m_rows.size(); ++row) {
        const int top = row * m_step - offset + 4;
        if (top > viewport()->height())
            break;
        const Row &one = m_rows[row];
        if (!one.before && !one.after) {
            painter.setFont(ui::font(Type::Code));
            painter.setPen(theme().faint);
            painter.drawText(QRect(0, top, viewport()->width(), m_step), Qt::AlignCenter, "⋯");
            continue;
        }
        paintSide(&painter, {0, top, middle, m_step}, one.before, false);
        paintSide(&painter, {middle + 1, top, viewport()->width() - middle - 1, m_step}, one.after,
                  true);
    }
    painter.fillRect(QRect(middle, 0, 1, viewport()->height()), theme().border);
    if (!hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    measure();
}

void DiffView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
}

void DiffView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void DiffView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

DiffDialog::DiffDialog(const QString &path, const QList<Diff> &diffs, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Changes of %1").arg(path.section('/', -1)));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    resize(1100, 680);
    auto *heading = new ElidedLabel(this);
    heading->setFont(ui::font(Type::Strong));
    heading->setText(path);
    int added = 0, removed = 0;
    for (const Diff &diff : diffs)
        added += diff.added, removed += diff.removed;
    auto *counts = new QLabel(QString("+%1 −%2").arg(added).arg(removed), this);
    counts->setFont(ui::font(Type::Code));
    counts->setAccessibleName(tr("%1 added, %2 removed").arg(added).arg(removed));
    auto *view = new DiffView(diffs, tr("%1, before and after").arg(path), this);
    auto *close = new QPushButton(tr("Close"), this);
    setKind(close, ButtonKind::Primary);
    auto *head = new QHBoxLayout;
    head->addWidget(heading, 1);
    head->addWidget(counts);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addLayout(head);
    column->addWidget(view, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    view->setFocus();
}

} // namespace ui
