// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TextFile.h"

#include <QStringDecoder>
#include <QStringEncoder>

#include <array>

namespace tools {

struct Mark
{
    const char *bytes;
    TextFile::Encoding encoding;
    QStringConverter::Encoding converter;
};

static constexpr std::array marks{
    Mark{"\xef\xbb\xbf", TextFile::Encoding::Utf8, QStringConverter::Utf8},
    Mark{"\xff\xfe", TextFile::Encoding::Utf16LittleEndian, QStringConverter::Utf16LE},
    Mark{"\xfe\xff", TextFile::Encoding::Utf16BigEndian, QStringConverter::Utf16BE}};

static QStringConverter::Encoding converterOf(TextFile::Encoding encoding)
{
    for (const Mark &mark : marks) {
        if (mark.encoding == encoding)
            return mark.converter;
    }
    return QStringConverter::Utf8;
}

static std::optional<QString> decoded(const QByteArray &bytes, QStringConverter::Encoding encoding)
{
    QStringDecoder decoder(encoding, QStringConverter::Flag::Stateless
                                         | QStringConverter::Flag::ConvertInitialBom);
    const QString text = decoder.decode(bytes);
    if (decoder.hasError())
        return {};
    return text;
}

/// Bytes that are no UTF-8 are text in an older encoding when hardly any of them are control
/// characters.
static bool looksLikeLatin1(const QByteArray &bytes)
{
    const auto isControl = [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return (code < 0x20 && !strchr("\t\n\r\f\v\x1b", code)) || code == 0x7f;
    };
    return 50 * std::count_if(bytes.begin(), bytes.end(), isControl) <= bytes.size();
}

static std::optional<TextFile> decodedFile(const QByteArray &bytes)
{
    for (const Mark &mark : marks) {
        if (!bytes.startsWith(mark.bytes))
            continue;
        if (std::optional<QString> text = decoded(bytes.sliced(qstrlen(mark.bytes)),
                                                  mark.converter))
            return TextFile{*text, mark.encoding, true};
    }
    if (bytes.contains('\0'))
        return {};
    if (std::optional<QString> text = decoded(bytes, QStringConverter::Utf8))
        return TextFile{*text};
    if (looksLikeLatin1(bytes))
        return TextFile{QString::fromLatin1(bytes), TextFile::Encoding::Latin1};
    return {};
}

std::optional<TextFile> TextFile::read(const QByteArray &bytes)
{
    std::optional<TextFile> file = decodedFile(bytes);
    if (!file)
        return {};
    const qsizetype pairs = file->text.count("\r\n");
    file->hasCarriageReturns = pairs > 0 && pairs == file->text.count('\n')
                               && pairs == file->text.count('\r');
    if (file->hasCarriageReturns)
        file->text.replace("\r\n", "\n");
    return file;
}

QByteArray TextFile::bytes(const QString &newText) const
{
    QString lines = newText;
    if (hasCarriageReturns)
        lines.replace("\r\n", "\n").replace("\n", "\r\n");
    const bool isLatin1 = std::all_of(lines.begin(), lines.end(),
                                      [](QChar c) { return c.unicode() <= 0xff; });
    if (encoding == Encoding::Latin1)
        return isLatin1 ? lines.toLatin1() : lines.toUtf8();
    QStringEncoder encoder(converterOf(encoding), QStringConverter::Flag::Stateless);
    const QByteArray encoded = encoder.encode(lines);
    for (const Mark &mark : marks) {
        if (hasByteOrderMark && mark.encoding == encoding)
            return mark.bytes + encoded;
    }
    return encoded;
}

} // namespace tools
