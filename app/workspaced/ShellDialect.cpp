// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ShellDialect.h"

namespace {

// Notices about background jobs ("[1]+ Done") are asked for before the report, else bash prints
// them after it and they would belong to the next command. Jobs that have only begun are in that
// list too, and left out. They go through the memory file because a pipe would mean a subshell,
// which bash does not count as telling. Errors go to /dev/null, so that `set -x` does not trace our
// part. PS1 is emptied each time, since activation scripts put their names into it.
constexpr std::string_view bashScript = R"(export -n PS1 PS2 PS0 PROMPT_COMMAND
unset HISTFILE MAILCHECK
HISTSIZE=0
set +H
__berth_run=0
__berth_take() {
__berth_run=$1
builtin printf 'T\0%s\0' "$1" >&LINE || builtin exit 217
IFS= builtin read -r -d '' __berth_leave <&LINE
IFS= builtin read -r -d '' __berth_text <&TEXT
return $2
}
__berth_notices() {
builtin local IFS= notice= isDone=
builtin jobs -n >|/proc/self/fd/TEXT
while builtin read -r notice; do
[[ $notice == \[* ]] && { [[ $notice =~ ^\[[0-9]+\].[[:blank:]]+Running ]] && isDone= || isDone=1; }
[[ $isDone ]] && builtin printf '%s\n' "$notice" >&61
done </proc/self/fd/TEXT
}
__berth_prompt() {
builtin printf 'P\0%s\0%s\0%s\0%s\0' "$__berth_run" "$__berth_status" "${!-}" "$PWD" >&LINE || builtin exit 217
PS1= PS2=
builtin unset PS0
}
PROMPT_COMMAND='{ __berth_status=$?; [[ ${!-} ]] && __berth_notices; __berth_prompt; } 61>&2 2>/dev/null'
__berth_status=0
PS1= PS2=
builtin unset PS0
__berth_prompt
)";

constexpr std::string_view posixScript = R"(unset ENV HISTFILE MAIL MAILPATH
__berth_run=0
__berth_take() {
__berth_run=$1
printf 'T\0%s\0' "$1" >&LINE || exit 217
read -r __berth_leave <&LINE
__berth_text=$(cat <&TEXT; echo .)
__berth_text=${__berth_text%.}
return $2
}
__berth_prompt() {
printf 'P\0%s\0%s\0%s\0%s\0' "$__berth_run" "$1" "${!-}" "$PWD" >&LINE
}
PS1='$(__berth_prompt $? 2>/dev/null)' PS2=
)";

std::string withDescriptors(std::string_view script, const ShellDialect &dialect)
{
    std::string result(script);
    const auto replaceAll = [&](std::string_view word, int number) {
        for (std::size_t at = result.find(word); at != std::string::npos;
             at = result.find(word, at))
            result.replace(at + 1, word.size() - 1, std::to_string(number)); // behind & or /
    };
    replaceAll("&LINE", dialect.line);
    replaceAll("&TEXT", dialect.text);
    replaceAll("/TEXT", dialect.text);
    return result;
}

} // namespace

ShellDialect ShellDialect::bash()
{
    return {.text = 62, .line = 63, .readsUntilNul = true};
}

ShellDialect ShellDialect::posix()
{
    return {.text = 8, .line = 9, .readsUntilNul = false};
}

std::string ShellDialect::startScript() const
{
    return withDescriptors(readsUntilNul ? bashScript : posixScript, *this);
}

std::string ShellDialect::takeLine(std::uint64_t run, int status) const
{
    // A failing function before && neither ends a `set -e` shell nor fires an ERR trap, yet leaves
    // its code in $?. After a syntax error bash takes a leading { for an ordinary word.
    return std::string(status == 0 ? "" : ":;") + "{ __berth_take " + std::to_string(run) + ' '
           + std::to_string(status) + "&&:;} 2>/dev/null;eval \"$__berth_text\"\n";
}

std::string ShellDialect::leave() const
{
    return readsUntilNul ? std::string(1, '\0') : std::string("\n");
}
