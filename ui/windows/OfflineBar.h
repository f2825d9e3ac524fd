// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windows/StateBar.h"

class QDateTime;

namespace ui {

class Feed;

/// To the second: how old what is shown is.
QString clockWord(const QDateTime &moment);

/// Where it is said that the server does not answer.
class OfflineBar : public StateBar
{
    Q_OBJECT

public:
    explicit OfflineBar(QWidget *parent = nullptr);

    /// @p since: until when what is shown was true.
    void tell(const QDateTime &since);
    /// Is seen, and @p veil with it, while the server of a feed does not answer. Both outlive it.
    void follow(Feed *feed, QWidget *veil);

signals:
    void tryNowAsked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QString m_time;
    QPushButton *m_tryNow;
};

} // namespace ui
