// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"

#include <wire/Outbox.h>
#include <wire/Window.h>

using namespace wire;

namespace {

Frame data(std::uint32_t stream, std::size_t size = dataChunk)
{
    return {.type = FrameType::Data, .stream = stream, .payload = std::string(size, 'x')};
}

std::vector<Frame> drain(Outbox &outbox, std::size_t step = 100'000)
{
    FrameReader reader(FrameReader::Expect::Frames);
    std::vector<Frame> frames;
    while (true) {
        const std::string_view pending = outbox.pending().substr(0, step);
        if (pending.empty())
            return frames;
        reader.feed(pending);
        outbox.wrote(pending.size());
        while (auto frame = reader.next().value())
            frames.push_back(*frame);
    }
}

std::vector<std::uint32_t> streamsOf(const std::vector<Frame> &frames)
{
    std::vector<std::uint32_t> streams;
    for (const Frame &frame : frames)
        streams.push_back(frame.stream);
    return streams;
}

} // namespace

/// The order in which frames leave, and the credit that holds them back.
class OutboxTest : public QObject
{
    Q_OBJECT

private slots:
    void beginsWithTheMagic()
    {
        Outbox outbox;
        outbox.push(pingFrame(1));
        QVERIFY(outbox.pending().starts_with(magic));
        QCOMPARE(outbox.pending().size(), magic.size() + headerSize + 8);
    }

    void takesTurnsBetweenStreams()
    {
        Outbox outbox(Outbox::Greeting::None);
        for (int i = 0; i < 3; ++i)
            outbox.push(data(1));
        for (const std::uint32_t stream : {3, 5, 3, 5})
            outbox.push(data(stream));
        QCOMPARE(streamsOf(drain(outbox)), (std::vector<std::uint32_t>{1, 3, 5, 1, 3, 5, 1}));
    }

    void letsControlOvertakeData()
    {
        Outbox outbox(Outbox::Greeting::None);
        outbox.push(data(1));
        outbox.push(data(1));
        outbox.push(windowFrame(1, Channel::Input, 5));
        outbox.push({.type = FrameType::Response, .stream = 7, .payload = {}});
        const auto frames = drain(outbox);
        QVERIFY(frames[0].type == FrameType::Window);
        QVERIFY(frames[1].type == FrameType::Response);
        QVERIFY(frames[2].type == FrameType::Data);
    }

    void keepsTheEndOfAStreamBehindItsData()
    {
        Outbox outbox(Outbox::Greeting::None);
        outbox.push(data(1));
        outbox.push({.type = FrameType::Eof, .stream = 1, .payload = {}});
        outbox.push({.type = FrameType::Exit, .stream = 1, .payload = {}});
        const auto frames = drain(outbox);
        QVERIFY(frames[0].type == FrameType::Data);
        QVERIFY(frames[1].type == FrameType::Eof);
        QVERIFY(frames[2].type == FrameType::Exit);
    }

    void survivesWritesOfAnySize_data()
    {
        QTest::addColumn<int>("step");
        for (const int step : {1, 7, 16, 4096, 1'000'000})
            QTest::addRow("%d", step) << step;
    }

    void survivesWritesOfAnySize()
    {
        QFETCH(int, step);
        Outbox outbox(Outbox::Greeting::None);
        for (std::uint32_t stream = 1; stream < 100; ++stream)
            outbox.push(data(stream, stream));
        QCOMPARE(drain(outbox, static_cast<std::size_t>(step)).size(), 99u);
        QVERIFY(outbox.isEmpty());
        QCOMPARE(outbox.room(), Outbox::defaultCapacity);
    }

    void tellsHowMuchRoomThereIs()
    {
        Outbox outbox(Outbox::Greeting::None, 1000);
        outbox.push(data(1, 600 - headerSize));
        QCOMPARE(outbox.room(), 400u);
        outbox.push(data(1, 600));
        QCOMPARE(outbox.room(), 0u);
        drain(outbox);
        QCOMPARE(outbox.room(), 1000u);
    }

    void forgetsTheDataOfADroppedStreamOnly()
    {
        Outbox outbox(Outbox::Greeting::None);
        outbox.push(data(1));
        outbox.push({.type = FrameType::Exit, .stream = 1, .payload = {}});
        outbox.push(data(3));
        outbox.drop(1);
        const auto frames = drain(outbox);
        QCOMPARE(streamsOf(frames), (std::vector<std::uint32_t>{1, 3}));
        QVERIFY(frames[0].type == FrameType::Exit);
    }

    void grantsWhenHalfIsConsumed()
    {
        ReceiveWindow window(1000);
        QVERIFY(window.accept(1000));
        QVERIFY(!window.accept(1));
        QCOMPARE(window.consume(499), 0u);
        QCOMPARE(window.consume(1), 500u);
        QVERIFY(window.accept(500));
        QVERIFY(!window.accept(1));
    }

    void spendsWhatWasGranted()
    {
        SendWindow window(10);
        window.spend(10);
        QCOMPARE(window.available(), 0u);
        QVERIFY(window.grant(5));
        QCOMPARE(window.available(), 5u);
        QVERIFY(!window.grant(0xffffffff));
    }
};

BERTH_TEST(OutboxTest)
#include "OutboxTest.moc"
