// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QObject>

namespace fakes {

/// KDE's wallet daemon on a D-Bus session, as far as one program keeps its passwords in it.
class FakeWallet : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.KWallet")

public:
    /// Takes the daemon's name on the bus; its slots run in the thread of this object.
    static constexpr const char *service = "org.kde.kwalletd6";
    static constexpr const char *path = "/modules/kwalletd6";

    void setLocked(bool locked) { m_locked = locked; }
    const QMap<QString, QByteArray> &entries() const { return m_entries; }
    void clear() { m_entries.clear(); }

public slots:
    bool isEnabled() const { return true; }
    QString networkWallet() const { return "kdewallet"; }
    /// A handle, or -1 when the user does not unlock the wallet.
    int open(const QString &, qlonglong, const QString &) const { return m_locked ? -1 : 7; }
    bool hasFolder(int, const QString &, const QString &) const { return true; }
    bool createFolder(int, const QString &, const QString &) const { return true; }
    bool hasEntry(int, const QString &, const QString &key, const QString &) const
    {
        return m_entries.contains(key);
    }
    /// 2 is a stream of bytes, 0 an entry that is not there.
    int entryType(int, const QString &, const QString &key, const QString &) const
    {
        return m_entries.contains(key) ? 2 : 0;
    }
    QByteArray readEntry(int, const QString &, const QString &key, const QString &) const
    {
        return m_entries.value(key);
    }
    int writeEntry(int, const QString &, const QString &key, const QByteArray &value, int,
                   const QString &)
    {
        m_entries[key] = value;
        return 0;
    }
    int writeEntry(int, const QString &, const QString &key, const QByteArray &value,
                   const QString &)
    {
        m_entries[key] = value;
        return 0;
    }

private:
    QMap<QString, QByteArray> m_entries;
    bool m_locked = false;
};

} // namespace fakes
