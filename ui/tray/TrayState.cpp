// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/TrayState.h"

#include "ui/widgets/Mark.h"
#include "ui/widgets/PlainText.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QStyleHints>

using namespace ui;

static constexpr int smallest = 16; // too small for the boat and a badge

TrayState ui::trayStateOf(const TrayFacts &facts)
{
    using enum ServerDoor::State;
    if (facts.server == Failed || (facts.server == Running && (facts.isLost || facts.hasAlarm)))
        return TrayState::Trouble;
    if (facts.server == Starting || facts.server == Stopping)
        return TrayState::Starting;
    if (facts.server == Stopped)
        return TrayState::Stopped;
    if (facts.waiting > 0)
        return TrayState::Waiting;
    return facts.working > 0 ? TrayState::Working : TrayState::Idle;
}

static QString tr(const char *text, int number = -1)
{
    return QCoreApplication::translate("Tray", text, nullptr, number);
}

QString ui::trayTooltip(const TrayFacts &facts)
{
    switch (trayStateOf(facts)) {
    case TrayState::Trouble:
        if (facts.server == ServerDoor::State::Failed)
            return tr("Berth: the server failed");
        return facts.isLost ? tr("Berth: the server does not answer")
                            : tr("Berth: an alert needs you");
    case TrayState::Starting:
        return facts.server == ServerDoor::State::Starting ? tr("Berth: the server starts")
                                                           : tr("Berth: the server stops");
    case TrayState::Stopped: return tr("Berth: the server is stopped");
    default: break;
    }
    QStringList parts;
    if (facts.waiting > 0)
        parts.append(tr("%n waiting for you", facts.waiting));
    if (facts.working > 0)
        parts.append(tr("%n working", facts.working));
    if (parts.isEmpty())
        parts.append(tr("nothing to do"));
    if (facts.cost >= 0.005)
        parts.append(tr("%1 today").arg(money(facts.cost)));
    return tr("Berth: %1").arg(parts.join(", "));
}

static void paintBadge(QPainter *painter, const QRectF &place, const QString &text,
                       const QColor &ink)
{
    QPainterPath badge;
    badge.addEllipse(place);
    QFont font = painter->font();
    font.setBold(true);
    font.setPixelSize(qMax(6, static_cast<int>(place.height() * (text.size() > 1 ? 0.6 : 0.78))));
    // The figure is cut out, so that one ink is enough on every panel.
    QPainterPath figure;
    figure.addText({}, font, text);
    const QRectF box = figure.boundingRect();
    figure.translate(place.center() - box.center());
    painter->fillPath(badge.subtracted(figure), ink);
}

static void paintWarning(QPainter *painter, const QRectF &place, const QColor &ink)
{
    QPainterPath sign;
    sign.moveTo(place.center().x(), place.top());
    sign.lineTo(place.right(), place.bottom());
    sign.lineTo(place.left(), place.bottom());
    sign.closeSubpath();
    QPainterPath mark;
    const qreal width = place.width() * 0.14;
    mark.addRect(place.center().x() - width / 2, place.top() + place.height() * 0.36, width,
                 place.height() * 0.3);
    mark.addRect(place.center().x() - width / 2, place.top() + place.height() * 0.75, width,
                 place.height() * 0.13);
    painter->fillPath(sign.subtracted(mark), ink);
}

/// What the parts of an icon are drawn with.
struct Inks
{
    QColor mark;
    QColor badge;
    QColor warning;
};

static Inks inksOf(Preferences::TrayInk ink)
{
    using enum Preferences::TrayInk;
    const bool isDark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
    const bool isLightInk = ink == Light || (ink == Automatic && isDark);
    if (ink == Coloured) {
        const Theme &colours = Theme::of(isDark ? ThemeKind::Dark : ThemeKind::Light);
        return {colours.accent, colours.wait, colours.danger};
    }
    const QColor one = Theme::of(isLightInk ? ThemeKind::Dark : ThemeKind::Light).text;
    return {one, one, one};
}

static QPixmap trayPixmap(const TrayFacts &facts, const Inks &inks, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const TrayState state = trayStateOf(facts);
    const bool hasSign = state == TrayState::Waiting || state == TrayState::Trouble;
    const QRectF whole(0, 0, size, size);
    MarkState boat = MarkState::Idle;
    if (state == TrayState::Stopped || (hasSign && size <= smallest))
        boat = MarkState::Empty;
    else if (state == TrayState::Working)
        boat = MarkState::Working;
    else if (state == TrayState::Starting)
        boat = MarkState::Starting;
    paintMark(&painter, whole, boat, inks.mark);
    if (!hasSign)
        return pixmap;
    const qreal edge = size * (size <= smallest ? 0.7 : 0.58);
    const QRectF place(size - edge, size - edge, edge, edge);
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    painter.setBrush(Qt::black);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(place.adjusted(-1, -1, 1, 1));
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    if (state == TrayState::Trouble)
        paintWarning(&painter, place, inks.warning);
    else
        paintBadge(&painter, place, facts.waiting > 9 ? "9+" : QString::number(facts.waiting),
                   inks.badge);
    return pixmap;
}

QString ui::trayIconName(const TrayFacts &facts)
{
    const auto nameOf = [](const QString &state) { return "berth-" + state + "-symbolic"; };
    switch (trayStateOf(facts)) {
    case TrayState::Trouble: return nameOf("trouble");
    case TrayState::Waiting:
        return nameOf("waiting-" + (facts.waiting > 9 ? "more" : QString::number(facts.waiting)));
    case TrayState::Working: return nameOf("working");
    case TrayState::Starting: return nameOf("starting");
    case TrayState::Idle: return nameOf("idle");
    case TrayState::Stopped: break;
    }
    return nameOf("stopped");
}

QIcon ui::trayIcon(const TrayFacts &facts, Preferences::TrayInk ink, bool panelTints)
{
    const QString name = trayIconName(facts);
    if (panelTints && ink == Preferences::TrayInk::Automatic && QIcon::hasThemeIcon(name))
        return QIcon::fromTheme(name);
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 44, 48, 64})
        icon.addPixmap(trayPixmap(facts, inksOf(ink), size));
    return icon;
}
