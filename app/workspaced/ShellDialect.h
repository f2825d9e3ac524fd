// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// How we talk to a shell: the script it reads at its start and the line that is typed for each
/// command.
///
/// The shell is told its command over two descriptors, so that neither the length limit of a
/// terminal line nor quoting matters: `text` is a memory file with the command, `line` a socket on
/// which the shell says "take" (and waits for leave) and, from its prompt, how the command ended.
/// Nothing of that goes through the terminal.
struct ShellDialect
{
    int text; // descriptor in the shell
    int line;
    bool readsUntilNul; // how the command is ended in `text`

    static ShellDialect bash();
    static ShellDialect posix(); // dash, busybox: descriptors of one digit only, and no
                                 // PROMPT_COMMAND

    std::string startScript() const;
    // Types nothing but this: take command number `run`, restore $? to `status`, evaluate.
    std::string takeLine(std::uint64_t run, int status) const;
    std::string leave() const; // the answer to "take"
};

/// Exit code of a shell that could not report its prompt.
inline constexpr int promptLostCode = 217;
