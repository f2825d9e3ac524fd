// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QProgressBar;

namespace ui {

class ElidedLabel;

/// What is being carried in or out, how far it is, and a way to give up. Hidden while nothing is.
class TransferBar : public QWidget
{
    Q_OBJECT

public:
    explicit TransferBar(QWidget *parent);

    /// @p words name what is carried.
    void begin(const QString &words);
    /// So many bytes of so many, which are negative where nobody knows.
    void setBytes(qint64 done, qint64 all);

signals:
    void givenUp();

private:
    QString m_words;
    ElidedLabel *m_label;
    QProgressBar *m_bar;
};

} // namespace ui
