// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Table.h"

#include <QDialog>

class QLineEdit;

namespace ui {

class TableView;

/// All shortcuts, as a list that can be searched and read aloud.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    static QList<QJsonObject> rows();

    Table m_rows;
    QLineEdit *m_filter;
    TableView *m_view;
};

} // namespace ui
