// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TableView.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Type.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>

namespace ui {

static constexpr int inset = 11; // of what a cell shows
static constexpr int leastRest = 150; // of the column that takes what is left

/// Leaves out what the text or the page does not want.
class TableView::Order : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString &text)
    {
        m_text = text;
        invalidateFilter();
    }
    void setWanted(Wanted wanted)
    {
        m_wanted = std::move(wanted);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        const auto *table = static_cast<const Table *>(sourceModel());
        if (m_wanted && !m_wanted(table->item(row)))
            return false;
        if (m_text.isEmpty())
            return true;
        for (int column = 0; column < table->columnCount(); ++column) {
            const Cell cell = table->cell(table->index(row, column));
            if (cell.text.contains(m_text, Qt::CaseInsensitive)
                || cell.second.contains(m_text, Qt::CaseInsensitive))
                return true;
        }
        return false;
    }

private:
    QString m_text;
    Wanted m_wanted;
};

/// A small graph of values from 0 to 1.
static void paintLine(QPainter *painter, const QRectF &place, const QList<double> &values,
                      const QColor &color)
{
    QPolygonF line;
    const double step = place.width() / qMax<qsizetype>(1, values.size() - 1);
    for (qsizetype i = 0; i < values.size(); ++i)
        line << QPointF(place.left() + step * double(i),
                        place.bottom() - place.height() * qBound(0.0, values[i], 1.0));
    painter->setPen(QPen(color, 1.5));
    painter->drawPolyline(line);
}

static void paintMeter(QPainter *painter, const QRectF &place, double share, const QColor &color)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme().border);
    painter->drawRoundedRect(place, 3, 3);
    QRectF used = place;
    used.setWidth(place.width() * qBound(0.0, share, 1.0));
    painter->setBrush(color);
    painter->drawRoundedRect(used, 3, 3);
}

class TableDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const auto *proxy = static_cast<const QAbstractProxyModel *>(index.model());
        const auto *table = static_cast<const Table *>(proxy->sourceModel());
        const bool isSelected = option.state & QStyle::State_Selected;
        painter->save();
        painter->fillRect(option.rect, isSelected ? theme().selected : theme().surface);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          theme().border);
        if (isSelected && index.column() == 0)
            painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                              theme().accent);
        painter->setRenderHint(QPainter::Antialiasing);
        paintCell(painter, option.rect.adjusted(inset, 0, -6, -1),
                  table->cell(proxy->mapToSource(index)), table->columns()[index.column()].side);
        painter->restore();
    }

private:
    static void paintCell(QPainter *painter, QRect place, const Cell &cell, Qt::Alignment side)
    {
        const QColor color = cell.tone ? ink(*cell.tone) : theme().text;
        if (!cell.line.isEmpty()) {
            paintLine(painter, QRectF(place.left(), place.center().y() - 9, 46, 18), cell.line,
                      theme().accent);
            place.setLeft(place.left() + 54);
        }
        if (!cell.icon.isEmpty()) {
            paintIcon(painter, QRectF(place.left(), place.center().y() - 7, 16, 16), cell.icon,
                      color);
            place.setLeft(place.left() + 23);
        }
        const bool isTwo = !cell.second.isEmpty() || cell.meter >= 0;
        const int line = lineHeight(Type::Small);
        const QRect first = isTwo ? QRect(place.left(), place.center().y() - line, place.width(),
                                          line)
                                  : place;
        const Type type = cell.isCode     ? Type::Code
                          : cell.isStrong ? Type::Strong
                          : isTwo         ? Type::Small
                                          : Type::Body;
        const auto elide = cell.isPath ? Qt::ElideLeft : Qt::ElideRight;
        drawLine(painter, first, type, color, cell.text, side, elide);
        const QRect second(place.left(), place.center().y() + 1, place.width(), line);
        if (cell.meter >= 0)
            paintMeter(painter, QRectF(second.left(), second.top() + 4, second.width() - 8, 6),
                       cell.meter, cell.tone ? ink(*cell.tone) : theme().accent);
        else if (isTwo)
            drawLine(painter, second, Type::Small, theme().muted, cell.second, side, elide);
    }

    static void drawLine(QPainter *painter, const QRect &place, Type type, const QColor &color,
                         const QString &text, Qt::Alignment side, Qt::TextElideMode elide)
    {
        painter->setFont(font(type));
        painter->setPen(color);
        painter->drawText(place, int(side | Qt::AlignVCenter) | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, elide, place.width()));
    }
};

TableView::TableView(Table *model, const QString &name, Rows rows, QWidget *parent)
    : QTableView(parent)
    , m_table(model)
    , m_order(new Order(this))
    , m_clear(new QPushButton(tr("Clear filter"), viewport()))
{
    m_order->setSourceModel(model);
    m_order->setSortRole(Table::OrderRole);
    setModel(m_order);
    setItemDelegate(new TableDelegate(this));
    setAccessibleName(name);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setVerticalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    const int line = lineHeight(Type::Small);
    verticalHeader()->setDefaultSectionSize(rows == Rows::TwoLines ? 2 * line + 15 : line + 15);
    addColumns();
    m_clear->hide();
    connect(m_clear, &QPushButton::clicked, this, [this] {
        setFocus(Qt::OtherFocusReason);
        emit clearAsked();
    });
    for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_order, changed, this, &TableView::updateNothing);
    for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_table, changed, this, &TableView::updateNothing, Qt::QueuedConnection);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TableView::currentChosen);
    connect(this, &QAbstractItemView::doubleClicked, this, &TableView::opened);
}

void TableView::addColumns()
{
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setFixedHeight(lineHeight(Type::Small) + 16);
    header->setMinimumSectionSize(40);
    for (int column = 0; column < m_table->columnCount(); ++column) {
        const int width = m_table->columns()[column].width;
        if (width)
            setColumnWidth(column, width);
        else
            header->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    header->setSectionsClickable(true);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &TableView::arranged);
}

int TableView::columnOf(const QString &id) const
{
    const QList<Column> &columns = m_table->columns();
    const auto found = std::ranges::find(columns, id, &Column::id);
    return id.isEmpty() || found == columns.end() ? -1 : int(found - columns.begin());
}

void TableView::chooseColumn(int column, bool isShown)
{
    m_chosen.insert(column, isShown);
    placeColumns();
    emit arranged();
}

QVariantMap TableView::arrangement() const
{
    QVariantMap map;
    for (const auto &[column, isShown] : m_chosen.asKeyValueRange())
        map.insert("show-" + m_table->columns()[column].id, isShown);
    const int by = horizontalHeader()->sortIndicatorSection();
    if (by < 0 || by >= m_table->columnCount())
        return map;
    map.insert("sort", m_table->columns()[by].id);
    map.insert("descending", horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder);
    return map;
}

/// What a file says of columns that there are not is left out.
void TableView::arrange(const QVariantMap &arrangement)
{
    const QSignalBlocker quiet(this);
    m_chosen.clear();
    for (const auto &[name, value] : arrangement.asKeyValueRange()) {
        const int column = name.startsWith("show-") ? columnOf(name.mid(5)) : -1;
        if (column > 0)
            m_chosen.insert(column, value.toBool());
    }
    const int by = columnOf(arrangement["sort"].toString());
    const bool isDown = by >= 0 && arrangement["descending"].toBool();
    sortByColumn(by, isDown ? Qt::DescendingOrder : Qt::AscendingOrder);
    placeColumns();
}

/// Columns are left out where the table is narrow, unless somebody has chosen. The one that takes
/// what is left keeps a width that can be read.
void TableView::placeColumns()
{
    int rest = viewport()->width();
    int last = -1;
    for (int column = 0; column < m_table->columnCount(); ++column) {
        const Column &known = m_table->columns()[column];
        const bool isHidden = m_chosen.contains(column) ? !m_chosen.value(column)
                                                        : width() < known.room;
        if (isColumnHidden(column) != isHidden)
            setColumnHidden(column, isHidden);
        if (known.width == 0 && !isHidden)
            last = column;
        else if (!isHidden)
            rest -= columnWidth(column);
    }
    if (last < 0)
        return;
    const bool isNarrow = rest < leastRest && !m_chosen.isEmpty();
    horizontalHeader()->setSectionResizeMode(last, isNarrow ? QHeaderView::Interactive
                                                            : QHeaderView::Stretch);
    if (isNarrow)
        setColumnWidth(last, leastRest);
}

void TableView::updateNothing()
{
    m_clear->setVisible(shown() == 0 && m_table->rowCount() > 0);
    placeNothing();
    viewport()->update();
}

/// The button below the words.
void TableView::placeNothing()
{
    m_clear->resize(m_clear->sizeHint());
    m_clear->move((viewport()->width() - m_clear->width()) / 2, viewport()->height() / 2 + 16);
}

void TableView::setFilterText(const QString &text)
{
    m_order->setText(text);
}

void TableView::setWanted(Wanted wanted)
{
    m_order->setWanted(std::move(wanted));
}

QString TableView::currentId() const
{
    return currentIndex().data(Table::IdRole).toString();
}

QJsonObject TableView::currentItem() const
{
    return currentIndex().data(Table::ItemRole).toJsonObject();
}

void TableView::setCurrent(const QString &id)
{
    const QModelIndex row = m_order->mapFromSource(m_table->index(m_table->rowOf(id), 0));
    if (row.isValid())
        setCurrentIndex(row);
}

void TableView::setManyChosen()
{
    setSelectionMode(ExtendedSelection);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &TableView::manyChosen);
}

QStringList TableView::chosenIds() const
{
    QStringList ids;
    for (const QModelIndex &row : selectionModel()->selectedRows())
        ids.append(row.data(Table::IdRole).toString());
    return ids;
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        && currentIndex().isValid())
        emit opened();
    else
        QTableView::keyPressEvent(event);
}

void TableView::resizeEvent(QResizeEvent *event)
{
    placeColumns();
    QTableView::resizeEvent(event);
    placeNothing();
}

void TableView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    QPainter painter(viewport());
    const QString said = m_clear->isHidden() ? m_emptyText : tr("Nothing matches the filter");
    if (shown() == 0 && !said.isEmpty()) {
        painter.setPen(theme().muted);
        painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0),
                         Qt::AlignCenter | Qt::TextWordWrap, said);
    }
    if (!hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().accent, 2));
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 6, 6);
}

} // namespace ui
