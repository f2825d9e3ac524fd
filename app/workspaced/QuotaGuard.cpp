// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "QuotaGuard.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

/// How programs of one kind ask a device or a file for something special.
struct ControlCall
{
    std::uint32_t architecture;
    std::uint32_t number;
};

#if defined(__x86_64__)
constexpr std::uint32_t shortPointers = 0x40000000; // marks the calls of x32 programs
constexpr ControlCall controlCalls[] = {{AUDIT_ARCH_X86_64, 16},
                                        {AUDIT_ARCH_X86_64, shortPointers | 514},
                                        {AUDIT_ARCH_I386, 54}};
#elif defined(__aarch64__)
constexpr std::uint32_t shortPointers = 0;
constexpr ControlCall controlCalls[] = {{AUDIT_ARCH_AARCH64, 29}, {AUDIT_ARCH_ARM, 54}};
#else
#error "which number has ioctl?"
#endif

/// file_setattr, which has one number everywhere and came with Linux 6.17.
constexpr std::uint32_t setAttributes = 469;

constexpr std::uint32_t architectureAt = offsetof(seccomp_data, arch);
constexpr std::uint32_t numberAt = offsetof(seccomp_data, nr);
/// The lower half of the second argument: what is asked for.
constexpr std::uint32_t requestAt = offsetof(seccomp_data, args) + sizeof(std::uint64_t);

class Filter
{
public:
    Filter()
    {
        for (const ControlCall &call : controlCalls) {
            skipUnless(architectureAt, call.architecture, 5);
            skipUnless(numberAt, call.number, 3);
            skipUnless(requestAt, FS_IOC_FSSETXATTR, 1);
            answer(SECCOMP_RET_ERRNO | EPERM);
        }
        load(numberAt);
        m_steps.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~shortPointers));
        m_steps.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, setAttributes, 0, 1));
        answer(SECCOMP_RET_ERRNO | ENOSYS);
        answer(SECCOMP_RET_ALLOW);
    }

    void install()
    {
        sock_fprog program{static_cast<unsigned short>(m_steps.size()), m_steps.data()};
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
    }

private:
    void load(std::uint32_t offset)
    {
        m_steps.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
    }
    void skipUnless(std::uint32_t offset, std::uint32_t value, std::uint8_t steps)
    {
        load(offset);
        m_steps.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, steps));
    }
    void answer(std::uint32_t action) { m_steps.push_back(BPF_STMT(BPF_RET | BPF_K, action)); }

    std::vector<sock_filter> m_steps;
};

} // namespace

void keepFilesInTheirQuota()
{
    // Without it only root may filter. Containers have it anyway.
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    Filter().install();
}
