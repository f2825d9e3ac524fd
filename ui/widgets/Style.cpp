// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Style.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/RoundBox.h"
#include "ui/widgets/Theme.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTableView>

namespace ui {

static constexpr int controlHeight = 30;
static constexpr int controlRadius = 6;
static constexpr int chipRadius = 5;

void setKind(QAbstractButton *button, ButtonKind kind)
{
    button->setProperty("kind", int(kind));
    button->update();
}

static ButtonKind kindOf(const QWidget *widget)
{
    const QVariant kind = widget ? widget->property("kind") : QVariant();
    return kind.isValid() ? ButtonKind(kind.toInt()) : ButtonKind::Normal;
}

struct ButtonLook
{
    QColor ground, edge, text;
};

static ButtonLook lookOf(ButtonKind kind, bool isEnabled)
{
    const Theme &now = theme();
    if (!isEnabled)
        return {kind == ButtonKind::Quiet ? QColor(Qt::transparent) : now.hover, Qt::transparent,
                now.faint};
    switch (kind) {
    case ButtonKind::Primary: return {now.accent, Qt::transparent, now.onAccent};
    case ButtonKind::Answer:
        return {now.wait, Qt::transparent, now.isDark() ? now.window : now.surface};
    case ButtonKind::Danger: return {now.surface, now.danger, now.danger};
    case ButtonKind::Quiet: return {Qt::transparent, Qt::transparent, now.muted};
    case ButtonKind::Chip: return {now.hover, Qt::transparent, now.muted};
    case ButtonKind::Normal: return {now.surface, now.borderStrong, now.text};
    }
    return {};
}

static QColor mixed(const QColor &one, const QColor &other, float share)
{
    return QColor::fromRgbF(one.redF() + (other.redF() - one.redF()) * share,
                            one.greenF() + (other.greenF() - one.greenF()) * share,
                            one.blueF() + (other.blueF() - one.blueF()) * share);
}

static void paintButtonPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const ButtonKind kind = kindOf(widget);
    const bool isEnabled = option->state & QStyle::State_Enabled;
    ButtonLook look = lookOf(kind, isEnabled);
    const bool isDown = option->state & (QStyle::State_Sunken | QStyle::State_On);
    if (kind == ButtonKind::Chip && option->state & QStyle::State_On)
        return paintRoundBox(painter, option->rect, theme().accent, Qt::transparent, chipRadius);
    const bool isUnderMouse = option->state & QStyle::State_MouseOver;
    if (isEnabled && (isDown || isUnderMouse)) {
        if (kind == ButtonKind::Primary || kind == ButtonKind::Answer)
            look.ground = mixed(look.ground, theme().text, isDown ? 0.18f : 0.09f);
        else
            look.ground = isDown ? theme().selected : theme().hover;
    }
    paintRoundBox(painter, option->rect, look.ground, look.edge, controlRadius);
}

static void paintButtonLabel(const QStyleOptionButton *button, QPainter *painter,
                             const QWidget *widget)
{
    const bool isEnabled = button->state & QStyle::State_Enabled;
    const bool isChosen = kindOf(widget) == ButtonKind::Chip && button->state & QStyle::State_On;
    const QColor ink = isChosen ? theme().onAccent : lookOf(kindOf(widget), isEnabled).text;
    const int icon = button->icon.isNull() ? 0 : 16;
    const int gap = icon && !button->text.isEmpty() ? 7 : 0;
    const int menu = button->features & QStyleOptionButton::HasMenu ? 18 : 0;
    QFont bold = painter->font();
    bold.setWeight(QFont::Medium);
    painter->save();
    painter->setFont(bold);
    const int text = painter->fontMetrics().size(Qt::TextHideMnemonic, button->text).width();
    QRect place = button->rect;
    int left = place.left() + qMax(4, (place.width() - icon - gap - text - menu) / 2);
    if (icon) {
        const QRectF square(left, place.center().y() - 7, icon, icon);
        // An icon of ours is drawn in the ink of the label; the name tells which it is.
        if (!button->icon.name().isEmpty())
            paintIcon(painter, square, button->icon.name(), ink);
        else
            button->icon.paint(painter, square.toRect());
        left += icon + gap;
    }
    painter->setPen(ink);
    place.setLeft(left);
    painter->drawText(place.adjusted(0, 0, -menu, 0), Qt::AlignVCenter | Qt::TextHideMnemonic,
                      button->text);
    if (menu)
        paintIcon(painter, QRectF(button->rect.right() - 26, place.center().y() - 7, 15, 15),
                  "chevron-down", ink);
    painter->restore();
}

static void paintField(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const bool isFocused = option->state & QStyle::State_HasFocus;
    const bool isWrong = widget && widget->property("wrong").toBool();
    const bool isEnabled = option->state & QStyle::State_Enabled;
    const QColor edge = isWrong     ? theme().danger
                        : isFocused ? theme().accent
                                    : theme().borderStrong;
    paintRoundBox(painter, option->rect, isEnabled ? theme().surface : theme().hover,
                  isEnabled ? edge : QColor(Qt::transparent), controlRadius,
                  isFocused || isWrong ? 2 : 1);
}

/// Something takes a while of which nobody knows how long: stripes that stand still, for nothing
/// here moves without a meaning.
static void paintBusy(const QStyleOptionProgressBar &bar, QPainter *painter)
{
    static constexpr int stripe = 8;
    const QRect place = bar.rect.adjusted(1, 1, -1, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(place);
    painter->setPen(QPen(theme().accent, stripe / 2.0));
    for (int x = place.left() - place.height(); x < place.right(); x += 2 * stripe)
        painter->drawLine(x, place.bottom() + 1, x + place.height(), place.top() - 1);
    painter->restore();
}

/// What is read in a field, and not written: code, an action, an answer.
static void paintSunken(const QStyleOption *option, QPainter *painter)
{
    const bool isFocused = option->state & QStyle::State_HasFocus;
    const QColor edge = isFocused                   ? theme().accent
                        : theme().hasHighContrast() ? theme().borderStrong
                                                    : theme().border;
    paintRoundBox(painter, option->rect, theme().sunken, edge, controlRadius, isFocused ? 2 : 1);
}

static void paintFocus(const QStyleOption *option, QPainter *painter)
{
    paintRoundBox(painter, option->rect, Qt::transparent, theme().accent, controlRadius, 2);
}

static void paintCheck(const QStyleOption *option, QPainter *painter)
{
    const bool isOn = option->state & QStyle::State_On;
    const bool isEnabled = option->state & QStyle::State_Enabled;
    const QColor ground = !isEnabled ? theme().hover : isOn ? theme().accent : theme().surface;
    paintRoundBox(painter, option->rect, ground, isOn ? Qt::transparent : theme().borderStrong, 4);
    if (isOn)
        paintIcon(painter, QRectF(option->rect).adjusted(2, 2, -2, -2), "check",
                  isEnabled ? theme().onAccent : theme().faint);
}

static void paintTab(const QStyleOptionTab *tab, QPainter *painter)
{
    const bool isSelected = tab->state & QStyle::State_Selected;
    painter->save();
    QFont label = painter->font();
    label.setWeight(isSelected ? QFont::DemiBold : QFont::Normal);
    painter->setFont(label);
    painter->setPen(isSelected ? theme().text : theme().muted);
    painter->drawText(tab->rect, Qt::AlignCenter | Qt::TextShowMnemonic, tab->text);
    const QRect line(tab->rect.left() + 2, tab->rect.bottom() - 2, tab->rect.width() - 4, 3);
    if (isSelected)
        paintRoundBox(painter, line, theme().accent, Qt::transparent, 1.5);
    if (tab->state & QStyle::State_HasFocus)
        paintRoundBox(painter, tab->rect.adjusted(2, 2, -2, -5), Qt::transparent, theme().accent,
                      controlRadius, 2);
    painter->restore();
}

static void paintHeader(const QStyleOptionHeader *header, QPainter *painter)
{
    painter->fillRect(header->rect, theme().surface);
    painter->fillRect(QRect(header->rect.left(), header->rect.bottom(), header->rect.width(), 1),
                      theme().border);
}

/// The name of a column, over what the column shows, and which way it is sorted.
static void paintHeaderLabel(const QStyleOptionHeader *header, QPainter *painter)
{
    const bool isSorted = header->sortIndicator != QStyleOptionHeader::None;
    const QRect place = header->rect.adjusted(11, 0, isSorted ? -20 : -6, 0);
    painter->save();
    painter->setPen(theme().muted);
    painter->drawText(place, int(header->textAlignment) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(header->text, Qt::ElideRight,
                                                        place.width()));
    painter->restore();
    if (!isSorted)
        return;
    const bool isDown = header->sortIndicator == QStyleOptionHeader::SortDown;
    const int text = header->fontMetrics.horizontalAdvance(header->text);
    painter->save();
    painter->translate(qMin(place.left() + text + 5, place.right() + 3), place.center().y() - 6);
    if (!isDown) {
        painter->translate(0, 13);
        painter->scale(1, -1);
    }
    paintIcon(painter, QRectF(0, 0, 13, 13), "chevron-down", theme().muted);
    painter->restore();
}

static void paintMenuItem(const QStyleOptionMenuItem *item, QPainter *painter)
{
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(item->rect.left() + 10, item->rect.center().y(),
                                item->rect.width() - 20, 1),
                          theme().border);
        return;
    }
    const bool isEnabled = item->state & QStyle::State_Enabled;
    const QRect row = item->rect.adjusted(4, 1, -4, -1);
    if (isEnabled && item->state & QStyle::State_Selected)
        paintRoundBox(painter, row, theme().selected, Qt::transparent, 5);
    const QColor ink = isEnabled ? theme().text : theme().faint;
    const QRectF square(row.left() + 8, row.center().y() - 7, 16, 16);
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked)
        paintIcon(painter, square, "check", theme().accent);
    else if (!item->icon.isNull())
        item->icon.paint(painter, square.toRect(), Qt::AlignCenter,
                         isEnabled ? QIcon::Normal : QIcon::Disabled);
    const QStringList parts = item->text.split('\t');
    const QRect text = row.adjusted(33, 0, -12, 0);
    painter->setFont(item->font);
    painter->setPen(ink);
    painter->drawText(text, Qt::AlignVCenter | Qt::TextShowMnemonic, parts.first());
    painter->setPen(isEnabled ? theme().muted : theme().faint);
    if (parts.size() > 1)
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignRight, parts[1]);
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        paintIcon(painter, QRectF(row.right() - 18, row.center().y() - 6, 14, 14), "chevron-right",
                  theme().muted);
}

Style::Style()
    : QProxyStyle("Fusion")
{}

void Style::polish(QWidget *widget)
{
    // The frame of a text is drawn with its ground, which the viewport would hide.
    if (auto *text = qobject_cast<QPlainTextEdit *>(widget))
        text->viewport()->setAutoFillBackground(false);
    QProxyStyle::polish(widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool: return paintButtonPanel(option, painter, widget);
    case PE_PanelLineEdit:
        // The field of a combo box lies on a panel of its own.
        if (!widget || !qobject_cast<const QComboBox *>(widget->parentWidget()))
            paintField(option, painter, widget);
        return;
    case PE_FrameLineEdit:
    case PE_IndicatorHeaderArrow: return; // the label of the header draws it
    case PE_FrameFocusRect: return paintFocus(option, painter);
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: return paintCheck(option, painter);
    case PE_FrameMenu:
        return paintRoundBox(painter, option->rect, Qt::transparent, theme().border, 1);
    case PE_PanelMenu: painter->fillRect(option->rect, theme().surface); return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(),
                                1),
                          theme().border);
        return;
    case PE_PanelTipLabel:
        return paintRoundBox(painter, option->rect, theme().surface, theme().borderStrong, 4);
    default: return QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    switch (element) {
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
            bar && bar->minimum == bar->maximum)
            return paintBusy(*bar, painter);
        break;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return paintButtonLabel(button, painter, widget);
        break;
    case CE_PushButtonBevel: return paintButtonPanel(option, painter, widget);
    case CE_TabBarTabShape: return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return paintTab(tab, painter);
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            return paintHeader(header, painter);
        painter->fillRect(option->rect, theme().surface);
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return paintMenuItem(item, painter);
        break;
    case CE_ShapedFrame:
        // What one writes in looks like a field; a list or a table lies on its page.
        if (const auto *text = qobject_cast<const QPlainTextEdit *>(widget)) {
            if (text->frameShape() == QFrame::NoFrame)
                return;
            return text->isReadOnly() ? paintSunken(option, painter)
                                      : paintField(option, painter, widget);
        }
        if (qobject_cast<const QTableView *>(widget))
            return paintRoundBox(painter, option->rect, theme().surface, theme().border, 8);
        break;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            return paintHeaderLabel(header, painter);
        break;
    case CE_Splitter: painter->fillRect(option->rect, theme().border); return;
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                               QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const QRect slider = subControlRect(control, option, SC_ScrollBarSlider, widget);
        const QRect handle = slider.adjusted(2, 2, -2, -2);
        const bool isHeld = option->state & (State_MouseOver | State_Sunken);
        paintRoundBox(painter, handle, isHeld ? theme().faint : theme().borderStrong,
                      Qt::transparent, 3);
        return;
    }
    if (control == CC_ComboBox) {
        paintField(option, painter, widget);
        paintIcon(painter, QRectF(option->rect.right() - 24, option->rect.center().y() - 7, 15, 15),
                  "chevron-down", option->state & State_Enabled ? theme().muted : theme().faint);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent: return 10;
    case PM_SplitterWidth: return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_MenuHMargin: return 0;
    case PM_MenuVMargin: return 4;
    case PM_TabBarTabHSpace: return 20;
    case PM_TabBarTabVSpace: return 14;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight: return 17;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return 16;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int height = qMax(controlHeight, option ? option->fontMetrics.height() + 12 : 0);
    if (type == CT_PushButton) {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool isIconOnly = button && button->text.isEmpty();
        const bool hasMenu = button && button->features & QStyleOptionButton::HasMenu;
        if (kindOf(widget) == ButtonKind::Chip)
            return {size.width() + 16, qMax(24, option->fontMetrics.height() + 8)};
        return {isIconOnly ? height : size.width() + 28 + (hasMenu ? 12 : 0), height};
    }
    if (type == CT_LineEdit || type == CT_ComboBox)
        return {whole.width() + (type == CT_ComboBox ? 16 : 0), height};
    if (type == CT_MenuItem) {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        const bool isLine = item && item->menuItemType == QStyleOptionMenuItem::Separator;
        return {whole.width() + 40, isLine ? 9 : 28};
    }
    return whole;
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option,
                            const QWidget *widget) const
{
    const QRect whole = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents && widget
        && !qobject_cast<const QComboBox *>(widget->parentWidget()))
        return whole.adjusted(6, 0, -4, 0);
    if (element == SE_ShapedFrameContents && qobject_cast<const QTableView *>(widget))
        return option->rect.adjusted(1, 3, -1, -3);
    if (element == SE_ShapedFrameContents && qobject_cast<const QPlainTextEdit *>(widget))
        return whole.adjusted(4, 2, -2, -2);
    return whole;
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                            SubControl part, const QWidget *widget) const
{
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return option->rect.adjusted(8, 1, -28, -1);
    if (control != CC_ScrollBar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    // Without buttons at the ends, which nobody presses.
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar || part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)
        return {};
    const bool isUpright = bar->orientation == Qt::Vertical;
    const int length = isUpright ? bar->rect.height() : bar->rect.width();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int handle = range ? qBound(32,
                                      int(qint64(bar->pageStep) * length / (range + bar->pageStep)),
                                      qMax(32, length))
                             : length;
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - handle, bar->upsideDown);
    const auto strip = [&](int from, int to) {
        return isUpright ? QRect(0, from, bar->rect.width(), to - from)
                         : QRect(from, 0, to - from, bar->rect.height());
    };
    if (part == SC_ScrollBarSlider)
        return strip(start, start + handle);
    if (part == SC_ScrollBarSubPage)
        return strip(0, start);
    return part == SC_ScrollBarAddPage ? strip(start + handle, length) : strip(0, length);
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_ComboBox_Popup: return 0;
    case SH_TabBar_Alignment: return Qt::AlignLeft;
    case SH_UnderlineShortcut: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace ui
