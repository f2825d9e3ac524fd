// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDateTime;
class QLabel;
class QPushButton;

namespace ui {

/// Where it is said that the server does not answer.
class OfflineBar : public QWidget
{
    Q_OBJECT

public:
    explicit OfflineBar(QWidget *parent = nullptr);

    /// @p since: until when what is shown was true.
    void tell(const QDateTime &since);

signals:
    void tryNowAsked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QString m_time;
    QLabel *m_text;
    QPushButton *m_tryNow;
};

} // namespace ui
