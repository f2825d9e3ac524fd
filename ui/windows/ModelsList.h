// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/FormDialog.h"

class QLineEdit;
class QPushButton;

namespace ui {

class NeedsServer;
class Notice;
class TableView;

/// The models that are kept on the server by name, with their keys, which nobody reads again.
class ModelsList : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit ModelsList(Session *session, QWidget *parent = nullptr);

    void read();

private:
    void edit(const QJsonObject &profile);
    void askRemove();

    Session *m_session;
    NeedsServer *m_needs;
    Table m_table;
    TableView *m_view;
    Notice *m_notice;
    QPushButton *m_change;
    QPushButton *m_remove;
};

/// Writes down a model: a new one, or another key or address for one that there is.
class ModelDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it. An empty @p profile is a new one.
    ModelDialog(Session *session, const QJsonObject &profile, QWidget *parent);

signals:
    void saved();

private:
    QJsonObject request() const;

    QJsonObject m_config;
    QLineEdit *m_name;
    QLineEdit *m_model;
    QLineEdit *m_key;
    QLineEdit *m_address;
};

} // namespace ui
