// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"

#include <QMap>
#include <QWidget>

class QTabWidget;
class QVBoxLayout;

namespace ui {

class CardSheet;
class TableView;
class TimelineModel;

/// Beside a conversation: which files it touched and how, its plan, and what it used. What nobody
/// looks at is not computed.
class ConversationPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    ConversationPanel(Session *session, TimelineModel *timeline, QWidget *parent = nullptr);

    void look(const QString &conversationId);

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Touch
    {
        QString path;
        int added = 0;
        int removed = 0;
    };

    QWidget *makeFiles();
    QWidget *makePlan();
    QWidget *makeUsage();
    void update();
    void turn();
    void readRows(int first, int last);
    void updateFiles();
    void showFile();
    void updatePlan();
    void readUsage();
    void showUsage(const QJsonObject &conversation);
    void addFact(const QString &name, const QString &value, const QString &below = {});

    Session *m_session;
    TimelineModel *m_timeline;
    QString m_id;
    QMap<int, Touch> m_touches; ///< by row of the timeline
    int m_readRows = 0;
    int m_planRow = -1;
    bool m_isReading = false; ///< what was used
    Table m_files;
    QTabWidget *m_tabs;
    TableView *m_view;
    CardSheet *m_diff;
    CardSheet *m_plan;
    QVBoxLayout *m_usage;
};

} // namespace ui
