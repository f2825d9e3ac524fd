// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Figures.h"
#include "ui/models/Session.h"
#include "ui/windows/PageFrame.h"

#include <QElapsedTimer>
#include <QTimer>

class QComboBox;
class QMenu;
class QPushButton;

namespace ui {

class FigureCharts;
class FigureTile;
class UseCard;

/// How the server does, since this page was first opened, or in the last minutes to months. It
/// reads the figures anew when something has happened, every two seconds at most (those of longer
/// times every minute), and while nothing happens not at all.
class MetricsPage : public PageFrame
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit MetricsPage(Session *session, QWidget *parent = nullptr);

    /// What the charts show, as a table.
    void exportTo(const QString &file);
    /// What models and conversations used.
    void exportUseTo(const QString &file);

signals:
    void conversationAsked(const QString &id);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeContent();
    void readSoon();
    void read();
    void take(const Figures &figures);
    void updateTiles(const Figures &figures);
    void readHistory(std::chrono::minutes length);
    void takeHistory(const FigureSpan &span);
    void readUse();
    void compare(std::chrono::minutes length);
    std::chrono::minutes range() const;
    void showSteps(const QList<FigureStep> &steps, qsizetype capacity);
    QMenu *makeExports();
    void askForFile(const QString &title, const QString &name,
                    void (MetricsPage::*exporting)(const QString &file));
    void write(const QString &file, const QByteArray &table);

    Session *m_session;
    QTimer m_soon;
    QElapsedTimer m_since; ///< the last reading
    QElapsedTimer m_sinceHistory;
    QComboBox *m_range;
    std::optional<Figures> m_before;
    QList<FigureStep> m_steps; ///< live
    QList<FigureStep> m_shown;
    QPushButton *m_export;
    FigureTile *m_requests;
    FigureTile *m_latency;
    FigureTile *m_refused;
    FigureTile *m_tokens;
    FigureTile *m_cost;
    FigureCharts *m_charts;
    QList<UseCard *> m_use;
};

} // namespace ui
