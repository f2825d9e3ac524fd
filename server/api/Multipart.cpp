// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Multipart.h"

#include <QTemporaryFile>

using namespace api;
using core::Error;

static constexpr qsizetype headerBytes = 16 * 1024;
static constexpr qsizetype fieldBytes = 1024 * 1024;
static constexpr int partLimit = 1000;

Multipart::Multipart(const QByteArray &boundary)
    : m_delimiter("\r\n--" + boundary)
    , m_buffer("\r\n") // so that the first boundary is found like the others
{}

Multipart::~Multipart() = default;

// The value of name=value or name="value" in a header field's parameters.
static std::optional<QByteArray> parameter(const QByteArray &text, const QByteArray &name)
{
    const QByteArray key = name + '=';
    qsizetype at = text.toLower().indexOf(key);
    while (at > 0 && text.at(at - 1) != ';' && text.at(at - 1) != ' ' && text.at(at - 1) != '\t')
        at = text.toLower().indexOf(key, at + 1);
    if (at <= 0)
        return {};
    const QByteArray rest = text.sliced(at + key.size());
    if (!rest.startsWith('"'))
        return rest.first(rest.contains(';') ? rest.indexOf(';') : rest.size()).trimmed();
    QByteArray value;
    for (qsizetype index = 1; index < rest.size() && rest.at(index) != '"'; ++index) {
        const bool isEscaped = rest.at(index) == '\\' && index + 1 < rest.size()
                               && (rest.at(index + 1) == '"' || rest.at(index + 1) == '\\');
        index += isEscaped ? 1 : 0;
        value.append(rest.at(index));
    }
    return value;
}

std::optional<QByteArray> Multipart::boundaryOf(const QByteArray &contentType)
{
    if (!contentType.trimmed().toLower().startsWith("multipart/form-data"))
        return {};
    std::optional<QByteArray> boundary = parameter(contentType, "boundary");
    if (!boundary || boundary->isEmpty() || boundary->size() > 200)
        return {};
    return boundary;
}

core::Result<> Multipart::feed(const QByteArray &bytes)
{
    m_buffer.append(bytes);
    for (;;) {
        const core::Result<bool> progressed = step();
        if (!progressed)
            return std::unexpected(progressed.error());
        if (!*progressed)
            return {};
    }
}

core::Result<bool> Multipart::step()
{
    switch (m_state) {
    case State::Preamble:
    case State::Content: return readContent();
    case State::AfterBoundary: return afterBoundary();
    case State::Headers: return readHeaders();
    case State::Epilogue: break;
    }
    m_buffer.clear();
    return false;
}

core::Result<bool> Multipart::afterBoundary()
{
    if (m_buffer.size() < 2)
        return false;
    if (m_buffer.startsWith("--")) {
        m_state = State::Epilogue;
        return true;
    }
    if (!m_buffer.startsWith("\r\n"))
        return core::fail(Error::Kind::Invalid, "The multipart body has a broken boundary.");
    m_state = State::Headers;
    return true;
}

core::Result<bool> Multipart::readHeaders()
{
    // The line end after the boundary still stands at the front.
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (qMax(end, end < 0 ? m_buffer.size() : 0) > headerBytes)
        return core::fail(Error::Kind::Invalid,
                          "A part of the multipart body has too many headers.");
    if (end < 0)
        return false;
    const core::Result<> begun = beginPart(m_buffer.first(end));
    if (!begun)
        return std::unexpected(begun.error());
    m_buffer.remove(0, end + 4);
    m_state = State::Content;
    return true;
}

core::Result<bool> Multipart::readContent()
{
    const qsizetype end = m_buffer.indexOf(m_delimiter);
    // Without a delimiter, its length at the end of the buffer may be the beginning of one.
    const qsizetype length = end >= 0 ? end : qMax(0, m_buffer.size() - m_delimiter.size());
    if (m_state == State::Content) {
        const core::Result<> taken = appendContent(QByteArrayView(m_buffer).first(length));
        if (!taken)
            return std::unexpected(taken.error());
    }
    if (end < 0) {
        m_buffer.remove(0, length);
        return false;
    }
    if (m_state == State::Content) {
        const core::Result<> ended = endPart();
        if (!ended)
            return std::unexpected(ended.error());
    }
    m_buffer.remove(0, end + m_delimiter.size());
    m_state = State::AfterBoundary;
    return true;
}

core::Result<> Multipart::beginPart(const QByteArray &headers)
{
    if (++m_parts > partLimit)
        return core::fail(Error::Kind::Invalid, "The multipart body has too many parts.");
    QByteArray disposition;
    QByteArray contentType;
    for (const QByteArray &line : headers.split('\n')) {
        const QByteArray name = line.first(qMax(0, line.indexOf(':'))).trimmed().toLower();
        const QByteArray value = line.sliced(line.indexOf(':') + 1).trimmed();
        if (name == "content-disposition")
            disposition = value;
        else if (name == "content-type")
            contentType = value;
    }
    const std::optional<QByteArray> name = parameter(disposition, "name");
    if (!name)
        return core::fail(Error::Kind::Invalid, "A part of the multipart body has no name.");
    m_fieldName = QString::fromUtf8(*name);
    m_fieldValue.clear();
    const std::optional<QByteArray> fileName = parameter(disposition, "filename");
    if (!fileName)
        return {};
    m_target = std::make_shared<QTemporaryFile>();
    if (!m_target->open())
        return core::fail(Error::Kind::Internal, "No temporary file: " + m_target->errorString());
    m_file = {m_fieldName, QString::fromUtf8(*fileName), QString::fromLatin1(contentType), 0,
              m_target};
    return {};
}

core::Result<> Multipart::appendContent(QByteArrayView bytes)
{
    if (!m_target) {
        m_fieldValue.append(bytes);
        if (m_fieldValue.size() > fieldBytes)
            return core::fail(Error::Kind::TooLarge, "A field of the multipart body is too large.");
        return {};
    }
    m_file.size += bytes.size();
    if (m_target->write(bytes.data(), bytes.size()) != bytes.size())
        return core::fail(Error::Kind::Unavailable, "The upload does not fit on the disk.");
    return {};
}

core::Result<> Multipart::endPart()
{
    if (!m_target) {
        m_upload.fields.insert(m_fieldName, QString::fromUtf8(m_fieldValue));
        return {};
    }
    if (!m_target->flush() || !m_target->seek(0))
        return core::fail(Error::Kind::Unavailable, "The upload does not fit on the disk.");
    m_upload.files.append(std::exchange(m_file, {}));
    m_target.reset();
    return {};
}

core::Result<Upload> Multipart::finish()
{
    if (m_state != State::Epilogue)
        return core::fail(Error::Kind::Invalid,
                          "The multipart body ends before its last boundary.");
    return std::move(m_upload);
}
