// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Sidebar.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Mark.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ServerBadge.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>

namespace ui {

enum SidebarRole { IconRole = Qt::UserRole, BadgeRole, BadgeKindRole, PageRole };

static constexpr int sidebarWidth = 204;
static constexpr int railWidth = 56;
static constexpr double mostScale = 1.3;

/// A page in the sidebar: its icon, its name, its badge, and a bar at the one that is open.
class PageDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setRail(bool isRail) { m_isRail = isRail; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (index.data(PageRole).isValid())
            paintPage(painter, option, index);
        else
            paintGroup(painter, option, index);
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const bool isPage = index.data(PageRole).isValid();
        const int line = lineHeight(Type::Body);
        return {40, isPage ? qMax(34, line + 12) : m_isRail ? 17 : qMax(34, line + 14)};
    }

private:
    void paintPage(QPainter *painter, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const
    {
        const bool isOpen = option.state & QStyle::State_Selected;
        const QRect row = option.rect.adjusted(8, 1, -8, -1);
        painter->setPen(option.state & QStyle::State_HasFocus ? QPen(theme().accent, 2)
                                                              : QPen(Qt::NoPen));
        painter->setBrush(isOpen                                   ? theme().selected
                          : option.state & QStyle::State_MouseOver ? theme().hover
                                                                   : QColor(Qt::transparent));
        painter->drawRoundedRect(row, 6, 6);
        if (isOpen)
            painter->fillRect(QRect(option.rect.left() + 1, row.top() + 7, 3, row.height() - 14),
                              theme().accent);
        const int inset = m_isRail ? (row.width() - 17) / 2 : 10;
        paintIcon(painter, QRectF(row.left() + inset, row.center().y() - 8, 17, 17),
                  index.data(IconRole).toString(), isOpen ? theme().accent : theme().muted);
        if (!m_isRail) {
            painter->setFont(ui::font(isOpen ? Type::Strong : Type::Body));
            painter->setPen(isOpen ? theme().text : theme().muted);
            const QRect place = row.adjusted(36, 0, index.data(BadgeRole).toInt() ? -36 : -8, 0);
            painter->drawText(
                place, Qt::AlignVCenter,
                painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                  Qt::ElideRight, place.width()));
        }
        if (const int badge = index.data(BadgeRole).toInt())
            paintBadge(painter, row, badge, index.data(BadgeKindRole).toBool());
    }

    void paintBadge(QPainter *painter, const QRect &row, int badge, bool isWaiting) const
    {
        const QRect disc = m_isRail ? QRect(row.right() - 17, row.top(), 18, 16)
                                    : QRect(row.right() - 28, row.center().y() - 9, 22, 19);
        painter->setPen(Qt::NoPen);
        const QColor quiet = theme().hasHighContrast() ? theme().hover : theme().border;
        painter->setBrush(isWaiting ? theme().wait : quiet);
        painter->drawRoundedRect(disc, 8, 8);
        painter->setFont(ui::font(Type::Caption));
        painter->setPen(!isWaiting         ? theme().text
                        : theme().isDark() ? theme().window
                                           : theme().surface);
        painter->drawText(disc, Qt::AlignCenter, badge > 99 ? "99+" : QString::number(badge));
    }

    void paintGroup(QPainter *painter, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const
    {
        if (m_isRail) {
            painter->fillRect(QRect(14, option.rect.center().y(), option.rect.width() - 28, 1),
                              theme().border);
            return;
        }
        QFont strong = ui::font(Type::Small);
        strong.setWeight(QFont::DemiBold);
        painter->setFont(strong);
        painter->setPen(theme().muted);
        painter->drawText(option.rect.adjusted(18, 8, -8, 0), Qt::AlignVCenter,
                          index.data(Qt::DisplayRole).toString());
    }

    bool m_isRail = false;
};

/// Looks like the field that it opens, with its keys at the end.
class SearchButton : public QPushButton
{
public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus()                  ? QPen(theme().accent, 2)
                       : theme().hasHighContrast() ? QPen(theme().borderStrong, 1)
                                                   : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? theme().selected : theme().hover);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
        const bool isRail = text().isEmpty();
        const int left = isRail ? (width() - 16) / 2 : 11;
        paintIcon(&painter, QRectF(left, (height() - 16) / 2.0, 16, 16), "search", theme().text);
        if (isRail)
            return;
        const QString keys = QKeySequence("Ctrl+K").toString(QKeySequence::NativeText);
        painter.setFont(ui::font(Type::Small));
        const int keysWidth = painter.fontMetrics().horizontalAdvance(keys);
        painter.setPen(theme().muted);
        painter.drawText(rect().adjusted(0, 0, -11, 0), Qt::AlignVCenter | Qt::AlignRight, keys);
        painter.setFont(ui::font(Type::Body));
        painter.setPen(theme().text);
        const QRect words = rect().adjusted(left + 24, 0, -keysWidth - 17, 0);
        painter.drawText(words, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    }
    QSize sizeHint() const override { return {40, qMax(32, lineHeight(Type::Body) + 12)}; }
    QSize minimumSizeHint() const override { return sizeHint(); }
};

Sidebar::Sidebar(QWidget *parent)
    : QWidget(parent)
    , m_search(new SearchButton(this))
    , m_pages(new QListWidget(this))
    , m_name(new QLabel("Berth", this))
    , m_state(new QLabel(this))
    , m_badge(new ServerBadge(this))
{
    fit();
    m_pages->setItemDelegate(new PageDelegate(m_pages));
    m_pages->setFrameShape(QFrame::NoFrame);
    m_pages->setMouseTracking(true);
    m_pages->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->viewport()->setAutoFillBackground(false);
    m_name->setFont(ui::font(Type::Section));
    m_state->setFont(ui::font(Type::Small));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 14, 0, 12);
    column->setSpacing(2);
    m_name->setContentsMargins(56, 0, 0, 0);
    m_state->setContentsMargins(72, 0, 0, 0);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    // In the rail the place of the words stays empty, so that no icon moves.
    for (QLabel *label : {m_name, m_state}) {
        QSizePolicy policy = label->sizePolicy();
        policy.setHorizontalPolicy(QSizePolicy::Ignored);
        policy.setRetainSizeWhenHidden(true);
        label->setSizePolicy(policy);
    }
    column->addWidget(m_name);
    column->addWidget(m_state);
    column->addSpacing(14);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *search = new QHBoxLayout;
    search->setContentsMargins(8, 0, 9, 8);
    search->addWidget(m_search);
    column->addLayout(search);
    column->addWidget(m_pages, 1);
    retranslate();
    column->addWidget(m_badge);
    connect(m_badge, &QPushButton::clicked, this, &Sidebar::showServers);
    connect(m_search, &QPushButton::clicked, this, &Sidebar::searchAsked);
    connect(m_pages, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item)
            emit chosen(item->data(PageRole).toInt());
    });
}

void Sidebar::retranslate()
{
    m_pages->setAccessibleName(tr("Pages"));
    m_search->setText(m_isRail ? QString() : tr("Search or run..."));
    m_search->setToolTip(tr("Search or run (Ctrl+K)"));
    m_search->setAccessibleName(tr("Search or run"));
}

void Sidebar::clear()
{
    const QSignalBlocker quiet(m_pages);
    m_pages->clear();
}

void Sidebar::addPage(int page, const QString &icon, const QString &name,
                      const QKeySequence &shortcut)
{
    auto *item = new QListWidgetItem(name, m_pages);
    item->setData(IconRole, icon);
    item->setData(PageRole, page);
    item->setToolTip(name + " (" + shortcut.toString(QKeySequence::NativeText) + ")");
    item->setData(Qt::AccessibleTextRole, name);
}

void Sidebar::addGroup(const QString &name)
{
    auto *item = new QListWidgetItem(name, m_pages);
    item->setFlags(Qt::NoItemFlags);
}

QListWidgetItem *Sidebar::itemOf(int page) const
{
    for (int row = 0; row < m_pages->count(); ++row) {
        const QVariant number = m_pages->item(row)->data(PageRole);
        if (number.isValid() && number.toInt() == page)
            return m_pages->item(row);
    }
    return nullptr;
}

void Sidebar::setCurrent(int page)
{
    m_pages->setCurrentItem(itemOf(page));
}

void Sidebar::setBadge(int page, int count, const QString &spoken, Badge badge)
{
    QListWidgetItem *item = itemOf(page);
    item->setData(BadgeRole, count);
    item->setData(BadgeKindRole, badge == Badge::Waiting);
    item->setData(Qt::AccessibleTextRole, count ? item->text() + ", " + spoken : item->text());
}

void Sidebar::setServer(const QString &state, Tone tone)
{
    m_tone = tone;
    update();
    m_state->setText(state);
}

void Sidebar::showServers()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &server : std::as_const(m_known))
        menu->addAction(icon("server"), server, this, [this, server] { emit serverAsked(server); });
    if (!m_known.isEmpty())
        menu->addSeparator();
    menu->addAction(icon("plug"), tr("Connect to a server..."), this,
                    [this] { emit serverAsked({}); });
    menu->popup(m_badge->mapToGlobal(QPoint(8, -menu->sizeHint().height())));
}

void Sidebar::setRail(bool isRail)
{
    if (std::exchange(m_isRail, isRail) == isRail)
        return;
    static_cast<PageDelegate *>(m_pages->itemDelegate())->setRail(isRail);
    fit();
    for (QLabel *label : {m_name, m_state})
        label->setVisible(!isRail);
    m_badge->setRail(isRail);
    m_search->setText(isRail ? QString() : tr("Search or run..."));
    m_pages->doItemsLayout();
    update();
}

/// Larger texts get more room, but not all that they ask for: pages need it, too.
void Sidebar::fit()
{
    const double scale = qBound(1.0, textScale(), mostScale);
    setFixedWidth(m_isRail ? railWidth : qRound(sidebarWidth * scale));
}

void Sidebar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().chrome);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme().border);
    const int left = m_isRail ? (railWidth - 28) / 2 : 18;
    const QString sign = m_tone == Tone::Ok     ? "circle-check"
                         : m_tone == Tone::Warn ? "unplug"
                                                : "circle-stop";
    if (!m_isRail)
        paintIcon(&painter, QRectF(56, m_state->geometry().center().y() - 6, 13, 13), sign,
                  ink(m_tone));
    paintMark(&painter, QRectF(left, 16, 28, 28), MarkState::Working, theme().accent);
}

} // namespace ui
