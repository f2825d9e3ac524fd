// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QWidget>

namespace ui {

/// What a list is narrowed to, field by field, as chips that are pressed to go. It is not there
/// while it has none.
class FilterChips : public QWidget
{
    Q_OBJECT

public:
    explicit FilterChips(QWidget *parent = nullptr);

    /// Only what has this @p value in a @p field; @p words say so on the chip.
    void add(const QString &field, const QString &value, const QString &words);
    void clear();
    const QMap<QString, QString> &values() const { return m_values; }

signals:
    void changed();

private:
    void remove(const QString &field);

    QMap<QString, QString> m_values; ///< by field
};

} // namespace ui
