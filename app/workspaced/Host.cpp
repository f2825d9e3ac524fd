// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Host.h"

#include "Fd.h"
#include "Spawn.h"

#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

using wire::Value;

namespace {

struct User
{
    std::string name;
    std::string home;
    std::string shell;
};

std::vector<std::string> split(std::string_view line, char separator)
{
    std::vector<std::string> fields;
    while (true) {
        const std::size_t end = line.find(separator);
        fields.emplace_back(line.substr(0, end));
        if (end == std::string_view::npos)
            return fields;
        line.remove_prefix(end + 1);
    }
}

// Read by hand: a static program cannot load the modules that getpwuid() wants.
User userOf(uid_t uid)
{
    const Fd file(::open("/etc/passwd", O_RDONLY | O_CLOEXEC));
    std::string content(1024 * 1024, '\0');
    const ssize_t size = file ? ::read(file.get(), content.data(), content.size()) : 0;
    std::string_view rest = std::string_view(content).substr(0, static_cast<std::size_t>(
                                                                    std::max<ssize_t>(size, 0)));
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const std::vector<std::string> fields = split(line, ':');
        if (fields.size() >= 7 && fields[2] == std::to_string(uid))
            return {fields[0], fields[5], fields[6]};
    }
    return {};
}

std::string environmentOr(const char *name, std::string fallback)
{
    const char *value = std::getenv(name);
    return value && *value ? std::string(value) : fallback;
}

utsname names()
{
    utsname result{};
    ::uname(&result);
    return result;
}

} // namespace

namespace host {

std::string kernel()
{
    return names().release;
}

std::string arch()
{
    return names().machine;
}

Outcome info(Arguments)
{
    const User user = userOf(::getuid());
    const std::string path = environmentOr("PATH", "");
    const std::vector<std::string> env{"PATH=" + path};
    char cwd[PATH_MAX] = "";
    [[maybe_unused]] const char *where = ::getcwd(cwd, sizeof(cwd));
    return Value::map({{"uid", ::getuid()},
                       {"gid", ::getgid()},
                       {"user", Value::name(user.name)},
                       {"home", Value::name(environmentOr("HOME", user.home))},
                       {"shell", Value::name(user.shell)},
                       {"hostname", Value::name(names().nodename)},
                       {"git", !findProgram("git", env).empty()},
                       {"bash", !findProgram("bash", env).empty()},
                       {"cwd", Value::name(cwd)},
                       {"path", Value::name(path)},
                       {"pid", ::getpid()},
                       {"kernel", kernel()},
                       {"arch", arch()}});
}

} // namespace host
