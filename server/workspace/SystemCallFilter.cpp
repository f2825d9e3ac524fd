// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SystemCallFilter.h"

#include "workspace/MemoryFile.h"

#include <cerrno>
#include <climits>
#include <memory>

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace workspace {

namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

/// A call of the kernel and the error that stands in for it.
struct Refusal
{
    const char *call;
    int error;
};

constexpr Refusal refusals[] = {
    // Other namespaces, mounts and roots.
    {"unshare", EPERM},
    {"setns", EPERM},
    {"mount", EPERM},
    {"umount", EPERM},
    {"umount2", EPERM},
    {"pivot_root", EPERM},
    {"chroot", EPERM},
    {"open_tree", ENOSYS},
    {"move_mount", ENOSYS},
    {"fsopen", ENOSYS},
    {"fsconfig", ENOSYS},
    {"fsmount", ENOSYS},
    {"fspick", ENOSYS},
    {"mount_setattr", ENOSYS},
    {"open_by_handle_at", EPERM},
    {"name_to_handle_at", EPERM},
    // Its flags lie in memory, out of a filter's sight; the C library then takes clone().
    {"clone3", ENOSYS},
    // Keys, which know no namespace.
    {"add_key", EPERM},
    {"keyctl", EPERM},
    {"request_key", EPERM},
    // Large parts of the kernel with a history of faults.
    {"bpf", EPERM},
    {"perf_event_open", EPERM},
    {"userfaultfd", EPERM},
    {"io_uring_setup", ENOSYS},
    {"io_uring_enter", ENOSYS},
    {"io_uring_register", ENOSYS},
    {"fanotify_init", EPERM},
    {"lookup_dcookie", EPERM},
    // The kernel itself and the machine.
    {"init_module", EPERM},
    {"finit_module", EPERM},
    {"delete_module", EPERM},
    {"create_module", EPERM},
    {"query_module", EPERM},
    {"get_kernel_syms", EPERM},
    {"kexec_load", EPERM},
    {"kexec_file_load", EPERM},
    {"reboot", EPERM},
    {"syslog", EPERM},
    {"acct", EPERM},
    {"quotactl", EPERM},
    {"quotactl_fd", EPERM},
    {"swapon", EPERM},
    {"swapoff", EPERM},
    {"settimeofday", EPERM},
    {"stime", EPERM},
    {"clock_settime", EPERM},
    {"clock_adjtime", EPERM},
    {"adjtimex", EPERM},
    {"iopl", EPERM},
    {"ioperm", EPERM},
    {"modify_ldt", EPERM},
    {"vm86", EPERM},
    {"vm86old", EPERM},
    {"uselib", EPERM},
    {"ustat", EPERM},
    {"sysfs", EPERM},
    {"nfsservctl", EPERM},
    {"vhangup", EPERM},
    // Memory of other nodes and processes.
    {"move_pages", EPERM},
    {"migrate_pages", EPERM},
};

/// Families of sockets that work needs. Of netlink, programs ask for addresses and routes.
constexpr int families[] = {AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

template<typename... Comparisons>
bool refuse(void *filter, const char *call, int error, Comparisons... comparisons)
{
    const int number = seccomp_syscall_resolve_name(call);
    if (number == __NR_SCMP_ERROR)
        return true; // this library knows no such call
    const int added = seccomp_rule_add(filter, SCMP_ACT_ERRNO(static_cast<unsigned>(error)), number,
                                       sizeof...(comparisons), comparisons...);
    return added == 0 || number < 0; // a negative number is one of another architecture
}

bool refuseCalls(void *filter)
{
    return std::ranges::all_of(refusals, [filter](const Refusal &refusal) {
        return refuse(filter, refusal.call, refusal.error);
    });
}

/// The kernel looks at 32 bits of these arguments, so the filter must too.
bool refuseArguments(void *filter)
{
    constexpr scmp_datum_t word = UINT_MAX;
    bool isFine = refuse(filter, "clone", EPERM,
                         SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER));
    for (const scmp_datum_t request : {TIOCSTI, TIOCLINUX})
        isFine = isFine
                 && refuse(filter, "ioctl", EPERM, SCMP_A1(SCMP_CMP_MASKED_EQ, word, request));
    for (unsigned family = 0; family <= AF_NETLINK; ++family) {
        if (std::ranges::find(families, static_cast<int>(family)) == std::end(families))
            isFine = isFine
                     && refuse(filter, "socket", EAFNOSUPPORT,
                               SCMP_A0(SCMP_CMP_MASKED_EQ, word, family));
    }
    constexpr scmp_datum_t beyond = AF_NETLINK + 1;
    return isFine && refuse(filter, "socket", EAFNOSUPPORT, SCMP_A0(SCMP_CMP_GE, beyond))
           && refuse(filter, "socket", EAFNOSUPPORT, SCMP_A0(SCMP_CMP_MASKED_EQ, word, AF_NETLINK),
                     SCMP_A2(SCMP_CMP_NE, 0));
}

} // namespace

core::Result<QByteArray> systemCallFilter()
{
    const auto fail = [] {
        return core::fail(core::Error::Kind::Unavailable,
                          "The system call filter for sandboxes cannot be made.");
    };
    const Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
    if (!filter
        || seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) != 0
        || !refuseCalls(filter.get()) || !refuseArguments(filter.get()))
        return fail();
    const core::Result<MemoryFile> file = MemoryFile::with({});
    if (!file)
        return std::unexpected(file.error());
    if (seccomp_export_bpf(filter.get(), file->descriptor()) != 0)
        return fail();
    return file->content();
}

} // namespace workspace
