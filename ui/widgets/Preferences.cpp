// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Preferences.h"

#include "ui/widgets/Language.h"
#include "ui/widgets/Type.h"

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleHints>

namespace ui {

static constexpr std::pair<Preferences::Notice, const char *> noticeNames[] = {
    {Preferences::Notice::Question, "question"},
    {Preferences::Notice::Finished, "finished"},
    {Preferences::Notice::Failed, "failed"},
    {Preferences::Notice::Trouble, "trouble"}};

static QString usualFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
           + "/berth/window.ini";
}

Preferences::Preferences(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file.isEmpty() ? usualFile() : file)
{
    const QSettings kept(m_file, QSettings::IniFormat);
    m_look = Look(qBound(0, kept.value("look").toInt(), int(Look::DarkContrast)));
    m_textScale = qBound(0.8, kept.value("text_scale", 1.0).toDouble(), 2.0);
    m_trayInk = TrayInk(qBound(0, kept.value("tray_ink").toInt(), int(TrayInk::Coloured)));
    m_staysWhenClosed = kept.value("stays_when_closed", true).toBool();
    m_startsServer = kept.value("starts_server", true).toBool();
    m_knowsOfNoTray = kept.value("knows_of_no_tray", false).toBool();
    m_asking = Asking(
        qBound(0, kept.value("asking", int(Asking::HighRisk)).toInt(), int(Asking::Never)));
    m_hasSingleKeys = kept.value("single_keys", true).toBool();
    const QStringList untold = kept.value("untold").toStringList();
    for (const auto &[kind, name] : noticeNames) {
        if (untold.contains(QLatin1StringView(name)))
            m_untold.append(kind);
    }
    m_allowsHighRiskOutside = kept.value("allows_high_risk_outside", false).toBool();
    m_isSetUp = kept.value("set_up").toBool();
    m_servers = kept.value("servers").toStringList();
    m_tables = kept.value("tables").toMap();
    m_language = kept.value("language").toString();
    connect(QApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_look == Look::System)
            apply();
    });
}

void Preferences::keep(const QString &name, const QVariant &value)
{
    QSettings kept(m_file, QSettings::IniFormat);
    kept.setValue(name, value);
}

ThemeKind Preferences::themeKind() const
{
    switch (m_look) {
    case Look::Light: return ThemeKind::Light;
    case Look::Dark: return ThemeKind::Dark;
    case Look::LightContrast: return ThemeKind::LightContrast;
    case Look::DarkContrast: return ThemeKind::DarkContrast;
    case Look::System: break;
    }
    const Qt::ColorScheme scheme = m_desktopScheme != Qt::ColorScheme::Unknown
                                       ? m_desktopScheme
                                       : QApplication::styleHints()->colorScheme();
    if (m_desktopHasContrast)
        return scheme == Qt::ColorScheme::Dark ? ThemeKind::DarkContrast : ThemeKind::LightContrast;
    return scheme == Qt::ColorScheme::Dark ? ThemeKind::Dark : ThemeKind::Light;
}

void Preferences::setDesktopLook(Qt::ColorScheme scheme, bool hasContrast)
{
    m_desktopScheme = scheme;
    m_desktopHasContrast = hasContrast;
    if (m_look == Look::System)
        apply();
}

void Preferences::apply()
{
    applyTheme(themeKind());
    ui::setTextScale(m_textScale);
}

void Preferences::setLook(Look look)
{
    if (std::exchange(m_look, look) == look)
        return;
    keep("look", int(look));
    apply();
    emit changed();
}

void Preferences::setTextScale(double scale)
{
    scale = qBound(0.8, scale, 2.0);
    if (qFuzzyCompare(std::exchange(m_textScale, scale), scale))
        return;
    keep("text_scale", scale);
    apply();
    emit changed();
}

void Preferences::setTrayInk(TrayInk ink)
{
    if (std::exchange(m_trayInk, ink) == ink)
        return;
    keep("tray_ink", int(ink));
    emit changed();
}

void Preferences::setStaysWhenClosed(bool stays)
{
    if (std::exchange(m_staysWhenClosed, stays) == stays)
        return;
    keep("stays_when_closed", stays);
    emit changed();
}

void Preferences::setStartsServer(bool starts)
{
    if (std::exchange(m_startsServer, starts) == starts)
        return;
    keep("starts_server", starts);
    emit changed();
}

void Preferences::setKnowsOfNoTray()
{
    if (!std::exchange(m_knowsOfNoTray, true))
        keep("knows_of_no_tray", true);
}

void Preferences::setSingleKeys(bool areOn)
{
    if (std::exchange(m_hasSingleKeys, areOn) == areOn)
        return;
    keep("single_keys", areOn);
    emit changed();
}

void Preferences::setTells(Notice kind, bool isTold)
{
    if (tells(kind) == isTold)
        return;
    if (isTold)
        m_untold.removeAll(kind);
    else
        m_untold.append(kind);
    QStringList names;
    for (const auto &[one, name] : noticeNames) {
        if (!tells(one))
            names.append(name);
    }
    keep("untold", names);
    emit changed();
}

void Preferences::setAllowsHighRiskOutside(bool allows)
{
    if (std::exchange(m_allowsHighRiskOutside, allows) == allows)
        return;
    keep("allows_high_risk_outside", allows);
    emit changed();
}

void Preferences::setAsking(Asking asking)
{
    if (std::exchange(m_asking, asking) == asking)
        return;
    keep("asking", int(asking));
    emit changed();
}

void Preferences::setLanguage(const QString &code)
{
    if (std::exchange(m_language, code) == code)
        return;
    keep("language", code);
    applyLanguage(code);
    emit changed();
}

void Preferences::addServer(const QString &address)
{
    constexpr qsizetype most = 8;
    m_servers.removeAll(address);
    m_servers.prepend(address);
    m_servers = m_servers.first(qMin(most, m_servers.size()));
    keep("servers", m_servers);
    emit changed();
}

void Preferences::setTable(const QString &name, const QVariantMap &arrangement)
{
    m_tables.insert(name, arrangement);
    keep("tables", m_tables);
}

void Preferences::setSetUp(bool isSetUp)
{
    if (std::exchange(m_isSetUp, isSetUp) != isSetUp)
        keep("set_up", isSetUp);
}

} // namespace ui
