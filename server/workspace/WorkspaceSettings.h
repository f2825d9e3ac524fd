// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "docker/Machine.h"

namespace workspace {

/// What an agent may do in its container: an ordinary user on a read-only system, or root of a
/// system that it may change.
enum class Profile { Standard, Developer };

constexpr auto enumNames(Profile)
{
    using enum Profile;
    return std::array{std::pair{Standard, "standard"}, std::pair{Developer, "developer"}};
}

/// What a workspace reaches: nothing, a list of hosts, or the network of the machine.
enum class NetworkMode { None, Allowlist, Bridge };

constexpr auto enumNames(NetworkMode)
{
    using enum NetworkMode;
    return std::array{std::pair{None, "none"}, std::pair{Allowlist, "allowlist"},
                      std::pair{Bridge, "bridge"}};
}

inline constexpr int usualAskTimeout = 60; ///< seconds

/// What becomes of a wish to reach a host that is not on the list.
struct NetworkSettings
{
    std::optional<bool> ask; ///< the user, rather than refuse it
    std::optional<int> askTimeout; ///< seconds until it is refused; 0: never

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("ask", &NetworkSettings::ask,
                                      "ask the user about hosts that are not listed"),
                          json::field("ask_timeout", &NetworkSettings::askTimeout,
                                      "seconds; without an answer it is no; 0: it waits until it "
                                      "is answered")};
    }
};

/// A size in JSON: a whole number of bytes, or text such as "512m", "2g" or "1.5 GiB" (powers of
/// 1024). Written as the number.
struct ByteCount
{
    qint64 bytes = 0;
    bool operator==(const ByteCount &) const = default;
};

/// Reads the text form; nothing for what is no size.
std::optional<ByteCount> byteCountFrom(const QString &text);

struct ResourceLimits
{
    std::optional<ByteCount> memory; ///< with swap
    std::optional<double> cpus;
    std::optional<ByteCount> disk; ///< of all files together

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("memory", &ResourceLimits::memory, "bytes, or \"2g\""),
                          json::field("cpus", &ResourceLimits::cpus, "may be a fraction"),
                          json::field("disk", &ResourceLimits::disk,
                                      "bytes of all files, or \"10g\"")};
    }
};

/// A folder of the engine's machine that a workspace sees under its own path.
struct SharedFolder
{
    QString path;
    bool readOnly = false;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::field("path", &SharedFolder::path, "absolute"),
                          json::optional("read_only", &SharedFolder::readOnly)};
    }
};

/// What a workspace is to be. An absent field leaves the choice to the level below: the user's
/// settings, then the server's, then the defaults.
struct WorkspaceSettings
{
    std::optional<Profile> profile;
    std::optional<ResourceLimits> resourceLimits;
    std::optional<int> pids;
    std::optional<int> timeout; ///< seconds that a command may take at most
    std::optional<int> idleTimeout; ///< seconds without use until the container goes
    std::optional<NetworkMode> networkMode;
    std::optional<NetworkSettings> network;
    std::optional<QStringList> allowedHosts;
    std::optional<QString> image; ///< a name, or a shared folder with a Dockerfile
    std::optional<QMap<QString, QString>> environment;
    std::optional<QList<SharedFolder>> mounts;
    std::optional<QString> gpu; ///< "all" or how many

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        using Own = WorkspaceSettings;
        return std::tuple{json::field("profile", &Own::profile),
                          json::field("resource_limits", &Own::resourceLimits),
                          json::field("pids", &Own::pids, "processes and threads"),
                          json::field("timeout", &Own::timeout, "seconds of a command, at most"),
                          json::field("idle_timeout", &Own::idleTimeout, "seconds"),
                          json::field("network_mode", &Own::networkMode),
                          json::field("network", &Own::network),
                          json::field("allowed_hosts", &Own::allowedHosts, "name or *.name[:port]"),
                          json::field("image", &Own::image, "name, or a folder with a Dockerfile"),
                          json::field("env", &Own::environment),
                          json::field("mounts", &Own::mounts, "folders of the engine's machine"),
                          json::field("gpu", &Own::gpu, "all, or how many")};
    }
};

/// @p upper where it says something, @p lower elsewhere. Limits are merged one by one, variables
/// by name; lists are replaced.
WorkspaceSettings merged(const WorkspaceSettings &lower, const WorkspaceSettings &upper);

/// How long a command may take; 0: as long as whoever runs it likes.
std::chrono::milliseconds longestCommandOf(const WorkspaceSettings &settings);

/// The settings that a user's workspaces have above the server's.
using UserSettings = std::function<WorkspaceSettings(const QString &userId)>;

/// What settings can be at most.
struct SettingsBounds
{
    docker::Machine machine = {};
    QStringList sharedFolders = {}; ///< of the engine's machine; mounts are these or lie below
};

/// Invalid, with the path and the reason of every value that is not possible.
core::Result<> checkSettings(const WorkspaceSettings &settings, const SettingsBounds &bounds);

/// Invalid, with the path of everything that @p settings say, and @p reason.
core::Result<> refuseSettings(const WorkspaceSettings &settings, const QString &reason);

/// Invalid, with paths, where a user's own settings would reach further than the server's: the
/// network of the machine, or an address that the server's list does not have.
core::Result<> checkReach(const WorkspaceSettings &own, const WorkspaceSettings &server);

/// Invalid, with paths, where @p own limits are beyond those that were set for their user.
core::Result<> checkWithin(const WorkspaceSettings &own, const WorkspaceSettings &ofUser);

/// A share's path without links and dots; empty when it is no folder below @p sharedFolders.
QString sharedPath(const QString &path, const QStringList &sharedFolders);

} // namespace workspace

template<>
struct json::Codec<workspace::ByteCount>
{
    static void read(const QJsonValue &value, workspace::ByteCount &out, Reader &reader)
    {
        if (!value.isString())
            return readInto(value, out.bytes, reader);
        if (const auto count = workspace::byteCountFrom(value.toString()))
            out = *count;
        else
            reader.report("byte_size", "expected bytes, or a size such as \"2g\"", value);
    }
    static QJsonValue write(const workspace::ByteCount &value, Nulls) { return value.bytes; }
    static QJsonObject schema()
    {
        return {{"anyOf", QJsonArray{detail::typed("integer"), detail::typed("string")}}};
    }
};
