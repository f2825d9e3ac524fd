// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/DesktopLook.h"
#include "Peers.h"
#include "TestMain.h"

#include <QSignalSpy>

using namespace ui;

/// The settings of a desktop, as its portal tells them.
class SettingsPortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    explicit SettingsPortal(const QDBusConnection &bus)
        : m_bus(bus)
    {
        m_bus.registerObject("/org/freedesktop/portal/desktop", this,
                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
        m_bus.registerService("org.freedesktop.portal.Desktop");
    }
    ~SettingsPortal() override
    {
        m_bus.unregisterService("org.freedesktop.portal.Desktop");
        m_bus.unregisterObject("/org/freedesktop/portal/desktop");
    }

    QHash<QString, uint> values;
    int asked = 0;

public slots:
    QDBusVariant ReadOne(const QString &group, const QString &name)
    {
        ++asked;
        return QDBusVariant(group == "org.freedesktop.appearance" ? values.value(name) : 0);
    }

signals:
    void SettingChanged(const QString &group, const QString &name, const QDBusVariant &value);

private:
    QDBusConnection m_bus;
};

class DesktopLookTest : public QObject
{
    Q_OBJECT

private slots:
    void asksHowItIsAtTheStart()
    {
        SettingsPortal portal(m_bus.connection());
        portal.values = {{"color-scheme", 1}, {"contrast", 1}};
        const DesktopLook look(m_bus.connection());
        QVERIFY(!look.wantsContrast());
        QTRY_VERIFY(look.wantsContrast());
        QTRY_COMPARE(look.scheme(), Qt::ColorScheme::Dark);
    }

    void isToldFromThenOn()
    {
        SettingsPortal portal(m_bus.connection());
        const DesktopLook look(m_bus.connection());
        QSignalSpy changed(&look, &DesktopLook::changed);
        QTRY_COMPARE(portal.asked, 2);
        const QString group = "org.freedesktop.appearance";
        emit portal.SettingChanged("org.gnome.desktop.a11y", "contrast", QDBusVariant(1U));
        emit portal.SettingChanged(group, "contrast", QDBusVariant(1U));
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(look.wantsContrast());
        emit portal.SettingChanged(group, "color-scheme", QDBusVariant(2U));
        QTRY_COMPARE(look.scheme(), Qt::ColorScheme::Light);
        emit portal.SettingChanged(group, "contrast", QDBusVariant(0U));
        QTRY_VERIFY(!look.wantsContrast());
        QCOMPARE(changed.size(), 3);
    }

    void wantsNothingWithoutAPortal()
    {
        const DesktopLook look(QDBusConnection("none"));
        QVERIFY(!look.wantsContrast());
        QCOMPARE(look.scheme(), Qt::ColorScheme::Unknown);
    }

private:
    test::PrivateBus m_bus;
};

BERTH_TEST(DesktopLookTest)

#include "DesktopLookTest.moc"
