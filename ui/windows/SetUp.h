// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/LocalModels.h"
#include "ui/models/Session.h"
#include "ui/widgets/Preferences.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace ui {

class SetUpStep;
class StepSign;

/// What somebody is led through who starts for the first time: engine, model, safety, a first run.
/// Each step can be passed over, and all of them at once; it can be opened again.
class SetUp : public QWidget
{
    Q_OBJECT

public:
    /// @p preferences outlives it. @p places: where programs with models are looked for.
    explicit SetUp(Preferences *preferences,
                   QList<LocalModels::Place> places = LocalModels::usual(),
                   QWidget *parent = nullptr);

    /// What is watched, which outlives it until there is another; null while there is no server.
    void setSession(Session *session);

    int step() const;
    /// Beyond the last one it ends.
    void open(int step);

signals:
    /// Nothing more is asked; it was done, or somebody did not want to.
    void ended();
    void conversationAsked(const QString &conversationId);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeSide();
    QWidget *makeButtons();
    void addStep(SetUpStep *step, const QString &name, const QString &purpose);
    void goOn();
    void end();
    void update();

    Preferences *m_preferences;
    QBoxLayout *m_signs;
    QWidget *m_side;
    QBoxLayout *m_right; ///< of the step and the buttons
    QStackedWidget *m_pages;
    QPushButton *m_skip;
    QPushButton *m_pass;
    QPushButton *m_back;
    QPushButton *m_next;
    QList<SetUpStep *> m_steps;
    QList<StepSign *> m_stepSigns;
};

} // namespace ui
