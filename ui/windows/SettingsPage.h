// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/LoginItem.h"
#include "ui/models/Session.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/PageFrame.h"

class QBoxLayout;
class QCheckBox;
class QFormLayout;
class QLineEdit;

namespace ui {

class ModelsList;
class SettingRow;

/// Every option of the server with its value and who said so, the models, and how the window
/// looks. A change is saved when its field is left.
class SettingsPage : public PageFrame
{
    Q_OBJECT

public:
    /// All outlive it; without @p session there is what the window keeps itself, and without
    /// @p loginItem no switch for it.
    SettingsPage(Session *session, Preferences *preferences, LoginItem *loginItem = nullptr,
                 QWidget *parent = nullptr);

    void focusFilter();
    /// What can be set, by the names that the page shows.
    static QStringList names();
    /// Shows only what has this name.
    void find(const QString &name);
    /// Takes the last change back.
    void undo();

signals:
    void setUpAsked();

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeGeneral();
    QWidget *makeApprovals();
    QWidget *makeAppearance();
    QCheckBox *addSwitch(QFormLayout *form, const QString &name, std::function<bool()> isOn,
                         std::function<void(bool)> set);
    void setStartsAtLogin(bool starts);
    void remember(const QString &name, std::function<void()> back);
    void tellSaved(const QString &name);
    void send(const QString &name, const QJsonValue &value);
    void addGroup(const QString &name, QWidget *first = nullptr);
    void read();
    void take(const QJsonArray &items);
    void change(const QString &name, const QJsonValue &value);
    void filter(const QString &text);

    Session *m_session;
    Preferences *m_preferences;
    LoginItem *m_loginItem;
    QCheckBox *m_login = nullptr;
    QLineEdit *m_filter;
    QBoxLayout *m_column;
    ModelsList *m_models;
    QHash<QString, QBoxLayout *> m_groups;
    QList<QWidget *> m_headings;
    QHash<QString, SettingRow *> m_rows;
    QList<std::pair<QString, std::function<void()>>>
        m_undo; ///< what was changed, the last one last
};

} // namespace ui
