// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <functional>
#include <memory>
#include <optional>

namespace workspace {

/// Something that is found out once: who asks meanwhile waits for the same answer, who asks later
/// gets it at once. A failure is told to those who wait and forgotten: the next one who asks tries
/// again.
template<typename T = void>
class SharedAnswer
{
public:
    using Answer = core::Result<T>;
    using Finder = std::function<core::Task<T>()>;

    /// @p find is called when nobody has asked yet; what it needs must last until it ends.
    /// @p what describes it in the log.
    core::Task<T> ask(Finder find, const char *what)
    {
        // What ends at once has ended, and is forgotten, when spawn() returns.
        const core::Deferred<Answer> answer = m_state->answer.value_or(core::Deferred<Answer>());
        if (!m_state->answer) {
            m_state->answer = answer;
            core::spawn(settle(m_state, ++m_state->round, std::move(find), answer), what);
        }
        const Answer found = co_await answer;
        co_return found;
    }

    bool isKnown() const { return m_state->answer && m_state->answer->isResolved(); }
    void forget()
    {
        ++m_state->round;
        m_state->answer.reset();
    }

private:
    struct State
    {
        std::optional<core::Deferred<Answer>> answer;
        int round = 0; ///< of asking; a failure of an earlier one is nothing to forget
    };

    static core::Task<> settle(std::shared_ptr<State> state, int round, Finder find,
                               core::Deferred<Answer> answer)
    {
        const Answer found = co_await find();
        if (!found && state->round == round)
            state->answer.reset();
        answer.resolve(found);
        co_return {};
    }

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace workspace
