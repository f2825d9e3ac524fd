// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class Feed;
class NeedsServer;

/// An option of the server: its name, its value, who said so, and a way back to the default. Where
/// that locks it, a lock in the place of the way back says why, also to who comes by keyboard.
class SettingRow : public QWidget
{
    Q_OBJECT

public:
    /// @p feed, which outlives it: of the server whose option it is.
    SettingRow(const QJsonObject &setting, Feed *feed, QWidget *parent = nullptr);

    /// What the server says about it now.
    void take(const QJsonObject &setting);
    const QJsonObject &setting() const { return m_setting; }
    /// What was written is refused.
    void fail(const QString &why);
    bool says(const QString &text) const;
    /// "disk" of "--disk", in words.
    static QString wordsOf(const QString &name);

signals:
    /// Null takes a change back.
    void changed(const QString &name, const QJsonValue &value);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void submit();
    void sayWhyLocked();

    QJsonObject m_setting;
    QLineEdit *m_field = nullptr;
    QCheckBox *m_check = nullptr;
    QLabel *m_source;
    QLabel *m_help;
    QLabel *m_problem;
    QPushButton *m_reset;
    QPushButton *m_lock;
    NeedsServer *m_needs;
};

} // namespace ui
