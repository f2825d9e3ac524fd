// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"

class QTemporaryFile;

namespace api {

/// Takes a multipart/form-data body apart as it arrives: files go to disk, so the memory it needs
/// does not depend on their size.
class Multipart
{
public:
    explicit Multipart(const QByteArray &boundary);
    ~Multipart();

    /// The boundary that a Content-Type names; nothing when it is not multipart/form-data.
    static std::optional<QByteArray> boundaryOf(const QByteArray &contentType);

    /// Invalid when the bytes are no multipart body, Internal when the disk does not take them.
    core::Result<> feed(const QByteArray &bytes);
    /// What was sent, once every byte was fed.
    core::Result<Upload> finish();

private:
    enum class State { Preamble, AfterBoundary, Headers, Content, Epilogue };

    core::Result<bool> step();
    core::Result<bool> afterBoundary();
    core::Result<bool> readHeaders();
    core::Result<bool> readContent();
    core::Result<> beginPart(const QByteArray &headers);
    core::Result<> appendContent(QByteArrayView bytes);
    core::Result<> endPart();

    const QByteArray m_delimiter; // "\r\n--boundary"
    State m_state = State::Preamble;
    QByteArray m_buffer;
    Upload m_upload;
    UploadedFile m_file;
    std::shared_ptr<QTemporaryFile> m_target;
    QString m_fieldName;
    QByteArray m_fieldValue;
    int m_parts = 0;
};

} // namespace api
