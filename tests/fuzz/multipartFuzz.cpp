// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Input.h"
#include "api/Multipart.h"

namespace {

QByteArray describe(const api::Upload &upload)
{
    QByteArray text;
    for (const api::UploadedFile &file : upload.files) {
        text += file.field.toUtf8() + '/' + file.fileName.toUtf8() + '/'
                + file.contentType.toUtf8();
        file.content->seek(0);
        const QByteArray content = file.content->readAll();
        fuzz::require(content.size() == file.size, "a file has the size it says");
        text += content;
    }
    for (const auto &[name, value] : upload.fields.asKeyValueRange())
        text += name.toUtf8() + '=' + value.toUtf8();
    return text;
}

QByteArray readWhole(const QByteArray &boundary, const QByteArray &bytes)
{
    api::Multipart multipart(boundary);
    if (!multipart.feed(bytes))
        return "refused";
    const core::Result<api::Upload> upload = multipart.finish();
    return upload ? describe(*upload) : QByteArray("refused");
}

QByteArray readPieces(const QByteArray &boundary, const fuzz::Input &input)
{
    api::Multipart multipart(boundary);
    bool isFine = true;
    input.inPieces([&](std::string_view piece) {
        isFine = multipart.feed({piece.data(), static_cast<qsizetype>(piece.size())}).has_value();
        return isFine;
    });
    if (!isFine)
        return "refused";
    const core::Result<api::Upload> upload = multipart.finish();
    return upload ? describe(*upload) : QByteArray("refused");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    const QByteArray bytes(input.bytes().data(), static_cast<qsizetype>(input.bytes().size()));
    api::Multipart::boundaryOf(bytes.first(qMin<qsizetype>(bytes.size(), 200)));
    const QByteArray boundary = "b";
    fuzz::require(readWhole(boundary, bytes) == readPieces(boundary, input),
                  "pieces are read as the whole is");
    return 0;
}
