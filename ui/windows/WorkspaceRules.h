// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class NeedsServer;
class TableView;
class ToneLabel;

/// What a workspace may use and reach, to be changed, and what it was refused. A change counts from
/// the next start of its container on.
class WorkspaceRules : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit WorkspaceRules(Session *session, QWidget *parent = nullptr);

    /// Shows what is in force; what somebody is writing stays.
    void look(const QJsonObject &workspace);
    /// Reads anew what was refused.
    void readRefused();
    /// What PATCH /workspaces/{id} is asked for: what differs from what is in force.
    QJsonObject request() const;
    void submit();

private:
    struct Field
    {
        QString name; ///< of the member
        bool isLimit; ///< within resource_limits
        QLineEdit *edit;
        QString shown; ///< what is in force, as it is written
    };

    QWidget *makeForm();
    QWidget *makeRefused();
    void addField(QFormLayout *form, const QString &name, bool isLimit, const QString &label,
                  const QString &example);
    void fill(const QJsonObject &settings);
    QStringList hosts() const;
    void update();

    Session *m_session;
    NeedsServer *m_needs;
    QString m_id;
    QString m_state;
    QJsonObject m_settings; ///< in force
    QList<Field> m_fields;
    Table m_refused;
    QComboBox *m_network;
    QPlainTextEdit *m_hosts;
    QPushButton *m_change;
    QPushButton *m_undo;
    QPushButton *m_restart;
    ToneLabel *m_said;
};

} // namespace ui
