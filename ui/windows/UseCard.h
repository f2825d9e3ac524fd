// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Panel.h"
#include "ui/widgets/Table.h"

namespace ui {

class Session;
class TableView;

/// Which models were asked for the most tokens, or which conversations cost the most, in some time:
/// the first ten and all others, with bars below their numbers.
class UseCard : public Panel
{
    Q_OBJECT

public:
    enum class Of { Models, Conversations };

    /// @p session outlives it.
    UseCard(Of of, Session *session, QWidget *parent = nullptr);

    /// An answer of GET /metrics/models.
    void show(const QJsonValue &answer);
    /// Why there is none.
    void showError(const QString &text);
    /// What is shown, for csvOf().
    QList<QJsonObject> rows() const;

signals:
    /// By Enter or a double click.
    void conversationAsked(const QString &id);
    /// A row was gone to: @p place of this widget should be in sight.
    void rowReached(const QRect &place);

private:
    QList<Column> columns() const;
    QString nameOf(const QJsonObject &item) const;
    QList<QJsonObject> rowsOf(const QJsonValue &answer) const;
    void fill(const QList<QJsonObject> &rows);

    const Of m_of;
    Session *m_session;
    Table m_rows;
    TableView *m_view;
};

} // namespace ui
