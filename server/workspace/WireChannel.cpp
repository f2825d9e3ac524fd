// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WireChannel.h"

#include "workspace/Egress.h"
#include "workspace/WireFile.h"
#include "workspace/WireJob.h"
#include "workspace/WireShell.h"

#include <QBuffer>

namespace workspace {

using Kind = core::Error::Kind;
using wire::Value;

// What run() keeps of each output when the command sets no limit.
static constexpr qint64 keptOutput = 64 * 1024 * 1024;
static constexpr int maxEntries = 10000;

static QString textOf(const Value &value)
{
    const std::string_view text = value.string();
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

static Value pathArgument(const QString &path)
{
    return Value::map({{"path", path.toStdString()}});
}

static Value environmentArgument(const QMap<QString, QString> &environment)
{
    Value map = Value::map();
    for (auto it = environment.begin(); it != environment.end(); ++it)
        map.set(it.key().toStdString(), it.value().toStdString());
    return map;
}

static FileInfo::Type typeOf(std::string_view name)
{
    if (name == "file")
        return FileInfo::Type::File;
    if (name == "directory")
        return FileInfo::Type::Directory;
    return name == "symlink" ? FileInfo::Type::Link : FileInfo::Type::Other;
}

static FileInfo infoOf(const QString &path, const Value &entry)
{
    FileInfo info;
    info.path = path;
    info.type = typeOf(entry["type"].string());
    info.size = entry["size"].integer();
    info.modified = entry["mtime_ns"].integer() / 1000;
    info.mode = static_cast<int>(entry["mode"].integer());
    return info;
}

// --- opening and closing ------------------------------------------------------------------------

core::Task<std::shared_ptr<WireChannel>> WireChannel::open(std::shared_ptr<QIODevice> device,
                                                           WireOptions options)
{
    const auto line = std::make_shared<Line>(std::move(device), std::move(options));
    const core::Result<> greeted = co_await line->greet();
    if (!greeted)
        co_return std::unexpected(greeted.error());
    const std::shared_ptr<WireChannel> channel(new WireChannel(line, line->options().directory));
    if (line->options().lease.count() > 0) {
        Value arguments = Value::map({{"idle_s", line->options().lease.count()}});
        const core::Result<Value> set = co_await line->call(wire::op::sysSetLease,
                                                            std::move(arguments), Effect::Changes);
        if (!set)
            co_return std::unexpected(set.error());
    }
    co_return channel;
}

WireChannel::WireChannel(std::shared_ptr<Line> line, QString directory)
    : m_line(std::move(line))
    , m_directory(std::move(directory))
{
    connect(m_line.get(), &Line::lost, this, &Channel::lost);
    connect(m_line.get(), &Line::wanted, this, &WireChannel::wanted);
}

WireChannel::~WireChannel()
{
    m_line->disconnect(this);
    close();
}

bool WireChannel::isOpen() const
{
    return m_line->isOpen();
}

void WireChannel::close(const QString &reason)
{
    m_line->close(reason);
}

void WireChannel::setFrozen(bool frozen)
{
    m_line->setFrozen(frozen);
}

std::chrono::milliseconds WireChannel::idleFor() const
{
    return m_line->idleFor();
}

static core::Task<WorkspaceUse> measure(std::shared_ptr<Line> line, QStringList folders)
{
    if (line->isFrozen())
        co_return core::fail(Kind::Unavailable, "The workspace is paused.");
    Value disk = Value::array();
    for (const QString &folder : std::as_const(folders))
        disk.append(folder.toStdString());
    Value arguments = Value::map({{"disk", disk}});
    const core::Result<Value> answer = co_await line->call(wire::op::sysStats, std::move(arguments),
                                                           Effect::None);
    if (!answer)
        co_return std::unexpected(answer.error());
    const Value &stats = *answer;
    WorkspaceUse use;
    use.processorTime = stats["cpu_us"].integer(-1);
    use.memoryBytes = stats["memory_bytes"].integer(-1);
    use.memoryLimit = stats["memory_limit"].integer(-1);
    use.outOfMemoryKills = stats["oom_kills"].integer(-1);
    use.processes = stats["pids"].integer(-1);
    use.processLimit = stats["pids_limit"].integer(-1);
    for (const Value &entry : stats["disk"].items())
        use.folders.append({textOf(entry["path"]), entry["bytes"].integer(),
                            entry["files"].integer(), entry["complete"].boolean()});
    co_return use;
}

core::Task<WorkspaceUse> WireChannel::use(QStringList folders)
{
    return measure(m_line, std::move(folders));
}

static core::Task<EgressPorts> beginEgress(std::shared_ptr<Line> line, EgressPorts ports)
{
    Value arguments = Value::map({{"http_port", ports.http}, {"socks_port", ports.socks}});
    const core::Result<Value> answer = co_await line->call(wire::op::netEgress,
                                                           std::move(arguments), Effect::Changes);
    if (!answer)
        co_return std::unexpected(answer.error());
    ports.http = static_cast<quint16>((*answer)["http_port"].integer());
    ports.socks = static_cast<quint16>((*answer)["socks_port"].integer());
    co_return ports;
}

core::Task<EgressPorts> WireChannel::offerNetwork(std::shared_ptr<Egress> egress, EgressPorts ports)
{
    m_egress = std::move(egress);
    m_line->setOpened([egress = QPointer(m_egress.get())](std::shared_ptr<Exchange> stream,
                                                          const wire::Open &wanted) {
        if (egress)
            egress->open(std::move(stream), wanted);
        else
            stream->refuse({std::string(wire::code::unimplemented), 0, "There is no way out."});
    });
    return beginEgress(m_line, ports);
}

static core::Task<PlaceInfo> ask(std::shared_ptr<Line> line, QString directory)
{
    const core::Result<Value> answer = co_await line->call(wire::op::sysInfo, Value::map(),
                                                           Effect::None);
    if (!answer)
        co_return std::unexpected(answer.error());
    PlaceInfo info;
    info.user = textOf((*answer)["user"]);
    info.host = textOf((*answer)["hostname"]);
    info.home = textOf((*answer)["home"]);
    info.directory = directory.isEmpty() ? textOf((*answer)["cwd"]) : directory;
    co_return info;
}

core::Task<PlaceInfo> WireChannel::info()
{
    return ask(m_line, m_directory);
}

// --- programs -----------------------------------------------------------------------------------

static Value jobArguments(const Command &command, const QString &directory)
{
    Value arguments = Value::map({{"inherit", true}, {"stdin", command.takesInput}});
    arguments.set("env", environmentArgument(command.environment));
    const QString &place = command.directory.isEmpty() ? directory : command.directory;
    if (!place.isEmpty())
        arguments.set("cwd", place.toStdString());
    if (!command.tag.isEmpty()) {
        arguments.set("tag", command.tag.toStdString());
        arguments.set("detach", true);
    }
    if (command.terminal)
        arguments.set("pty", Value::map({{"rows", command.terminal->rows},
                                         {"cols", command.terminal->columns}}));
    if (command.timeout.count() > 0)
        arguments.set("timeout_ms", command.timeout.count());
    if (command.arguments.isEmpty()) {
        arguments.set("shell", command.shell.toStdString());
        return arguments;
    }
    Value list = Value::array();
    for (const QString &argument : command.arguments)
        list.append(argument.toStdString());
    arguments.set("argv", list);
    return arguments;
}

core::Task<std::shared_ptr<Job>> WireChannel::start(Command command)
{
    return WireJob::start(m_line, jobArguments(command, m_directory));
}

core::Task<AttachedJob> WireChannel::attach(QString tag, JobOffsets from)
{
    return WireJob::attach(m_line, std::move(tag), from);
}

core::Task<Output> WireChannel::run(Command command, std::stop_token stop)
{
    const qint64 limit = command.outputLimit > 0 ? command.outputLimit : keptOutput;
    return runJob(m_line, jobArguments(command, m_directory), command.input, limit,
                  std::move(stop));
}

core::Task<std::shared_ptr<Shell>> WireChannel::openShell(ShellOptions options)
{
    options.environment.insert("TERM", options.environment.value("TERM", "xterm-256color"));
    Value arguments = Value::map(
        {{"inherit", true}, {"rows", options.rows}, {"cols", options.columns}});
    arguments.set("env", environmentArgument(options.environment));
    const QString &place = options.directory.isEmpty() ? m_directory : options.directory;
    if (!place.isEmpty())
        arguments.set("cwd", place.toStdString());
    return WireShell::open(m_line, std::move(arguments));
}

static ProcessInfo processOf(const Value &row)
{
    ProcessInfo process;
    process.id = static_cast<int>(row["pid"].integer());
    process.parent = static_cast<int>(row["ppid"].integer());
    process.user = static_cast<int>(row["uid"].integer(-1));
    process.state = textOf(row["state"]);
    process.processorTime = row["cpu_us"].integer();
    process.memoryBytes = row["memory_bytes"].integer();
    process.age = row["age_ms"].integer();
    process.command = textOf(row["command"]);
    return process;
}

static core::Task<QList<ProcessInfo>> listProcesses(std::shared_ptr<Line> line)
{
    const core::Result<Value> answer = co_await line->call(wire::op::sysProcesses, Value::map(),
                                                           Effect::None);
    if (!answer)
        co_return std::unexpected(answer.error());
    QList<ProcessInfo> list;
    for (const Value &row : (*answer)["processes"].items())
        list.append(processOf(row));
    co_return list;
}

core::Task<QList<ProcessInfo>> WireChannel::processes()
{
    return listProcesses(m_line);
}

// --- files --------------------------------------------------------------------------------------

static core::Task<FileInfo> statFile(std::shared_ptr<Line> line, QString path)
{
    const core::Result<Value> answer = co_await line->call(wire::op::fsStat, pathArgument(path),
                                                           Effect::None);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return infoOf(path, *answer);
}

core::Task<FileInfo> WireChannel::stat(QString path)
{
    return statFile(m_line, std::move(path));
}

static core::Task<QString> resolve(std::shared_ptr<Line> line, QString path)
{
    const core::Result<Value> answer = co_await line->call(wire::op::fsRealpath, pathArgument(path),
                                                           Effect::None);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return textOf((*answer)["path"]);
}

core::Task<QString> WireChannel::realPath(QString path)
{
    return resolve(m_line, std::move(path));
}

static core::Task<QList<FileInfo>> listFolder(std::shared_ptr<Line> line, QString path, int depth,
                                              int limit)
{
    Value arguments = pathArgument(path);
    arguments.set("depth", depth);
    arguments.set("limit", limit > 0 ? qMin(limit, maxEntries) : maxEntries);
    const core::Result<Value> answer = co_await line->call(wire::op::fsList, std::move(arguments),
                                                           Effect::None);
    if (!answer)
        co_return std::unexpected(answer.error());
    const QString prefix = path.endsWith('/') ? path : path + '/';
    QList<FileInfo> list;
    for (const Value &entry : (*answer)["entries"].items())
        list.append(infoOf(prefix + textOf(entry["name"]), entry));
    std::ranges::sort(list, {}, &FileInfo::path);
    co_return list;
}

core::Task<QList<FileInfo>> WireChannel::list(QString path, int depth, int limit)
{
    return listFolder(m_line, std::move(path), depth, limit);
}

core::Task<QByteArray> WireChannel::read(QString path, qint64 offset, qint64 limit)
{
    Value arguments = pathArgument(path);
    arguments.set("offset", offset);
    arguments.set("length", qMax<qint64>(limit, 0));
    return readFile(m_line, std::move(arguments));
}

core::Task<std::shared_ptr<QIODevice>> WireChannel::openRead(QString path, FilePart part)
{
    Value arguments = pathArgument(path);
    arguments.set("offset", part.offset);
    arguments.set("length", part.length);
    if (part.version)
        arguments.set("if_match", Value::map({{"mtime_us", part.version->modified},
                                              {"size", part.version->size}}));
    return WireFile::open(m_line, std::move(arguments));
}

static Value writeArguments(const QString &path, const WriteOptions &options)
{
    return Value::map({{"path", path.toStdString()},
                       {"make_parents", options.makeParents},
                       {"create_only", options.createOnly}});
}

core::Task<> WireChannel::write(QString path, QByteArray bytes, WriteOptions options)
{
    Value arguments = writeArguments(path, options);
    arguments.set("size", bytes.size());
    const auto source = std::make_shared<QBuffer>();
    source->setData(bytes);
    (void)source->open(QIODevice::ReadOnly);
    return writeFile(m_line, std::move(arguments), source);
}

core::Task<> WireChannel::writeFrom(QString path, std::shared_ptr<QIODevice> source,
                                    WriteOptions options)
{
    return writeFile(m_line, writeArguments(path, options), std::move(source));
}

static core::Task<> change(std::shared_ptr<Line> line, std::string_view operation, Value arguments)
{
    const core::Result<Value> answer = co_await line->call(operation, std::move(arguments),
                                                           Effect::Changes);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return {};
}

core::Task<> WireChannel::makeDirectory(QString path)
{
    Value arguments = pathArgument(path);
    arguments.set("parents", true);
    return change(m_line, wire::op::fsMkdir, std::move(arguments));
}

core::Task<> WireChannel::remove(QString path)
{
    Value arguments = pathArgument(path);
    arguments.set("recursive", true);
    return change(m_line, wire::op::fsRemove, std::move(arguments));
}

} // namespace workspace

#include "moc_WireChannel.cpp"
