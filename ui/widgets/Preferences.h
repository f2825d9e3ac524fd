// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QObject>
#include <QString>
#include <QVariantMap>

namespace ui {

/// How this person wants the window to look, kept for the next time. A change counts at once.
class Preferences : public QObject
{
    Q_OBJECT

public:
    enum class Look { System, Light, Dark, LightContrast, DarkContrast };

    /// Of the tray icon: as the panel or the desktop is, or as somebody says whose panel is
    /// otherwise.
    enum class TrayInk { Automatic, Light, Dark, Coloured };

    /// @p file: where they are kept; empty for this user's own.
    explicit Preferences(const QString &file = {}, QObject *parent = nullptr);

    Look look() const { return m_look; }
    void setLook(Look look);
    /// 0.8 to 2.0.
    double textScale() const { return m_textScale; }
    void setTextScale(double scale);
    TrayInk trayInk() const { return m_trayInk; }
    void setTrayInk(TrayInk ink);
    /// Whether the program goes on when its window is closed.
    bool staysWhenClosed() const { return m_staysWhenClosed; }
    void setStaysWhenClosed(bool stays);
    /// Whether the server of this computer starts with the program.
    bool startsServer() const { return m_startsServer; }
    void setStartsServer(bool starts);
    /// Whether somebody has read that this desktop shows no tray icons.
    bool knowsOfNoTray() const { return m_knowsOfNoTray; }
    void setKnowsOfNoTray();

    /// What may be told outside the window.
    enum class Notice { Question, Finished, Failed, Trouble };

    bool tells(Notice kind) const { return !m_untold.contains(kind); }
    void setTells(Notice kind, bool isTold);
    /// Whether a notification may offer to allow what is of high risk.
    bool allowsHighRiskOutside() const { return m_allowsHighRiskOutside; }
    void setAllowsHighRiskOutside(bool allows);

    /// Whether single letters act, such as E in a timeline and A on a question.
    bool hasSingleKeys() const { return m_hasSingleKeys; }
    void setSingleKeys(bool areOn);

    /// When a new conversation asks before it acts.
    enum class Asking { Always, HighRisk, Never };

    Asking asking() const { return m_asking; }
    void setAsking(Asking asking);
    /// Whether somebody has gone through, or past, the steps of setting up.
    bool isSetUp() const { return m_isSetUp; }
    void setSetUp(bool isSetUp);

    /// The code of a language; empty for the one of the system.
    QString language() const { return m_language; }
    void setLanguage(const QString &code);

    /// Addresses of servers on other machines that a window was opened for, the newest first.
    QStringList servers() const { return m_servers; }
    void addServer(const QString &address);

    /// The columns and the order that somebody has chosen for a table of this name.
    QVariantMap table(const QString &name) const { return m_tables.value(name).toMap(); }
    void setTable(const QString &name, const QVariantMap &arrangement);

    /// What the desktop wants of all programs, which counts while the look is the system's.
    void setDesktopLook(Qt::ColorScheme scheme, bool hasContrast);

    /// Dresses the program, now and when the session changes its scheme.
    void apply();

signals:
    void changed();

private:
    ThemeKind themeKind() const;
    void keep(const QString &name, const QVariant &value);

    const QString m_file;
    QVariantMap m_tables;
    Look m_look = Look::System;
    Qt::ColorScheme m_desktopScheme = Qt::ColorScheme::Unknown;
    bool m_desktopHasContrast = false;
    double m_textScale = 1;
    TrayInk m_trayInk = TrayInk::Automatic;
    bool m_staysWhenClosed = true;
    bool m_startsServer = true;
    bool m_knowsOfNoTray = false;
    bool m_hasSingleKeys = true;
    QList<Notice> m_untold;
    bool m_allowsHighRiskOutside = false;
    Asking m_asking = Asking::HighRisk;
    bool m_isSetUp = false;
    QString m_language;
    QStringList m_servers;
};

} // namespace ui
