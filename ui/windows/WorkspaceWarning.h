// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace ui {

class Usage;
class WorkspaceTable;

/// Tells of the first workspace that has nearly no memory left, and is not there while none is.
class WorkspaceWarning : public QWidget
{
    Q_OBJECT

public:
    explicit WorkspaceWarning(QWidget *parent = nullptr);

    void look(const WorkspaceTable &table, const Usage &usage);

signals:
    /// Somebody wants to give it more.
    void limitAsked(const QString &workspaceId);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_full; ///< the one that is told of; empty for none
    QLabel *m_words;
};

} // namespace ui
