// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"

#include <wire/Frame.h>

using namespace wire;

namespace {

Frame sample(FrameType type = FrameType::Data, std::string payload = "payload")
{
    return {.type = type,
            .flags = 1,
            .channel = 2,
            .stream = 0x01020304,
            .aux = 0xfffefdfc,
            .payload = std::move(payload)};
}

std::string header(std::uint32_t length, std::uint8_t type, std::uint8_t flags = 0)
{
    std::string bytes = encodeNumber(length) + encodeNumber(std::uint32_t{1});
    bytes += static_cast<char>(type);
    bytes += static_cast<char>(flags);
    return bytes + std::string(6, '\0');
}

} // namespace

/// Frames on the line and the reader that finds them.
class FrameTest : public QObject
{
    Q_OBJECT

private slots:
    void laysTheHeaderOutInLittleEndian()
    {
        const std::string bytes = encode(sample());
        QCOMPARE(QByteArray::fromStdString(bytes.substr(0, headerSize)).toHex(),
                 QByteArray("0700000004030201050102"
                            "00fcfdfeff"));
        QCOMPARE(bytes.substr(headerSize), std::string("payload"));
    }

    void findsFramesFedByteByByte()
    {
        const std::string bytes = "noise" + std::string(magic) + encode(sample())
                                  + encode(sample(FrameType::Ping, "")) + encode(sample());
        FrameReader reader;
        std::vector<Frame> frames;
        for (const char byte : bytes) {
            reader.feed({&byte, 1});
            while (auto frame = reader.next().value())
                frames.push_back(*frame);
        }
        QCOMPARE(frames.size(), 3u);
        QVERIFY(frames[0] == sample());
        QVERIFY(frames[1] == sample(FrameType::Ping, ""));
        QCOMPARE(reader.buffered(), 0u);
    }

    void findsManyFramesFedAtOnce()
    {
        std::string bytes(magic);
        for (int i = 0; i < 1000; ++i)
            appendEncoded(bytes, sample());
        FrameReader reader;
        reader.feed(bytes);
        int count = 0;
        while (reader.next().value())
            ++count;
        QCOMPARE(count, 1000);
    }

    void skipsNoiseUpToTheLimit()
    {
        FrameReader reader;
        reader.feed(std::string(noiseLimit, '\0') + std::string(magic) + encode(sample()));
        QVERIFY(reader.next().value().has_value());
    }

    void findsAMagicThatIsSplitBetweenReads()
    {
        FrameReader reader;
        reader.feed(std::string(noiseLimit - 3, 'x') + std::string(magic.substr(0, 3)));
        QVERIFY(!reader.next().value().has_value());
        reader.feed(std::string(magic.substr(3)) + encode(sample()));
        QVERIFY(reader.next().value().has_value());
    }

    void givesUpOnTooMuchNoise()
    {
        FrameReader reader;
        reader.feed(std::string(noiseLimit + magic.size() + 1, 'x'));
        QVERIFY(reader.next().error() == Fault::NoMagic);
    }

    void refusesBadHeaders_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("fault");
        QTest::addRow("too large")
            << QByteArray::fromStdString(header(maxPayload + 1, 5)) << int(Fault::FrameTooLarge);
        QTest::addRow("largest number")
            << QByteArray::fromStdString(header(0xffffffff, 5)) << int(Fault::FrameTooLarge);
        QTest::addRow("type 0") << QByteArray::fromStdString(header(0, 0))
                                << int(Fault::UnknownFrame);
        QTest::addRow("type 16") << QByteArray::fromStdString(header(0, 16))
                                 << int(Fault::UnknownFrame);
    }

    void refusesBadHeaders()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, fault);
        FrameReader reader(FrameReader::Expect::Frames);
        reader.feed(bytes.toStdString());
        QCOMPARE(int(reader.next().error()), fault);
        reader.feed(encode(sample()));
        QCOMPARE(int(reader.next().error()), fault); // for good
    }

    void skipsUnknownFramesThatMayBeIgnored()
    {
        FrameReader reader(FrameReader::Expect::Frames);
        reader.feed(header(3, 99, mayBeIgnored) + "abc" + encode(sample()));
        QVERIFY(*reader.next().value() == sample());
    }

    void acceptsTheLargestPayload()
    {
        FrameReader reader(FrameReader::Expect::Frames);
        reader.feed(encode(sample(FrameType::Data, std::string(maxPayload, 'x'))));
        QCOMPARE(reader.next().value()->payload.size(), maxPayload);
    }

    void survivesRandomBytes()
    {
        std::uint32_t state = 1;
        const auto random = [&state] {
            return static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
        };
        for (int round = 0; round < 2000; ++round) {
            FrameReader reader(round % 2 ? FrameReader::Expect::Frames
                                         : FrameReader::Expect::Magic);
            std::string bytes = round % 2 ? std::string() : std::string(magic);
            for (int i = 0; i < 64; ++i)
                bytes += random();
            bytes[round % 2 ? 2 : 8] = bytes[round % 2 ? 3 : 9] = 0; // small lengths, so that some
                                                                     // frames are whole
            reader.feed(bytes);
            for (auto frame = reader.next(); frame && *frame; frame = reader.next())
                QVERIFY((*frame)->payload.size() <= bytes.size());
        }
    }

    void readsNumbersOfTheRightSizeOnly()
    {
        QCOMPARE(decodeNumber32(encodeNumber(std::uint32_t{0x12345678})), 0x12345678u);
        QCOMPARE(decodeNumber64(encodeNumber(std::uint64_t{0x123456789abcdef0})),
                 0x123456789abcdef0u);
        QVERIFY(!decodeNumber32("abc"));
        QVERIFY(!decodeNumber64("abcd"));
    }
};

BERTH_TEST(FrameTest)
#include "FrameTest.moc"
