// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ui {

/// A figure with its name and a line that says what it means.
class FigureTile : public QWidget
{
    Q_OBJECT

public:
    explicit FigureTile(const QString &name);

    void tell(const QString &value, const QString &note);
    void note(const QString &note) { tell(m_value, note); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const QString m_name;
    QString m_value;
    QString m_note;
};

} // namespace ui
