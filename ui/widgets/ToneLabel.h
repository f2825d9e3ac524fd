// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QLabel>

namespace ui {

/// Says in the ink of a tone what came of something; screen readers say it, too.
class ToneLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ToneLabel(QWidget *parent = nullptr);

    /// An empty @p text takes away what was said.
    void say(const QString &text, Tone tone);

protected:
    void changeEvent(QEvent *event) override;

private:
    void inked();

    Tone m_tone = Tone::Muted;
};

} // namespace ui
