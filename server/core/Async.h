// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Logging.h"
#include "core/Result.h"

#include <QAbstractEventDispatcher>
#include <QCoroTask>

#include <chrono>
#include <coroutine>
#include <memory>
#include <stop_token>
#include <vector>

/// Coroutine law of this code base: parameters by value; no lambda coroutine with captures; the
/// owner outlives the task; cancellation is a std::stop_token, last parameter.
namespace core {

template<typename T = void>
using Task = QCoro::Task<Result<T>>;

/// Runs @p function on this thread's event loop, after the current call stack has unwound.
template<typename Function>
void later(Function &&function)
{
    QMetaObject::invokeMethod(QAbstractEventDispatcher::instance(),
                              std::forward<Function>(function), Qt::QueuedConnection);
}

/// A value that arrives once and may be awaited by any number of coroutines of one thread. Copies
/// share the value. Waiters continue from the event loop, never from inside resolve().
template<typename T>
class Deferred
{
public:
    bool isResolved() const { return m_state->value.has_value(); }

    /// Sets the value; the second and later calls change nothing.
    void resolve(T value) const
    {
        if (isResolved())
            return;
        m_state->value.emplace(std::move(value));
        for (const std::coroutine_handle<> handle : std::exchange(m_state->waiters, {}))
            later([state = m_state, handle] { handle.resume(); });
    }

    auto operator co_await() const
    {
        struct Awaiter
        {
            std::shared_ptr<State> state;
            bool await_ready() const { return state->value.has_value(); }
            void await_suspend(std::coroutine_handle<> handle) { state->waiters.push_back(handle); }
            T await_resume() const { return *state->value; }
        };
        return Awaiter{m_state};
    }

private:
    struct State
    {
        std::optional<T> value;
        std::vector<std::coroutine_handle<>> waiters;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

namespace detail {
QCoro::Task<> report(QCoro::Task<Result<>> task, const char *purpose);
}

/// Starts a task that nobody awaits; an error that would be lost is logged with @p purpose, a
/// phrase such as "closing an idle conversation".
void spawn(Task<> task, const char *purpose);

/// Waits for @p duration; Cancelled at once when @p stop is requested.
Task<> sleepFor(std::chrono::milliseconds duration, std::stop_token stop = {});

} // namespace core
