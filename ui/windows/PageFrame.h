// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "ui/windows/Notice.h"

class QBoxLayout;
class QPushButton;
class QStackedWidget;

namespace ui {

class EmptyState;

/// What every page has: its name, its actions, a notice, and one of the states loading, empty,
/// failed and shown.
class PageFrame : public QWidget
{
    Q_OBJECT

public:
    /// A part of a page has no @p title of its own.
    explicit PageFrame(const QString &title, QWidget *parent = nullptr);

    /// At the right of the name.
    void addAction(QWidget *widget);
    /// Below the name, in every state.
    void setBar(QWidget *bar);
    /// What the page is made of; it is shown until another state is.
    void setContent(QWidget *content);

    void showContent();
    /// Rows without words, of something that is on its way.
    void showLoading();
    /// @p verb: of a button that does something about it; empty for none.
    void showEmpty(const QString &title, const QString &text, const QString &verb = {});
    QPushButton *emptyButton() const;
    void showError(const QString &text);
    /// Says what was refused, or what was done.
    void tell(const QString &text, Tone tone = Tone::Danger, const QString &verb = {});
    QString told() const { return m_notice->text(); }

    /// Says what the server refused; else @p then gets what it answered.
    template<typename T, typename Then>
    void ask(core::Task<T> task, Then then)
    {
        m_notice->hide();
        QCoro::connect(std::move(task), this,
                       [this, then = std::move(then)](const core::Result<T> &done) {
            if (!done)
                return tell(done.error().message);
            if constexpr (std::is_void_v<T>)
                then();
            else
                then(*done);
        });
    }
    template<typename T>
    void ask(core::Task<T> task)
    {
        if constexpr (std::is_void_v<T>)
            ask(std::move(task), [] {});
        else
            ask(std::move(task), [](const T &) {});
    }

signals:
    void tryAgainAsked();
    /// The button of the empty state.
    void emptyAnswered();
    /// The verb of what was told.
    void noticeAnswered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QBoxLayout *m_actions;
    Notice *m_notice;
    QStackedWidget *m_states;
    QWidget *m_loading;
    EmptyState *m_empty;
    EmptyState *m_failed;
    QWidget *m_content = nullptr;
};

} // namespace ui
