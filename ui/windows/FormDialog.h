// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "ui/windows/Notice.h"

#include <QDialog>
#include <QPointer>

class QBoxLayout;
class QFormLayout;
class QPushButton;

namespace ui {

/// Asks for some values and does something with them: it stays open, with what was written, while
/// that is refused.
class FormDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p verb: what the button says that does it.
    FormDialog(const QString &title, const QString &verb, QWidget *parent);

    /// Makes @p field the buddy of its label; @p help is a quieter line below.
    void addField(const QString &label, QWidget *field, const QString &help = {});
    void addText(const QString &text);
    /// Another thing to do with what was filled in, before the one that Enter does.
    QPushButton *addVerb(const QString &verb);
    /// Without a label, over the whole width; it has a name of its own.
    void addWide(QWidget *widget);
    /// Says what is wrong, and about which field, which then has the focus.
    void fail(const QString &text, QWidget *field = nullptr);
    /// What is good to know before it is done.
    void remark(const QString &text);
    /// Without, the verb cannot be chosen, and whoever asks hears @p why.
    void setReady(bool isReady, const QString &why = {});
    /// What it does cannot be undone: nobody does it with Enter alone.
    void setDestructive();

    /// Off while the server is asked; closes when it has done it, and then calls @p then.
    template<typename T, typename Then>
    void ask(core::Task<T> task, Then then)
    {
        setBusy(true);
        QCoro::connect(std::move(task), this,
                       [this, then = std::move(then)](const core::Result<T> &done) {
            setBusy(false);
            if (!done)
                return fail(done.error().message);
            accept();
            if constexpr (std::is_void_v<T>)
                then();
            else
                then(*done);
        });
    }

signals:
    void submitted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setBusy(bool isBusy);
    void updateVerb();
    void forgetFault();

    QWidget *m_rows; ///< of the form
    QFormLayout *m_form;
    QBoxLayout *m_buttons;
    Notice *m_notice;
    QPushButton *m_do;
    bool m_isBusy = false;
    bool m_isReady = true;
    QPointer<QWidget> m_faulty; ///< the field of the last fault
    QString m_description; ///< of that field, when it has no fault
};

} // namespace ui
