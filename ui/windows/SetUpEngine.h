// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/SetUpStep.h"

class QPushButton;

namespace ui {

class ToneLabel;

/// Whether there is an engine for containers, and what to do when there is none.
class SetUpEngine : public SetUpStep
{
    Q_OBJECT

public:
    explicit SetUpEngine(QWidget *parent = nullptr);

protected:
    void sessionChanged() override;

private:
    /// The same of one or several addresses.
    struct Finding
    {
        QStringList addresses;
        QString text;
        QString advice;
    };

    void look();
    void take(const QJsonObject &report);
    void showFinding(const Finding &finding);

    ToneLabel *m_result;
    QWidget *m_findings = nullptr;
    QPushButton *m_again;
};

} // namespace ui
