// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WorkspaceSettings.h"

#include "workspace/EgressPolicy.h"

#include <QDir>
#include <QRegularExpression>

namespace workspace {

namespace {

constexpr qint64 leastMemory = 64LL << 20;
constexpr qint64 leastDisk = 16LL << 20;
constexpr int leastProcesses = 16;
constexpr int mostProcesses = 65536;
constexpr int longestCommand = 7 * 86400;
constexpr int longestIdle = 365 * 86400;
constexpr qsizetype mostEnvironment = 64 << 10; // bytes of names and values
constexpr qsizetype mostMounts = 32;
constexpr int longestQuestion = 600; // seconds
constexpr qsizetype mostAllowedHosts = 1000;

/// Collects what is wrong.
class SettingsCheck
{
public:
    void refuse(const QJsonArray &path, const QString &message, const QJsonValue &input)
    {
        m_problems.append({path, "value_error", message, input});
    }
    /// Whether @p value lies in the range; says so when not.
    void range(const QJsonArray &path, const std::optional<int> &value, int lowest, int highest)
    {
        if (value && (*value < lowest || *value > highest))
            refuse(path, QString("expected %1 to %2").arg(lowest).arg(highest), *value);
    }
    core::Result<> result() const
    {
        if (m_problems.isEmpty())
            return {};
        return std::unexpected(json::readingError(m_problems));
    }

private:
    QList<core::Problem> m_problems;
};

void checkLimits(const ResourceLimits &limits, const docker::Machine &machine, SettingsCheck &check)
{
    if (limits.memory && limits.memory->bytes < leastMemory)
        check.refuse({"resource_limits", "memory"}, "expected at least 64m", limits.memory->bytes);
    if (limits.memory && machine.memoryBytes > 0 && limits.memory->bytes > machine.memoryBytes)
        check.refuse({"resource_limits", "memory"},
                     QString("the engine's machine has %1 bytes").arg(machine.memoryBytes),
                     limits.memory->bytes);
    if (limits.cpus && !(*limits.cpus >= 0.01 && *limits.cpus <= 4096))
        check.refuse({"resource_limits", "cpus"}, "expected 0.01 or more", *limits.cpus);
    else if (limits.cpus && machine.cpus > 0 && *limits.cpus > machine.cpus)
        check.refuse({"resource_limits", "cpus"},
                     QString("the engine's machine has %1").arg(machine.cpus), *limits.cpus);
    if (limits.disk && limits.disk->bytes < leastDisk)
        check.refuse({"resource_limits", "disk"}, "expected at least 16m", limits.disk->bytes);
}

/// Names that the server sets itself, and those that lead a program around the workspace's network.
bool isReserved(const QString &name)
{
    static const QStringList own{"HOME",      "HOSTNAME",  "http_proxy", "https_proxy",
                                 "ftp_proxy", "all_proxy", "no_proxy"};
    return own.contains(name, Qt::CaseInsensitive) || name.startsWith("BERTH_");
}

void checkEnvironment(const QMap<QString, QString> &environment, SettingsCheck &check)
{
    static const QRegularExpression word("\\A[A-Za-z_][A-Za-z0-9_]*\\z");
    qsizetype size = 0;
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        size += it.key().size() + it->toUtf8().size();
        // The value may be a secret: it is not repeated.
        if (!word.match(it.key()).hasMatch())
            check.refuse({"env", it.key()}, "a name has letters, digits and _ only", it.key());
        else if (isReserved(it.key()))
            check.refuse({"env", it.key()}, "is set by the server", it.key());
        else if (it->contains(QChar(u'\0')))
            check.refuse({"env", it.key()}, "has a zero byte", it.key());
    }
    if (size > mostEnvironment)
        check.refuse({"env"}, "is longer than 64 KiB", size);
}

void checkHosts(const QStringList &hosts, SettingsCheck &check)
{
    if (hosts.size() > mostAllowedHosts)
        check.refuse({"allowed_hosts"}, "has more than 1000 entries", hosts.size());
    for (qsizetype index = 0; index < hosts.size(); ++index) {
        if (!HostRule::from(hosts.at(index)))
            check.refuse(
                {"allowed_hosts", index},
                "expected NAME, *.NAME or an address ([...] when IPv6), each with :PORT or "
                "without",
                hosts.at(index));
    }
}

/// Whether @p path would hide or reach what a container needs for itself.
bool isSystemPath(const QString &path)
{
    static const QStringList within{"/proc", "/sys", "/dev", "/opt/berth", "/run/berth"};
    static const QStringList itself{"/",      "/usr",  "/bin",       "/sbin",      "/lib",
                                    "/lib64", "/etc",  "/var",       "/run",       "/opt",
                                    "/tmp",   "/home", "/workspace", "/home/agent"};
    return itself.contains(path) || std::ranges::any_of(within, [&path](const QString &root) {
        return path == root || path.startsWith(root + '/');
    });
}

void checkMounts(const QList<SharedFolder> &mounts, const QStringList &shared, SettingsCheck &check)
{
    if (mounts.size() > mostMounts)
        check.refuse({"mounts"}, "has more than 32 entries", mounts.size());
    QStringList seen;
    for (qsizetype index = 0; index < mounts.size(); ++index) {
        const QString &path = mounts.at(index).path;
        const QString real = sharedPath(path, shared);
        if (real.isEmpty())
            check.refuse({"mounts", index, "path"},
                         shared.isEmpty() ? "no folder is shared; start the server with "
                                            "--share-folder"
                                          : "expected a folder below " + shared.join(" or "),
                         path);
        else if (isSystemPath(real))
            check.refuse({"mounts", index, "path"}, "is a place that the container needs", path);
        else if (seen.contains(real))
            check.refuse({"mounts", index, "path"}, "is there twice", path);
        seen.append(real);
    }
}

void checkImage(const QString &image, const QStringList &shared, SettingsCheck &check)
{
    static const QRegularExpression name("\\A[A-Za-z0-9][\\w./:@-]{0,499}\\z");
    if (image.startsWith('/') && sharedPath(image, shared).isEmpty())
        check.refuse({"image"}, "expected a folder with a Dockerfile below a shared folder", image);
    else if (!image.startsWith('/') && !name.match(image).hasMatch())
        check.refuse({"image"}, "expected the name of an image, or an absolute path", image);
}

} // namespace

std::optional<ByteCount> byteCountFrom(const QString &text)
{
    static const QRegularExpression form(
        "\\A\\s*(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([kmgt]?)(?:i?b)?\\s*\\z",
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return {};
    const qsizetype power = match.captured(2).isEmpty()
                                ? 0
                                : QString("kmgt").indexOf(match.captured(2).toLower()) + 1;
    const double bytes = match.captured(1).toDouble() * std::pow(1024.0, power);
    if (bytes > 9e18)
        return {};
    return ByteCount{static_cast<qint64>(bytes)};
}

/// The fields of @p upper where they say something, of @p lower elsewhere.
template<typename Part>
static Part overlaid(const Part &lower, const Part &upper)
{
    Part both = lower;
    std::apply([&](const auto &...field) {
        ((both.*field.member = upper.*field.member ? upper.*field.member : lower.*field.member),
         ...);
    }, Part::fields());
    return both;
}

WorkspaceSettings merged(const WorkspaceSettings &lower, const WorkspaceSettings &upper)
{
    WorkspaceSettings both = overlaid(lower, upper);
    if (lower.resourceLimits && upper.resourceLimits)
        both.resourceLimits = overlaid(*lower.resourceLimits, *upper.resourceLimits);
    if (lower.network && upper.network)
        both.network = overlaid(*lower.network, *upper.network);
    if (lower.environment && upper.environment) {
        both.environment = lower.environment;
        both.environment->insert(*upper.environment);
    }
    return both;
}

QString sharedPath(const QString &path, const QStringList &sharedFolders)
{
    if (!QDir::isAbsolutePath(path) || path.contains(QChar(u'\0')))
        return {};
    const QString real = QFileInfo(path).canonicalFilePath();
    if (real.isEmpty() || !QFileInfo(real).isDir())
        return {};
    for (const QString &shared : sharedFolders) {
        const QString root = QFileInfo(shared).canonicalFilePath();
        if (!root.isEmpty() && (real == root || real.startsWith(root == "/" ? root : root + '/')))
            return real;
    }
    return {};
}

/// Whether an entry of a list is an address rather than a name.
static bool namesAddress(const QString &entry)
{
    const std::optional<HostRule> rule = HostRule::from(entry);
    return rule && !rule->address.isNull();
}

core::Result<> checkReach(const WorkspaceSettings &own, const WorkspaceSettings &server)
{
    SettingsCheck check;
    const NetworkMode most = server.networkMode.value_or(NetworkMode::Allowlist);
    const NetworkMode wanted = own.networkMode.value_or(most);
    if (wanted == NetworkMode::Bridge && most != NetworkMode::Bridge)
        check.refuse({"network_mode"},
                     "is more than this server gives; start it with --network bridge", "bridge");
    if (wanted == NetworkMode::Allowlist && most == NetworkMode::None)
        check.refuse({"network_mode"}, "is more than this server gives", "allowlist");
    const QStringList listed = server.allowedHosts.value_or(QStringList());
    const QStringList hosts = own.allowedHosts.value_or(QStringList());
    for (qsizetype index = 0; index < hosts.size(); ++index) {
        if (namesAddress(hosts.at(index)) && !listed.contains(hosts.at(index)))
            check.refuse({"allowed_hosts", index},
                         "an address may be listed by the server alone, with --allow-host",
                         hosts.at(index));
    }
    return check.result();
}

/// Says so when @p own is beyond @p most; where nothing was set there is no end.
template<typename Number, typename Amount>
static void checkMost(const QJsonArray &path, const std::optional<Number> &own,
                      const std::optional<Number> &most, Amount amount, SettingsCheck &check)
{
    if (own && most && amount(*own) > amount(*most))
        check.refuse(path, QString("your limit is %1").arg(amount(*most)), amount(*own));
}

core::Result<> checkWithin(const WorkspaceSettings &own, const WorkspaceSettings &ofUser)
{
    SettingsCheck check;
    const ResourceLimits limits = own.resourceLimits.value_or(ResourceLimits());
    const ResourceLimits most = ofUser.resourceLimits.value_or(ResourceLimits());
    const auto bytes = [](const ByteCount &count) { return count.bytes; };
    const auto number = [](auto value) { return value; };
    checkMost({"resource_limits", "memory"}, limits.memory, most.memory, bytes, check);
    checkMost({"resource_limits", "cpus"}, limits.cpus, most.cpus, number, check);
    checkMost({"resource_limits", "disk"}, limits.disk, most.disk, bytes, check);
    checkMost({"pids"}, own.pids, ofUser.pids, number, check);
    checkMost({"timeout"}, own.timeout, ofUser.timeout, number, check);
    checkMost({"idle_timeout"}, own.idleTimeout, ofUser.idleTimeout, number, check);
    return check.result();
}

std::chrono::milliseconds longestCommandOf(const WorkspaceSettings &settings)
{
    return std::chrono::seconds(settings.timeout.value_or(0));
}

core::Result<> checkSettings(const WorkspaceSettings &settings, const SettingsBounds &bounds)
{
    SettingsCheck check;
    if (settings.resourceLimits)
        checkLimits(*settings.resourceLimits, bounds.machine, check);
    check.range({"pids"}, settings.pids, leastProcesses, mostProcesses);
    check.range({"timeout"}, settings.timeout, 1, longestCommand);
    check.range({"idle_timeout"}, settings.idleTimeout, 1, longestIdle);
    if (settings.network)
        check.range({"network", "ask_timeout"}, settings.network->askTimeout, 0, longestQuestion);
    if (settings.allowedHosts)
        checkHosts(*settings.allowedHosts, check);
    if (settings.image)
        checkImage(*settings.image, bounds.sharedFolders, check);
    if (settings.environment)
        checkEnvironment(*settings.environment, check);
    if (settings.mounts)
        checkMounts(*settings.mounts, bounds.sharedFolders, check);
    static const QRegularExpression gpus("\\A(?:all|[1-9]\\d?)\\z");
    if (settings.gpu && !gpus.match(*settings.gpu).hasMatch())
        check.refuse({"gpu"}, "expected all, or how many", *settings.gpu);
    return check.result();
}

core::Result<> refuseSettings(const WorkspaceSettings &settings, const QString &reason)
{
    SettingsCheck check;
    const QJsonObject said = json::writeObject(settings, json::Nulls::Omit);
    for (auto it = said.begin(); it != said.end(); ++it)
        check.refuse({it.key()}, reason, *it);
    return check.result();
}

} // namespace workspace
