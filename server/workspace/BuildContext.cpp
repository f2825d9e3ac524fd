// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/BuildContext.h"

#include "workspace/IgnoreFile.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryFile>
#include <QThreadPool>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace workspace {

using core::Error;

namespace {

constexpr qsizetype readAtOnce = 1 << 20;
constexpr qsizetype largestIgnoreFile = 1 << 20;
constexpr qsizetype deepest = 100;
constexpr qint64 longestDockerfile = 1 << 20;

/// Writes the entries of a tar archive, owned by root.
class TarWriter
{
public:
    explicit TarWriter(QIODevice &device)
        : m_device(device)
    {}

    enum class Kind : char {
        File = '0',
        Link = '2',
        Folder = '5',
        LongName = 'L',
        LongTarget = 'K'
    };

    bool begin(Kind kind, const QByteArray &name, const struct stat &info,
               const QByteArray &target = {})
    {
        return spill(Kind::LongName, name) && spill(Kind::LongTarget, target)
               && header(kind, name, info, target);
    }
    bool write(const QByteArray &bytes) { return m_device.write(bytes) == bytes.size(); }
    /// Fills the last block of a file of @p size bytes.
    bool pad(qint64 size) { return write(QByteArray((512 - size % 512) % 512, '\0')); }
    bool finish() { return write(QByteArray(1024, '\0')); }

private:
    /// What does not fit into a header goes before it, as GNU tar has it.
    bool spill(Kind kind, const QByteArray &text)
    {
        if (text.size() <= 100)
            return true;
        struct stat info{};
        info.st_size = text.size() + 1;
        return header(kind, "././@LongLink", info, {}) && write(text + '\0')
               && pad(text.size() + 1);
    }
    bool header(Kind kind, const QByteArray &name, const struct stat &info,
                const QByteArray &target)
    {
        QByteArray block(512, '\0');
        const auto put = [&block](qsizetype at, const QByteArray &text) {
            block.replace(at, text.size(), text);
        };
        const auto octal = [&put](qsizetype at, qint64 number, qsizetype digits) {
            put(at, QByteArray::number(number, 8).rightJustified(digits, '0'));
        };
        const bool hasContent = kind != Kind::Link && kind != Kind::Folder;
        put(0, name.left(100));
        octal(100, info.st_mode & 07777, 7);
        octal(108, 0, 7);
        octal(116, 0, 7);
        octal(124, hasContent ? info.st_size : 0, 11);
        octal(136, qMax<qint64>(info.st_mtime, 0), 11);
        put(148, "        ");
        block[156] = static_cast<char>(kind);
        put(157, target.left(100));
        put(257, "ustar  ");
        uint sum = 0;
        for (const char byte : std::as_const(block))
            sum += static_cast<unsigned char>(byte);
        put(148, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
        return write(block);
    }

    QIODevice &m_device;
};

/// Closes what it was given.
class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {}
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd;
};

/// Reads a folder once. Whoever writes there meanwhile cannot lead it elsewhere: every step is
/// taken from an open folder, and never over a link.
class ContextPacker
{
public:
    ContextPacker(QString folder, ContextBounds bounds, std::stop_token stop, QIODevice &device)
        : m_folder(std::move(folder))
        , m_bounds(bounds)
        , m_stop(std::move(stop))
        , m_tar(device)
    {}

    const QByteArray &dockerfile() const { return m_dockerfile; }

    core::Result<QString> pack()
    {
        const Descriptor root(::open(QFile::encodeName(m_folder).constData(),
                                     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        struct stat info{};
        if (!root || ::fstatat(root.get(), "Dockerfile", &info, AT_SYMLINK_NOFOLLOW) != 0
            || !S_ISREG(info.st_mode))
            return core::fail(Error::Kind::Invalid,
                              "The folder " + m_folder
                                  + " has no Dockerfile that an image could be built from.");
        const auto ignored = IgnoreFile::read(small(root.get(), ".dockerignore"));
        if (!ignored)
            return std::unexpected(ignored.error());
        m_ignored = *ignored;
        const core::Result<> packed = folder(root.get(), {}, 0);
        if (!packed)
            return std::unexpected(packed.error());
        if (!m_tar.finish())
            return std::unexpected(noRoom());
        return QString::fromLatin1(m_hash.result().toHex());
    }

private:
    core::Result<> folder(int fd, const QByteArray &prefix, qsizetype depth)
    {
        if (depth > deepest)
            return std::unexpected(tooLarge(QString("%1 levels").arg(deepest)));
        QByteArrayList names;
        DIR *open = ::fdopendir(::openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        while (const dirent *entry = open ? ::readdir(open) : nullptr) {
            const QByteArray name(entry->d_name);
            if (name != "." && name != ".." && names.size() <= m_bounds.entries)
                names.append(name);
        }
        if (open)
            ::closedir(open);
        if (names.size() > m_bounds.entries)
            return std::unexpected(tooMany());
        std::ranges::sort(names);
        for (const QByteArray &name : std::as_const(names)) {
            const core::Result<> packed = entry(fd, name, prefix + name, depth);
            if (!packed)
                return packed;
        }
        return {};
    }

    core::Result<> entry(int parent, const QByteArray &name, const QByteArray &path,
                         qsizetype depth)
    {
        if (m_stop.stop_requested())
            return core::fail(Error::Kind::Cancelled, "The packing was cancelled.");
        struct stat info{};
        if (::fstatat(parent, name.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            return {}; // gone meanwhile
        const bool isNeeded = path == "Dockerfile" || path == ".dockerignore";
        const bool isIgnored = !isNeeded && m_ignored.ignores(QFile::decodeName(path));
        if (isIgnored && !(S_ISDIR(info.st_mode) && m_ignored.hasExceptions()))
            return {};
        if (++m_entries > m_bounds.entries)
            return std::unexpected(tooMany());
        if (S_ISDIR(info.st_mode))
            return subfolder(parent, name, path, isIgnored, depth);
        if (S_ISLNK(info.st_mode))
            return link(parent, name, path, info);
        return S_ISREG(info.st_mode) ? file(parent, name, path) : core::Result<>();
    }

    core::Result<> subfolder(int parent, const QByteArray &name, const QByteArray &path,
                             bool isIgnored, qsizetype depth)
    {
        const Descriptor fd(
            ::openat(parent, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        struct stat info{};
        if (!fd || ::fstat(fd.get(), &info) != 0)
            return std::unexpected(unreadable(path));
        if (!isIgnored) {
            note('d', path, info, {});
            if (!m_tar.begin(TarWriter::Kind::Folder, path + '/', info))
                return std::unexpected(noRoom());
        }
        return folder(fd.get(), path + '/', depth + 1);
    }

    core::Result<> link(int parent, const QByteArray &name, const QByteArray &path,
                        const struct stat &info)
    {
        QByteArray target(4096, '\0');
        const ssize_t size = ::readlinkat(parent, name.constData(), target.data(),
                                          static_cast<size_t>(target.size()));
        if (size < 0)
            return std::unexpected(unreadable(path));
        target.truncate(size);
        note('l', path, info, target);
        if (!m_tar.begin(TarWriter::Kind::Link, path, info, target))
            return std::unexpected(noRoom());
        return {};
    }

    core::Result<> file(int parent, const QByteArray &name, const QByteArray &path)
    {
        const Descriptor fd(
            ::openat(parent, name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        struct stat info{};
        if (!fd || ::fstat(fd.get(), &info) != 0)
            return std::unexpected(unreadable(path));
        if (!S_ISREG(info.st_mode))
            return {};
        m_bytes += info.st_size;
        if (m_bytes > m_bounds.bytes)
            return std::unexpected(tooLarge(QString("%1 MiB").arg(m_bounds.bytes >> 20)));
        note('f', path, info, {});
        if (path == "Dockerfile" && info.st_size > longestDockerfile)
            return std::unexpected(tooLarge("1 MiB of Dockerfile"));
        if (!m_tar.begin(TarWriter::Kind::File, path, info))
            return std::unexpected(noRoom());
        return content(fd.get(), path, info.st_size);
    }

    core::Result<> content(int fd, const QByteArray &path, qint64 size)
    {
        for (qint64 left = size; left > 0;) {
            QByteArray piece(qMin<qint64>(left, readAtOnce), '\0');
            const ssize_t got = ::read(fd, piece.data(), static_cast<size_t>(piece.size()));
            if (got <= 0) // it has become shorter
                return std::unexpected(unreadable(path));
            piece.truncate(got);
            m_hash.addData(piece);
            if (path == "Dockerfile")
                m_dockerfile += piece;
            if (!m_tar.write(piece))
                return std::unexpected(noRoom());
            left -= got;
        }
        if (!m_tar.pad(size))
            return std::unexpected(noRoom());
        return {};
    }

    void note(char kind, const QByteArray &path, const struct stat &info, const QByteArray &target)
    {
        const qint64 size = kind == 'f' ? info.st_size : 0;
        m_hash.addData(kind + path + '\0' + QByteArray::number(info.st_mode & 07777, 8) + ' '
                       + QByteArray::number(size) + ' ' + target + '\0');
    }

    static QByteArray small(int folder, const char *name)
    {
        const Descriptor fd(::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        QFile file;
        if (!fd || !file.open(fd.get(), QIODevice::ReadOnly))
            return {};
        return file.read(largestIgnoreFile);
    }

    Error tooMany() const { return tooLarge(QString("%1 entries").arg(m_bounds.entries)); }
    Error tooLarge(const QString &bound) const
    {
        return {Error::Kind::TooLarge, "The folder " + m_folder + " has more than " + bound
                                           + " to build an image from; name what is not needed in "
                                             "its .dockerignore."};
    }
    Error unreadable(const QByteArray &path) const
    {
        return {Error::Kind::Invalid, "The file " + m_folder + '/' + QFile::decodeName(path)
                                          + " cannot be read, so no image can be built; name it in "
                                            "the .dockerignore if it is not needed."};
    }
    static Error noRoom()
    {
        return {Error::Kind::Unavailable,
                "There is no room for temporary files, so no image can be built."};
    }

    QString m_folder;
    ContextBounds m_bounds;
    std::stop_token m_stop;
    TarWriter m_tar;
    IgnoreFile m_ignored;
    QByteArray m_dockerfile;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    qint64 m_bytes = 0;
    int m_entries = 0;
};

} // namespace

core::Result<BuildContext> packContext(const QString &folder, ContextBounds bounds,
                                       std::stop_token stop)
{
    auto file = std::make_shared<QTemporaryFile>();
    if (!file->open())
        return core::fail(Error::Kind::Unavailable,
                          "No temporary file can be made: " + file->errorString());
    ContextPacker packer(folder, bounds, std::move(stop), *file);
    const core::Result<QString> digest = packer.pack();
    if (!digest)
        return std::unexpected(digest.error());
    if (!file->flush() || !file->seek(0))
        return core::fail(Error::Kind::Unavailable,
                          "A temporary file cannot be written: " + file->errorString());
    // Its thread of work does not live as long as the file.
    file->moveToThread(nullptr);
    return BuildContext{file, *digest, packer.dockerfile()};
}

core::Task<BuildContext> packContextAside(QString folder, ContextBounds bounds,
                                          std::stop_token stop)
{
    using Packed = core::Result<BuildContext>;
    const core::Deferred<Packed> packed;
    QAbstractEventDispatcher *const home = QAbstractEventDispatcher::instance();
    QThreadPool::globalInstance()->start([packed, home, folder, bounds, stop] {
        const Packed result = packContext(folder, bounds, stop);
        QMetaObject::invokeMethod(home, [packed, result] { packed.resolve(result); },
                                  Qt::QueuedConnection);
    });
    const Packed result = co_await packed;
    if (result)
        result->tar->moveToThread(QThread::currentThread());
    co_return result;
}

BuildContext contextOf(const QByteArray &dockerfile)
{
    auto buffer = std::make_shared<QBuffer>();
    buffer->open(QIODevice::ReadWrite);
    TarWriter tar(*buffer);
    struct stat info{};
    info.st_mode = 0644;
    info.st_size = dockerfile.size();
    tar.begin(TarWriter::Kind::File, "Dockerfile", info);
    tar.write(dockerfile);
    tar.pad(dockerfile.size());
    tar.finish();
    buffer->seek(0);
    const QByteArray digest = QCryptographicHash::hash(dockerfile, QCryptographicHash::Sha256);
    return {buffer, QString::fromLatin1(digest.toHex()), dockerfile};
}

} // namespace workspace
