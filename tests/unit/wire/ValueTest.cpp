// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"

#include <wire/Value.h>

#include <limits>

using namespace wire;

namespace {

Value sample()
{
    return Value::map({{"null", nullptr},
                       {"yes", true},
                       {"numbers", Value::array({0, 23, 24, 255, 256, 65536, INT64_MAX, -1, -24,
                                                 -25, INT64_MIN})},
                       {"double", 1.5},
                       {"text", "gr\xc3\xbc\xc3\x9f"},
                       {"bytes", Value::bytes(std::string("\xff\0", 2))},
                       {"empty", Value::map()},
                       {"", Value::array()}});
}

std::string fromHex(const QByteArray &hex)
{
    return QByteArray::fromHex(hex).toStdString();
}

} // namespace

/// CBOR: what we write we read, and nothing else.
class ValueTest : public QObject
{
    Q_OBJECT

private slots:
    void returnsWhatWasEncoded()
    {
        const auto decoded = Value::decode(sample().encode());
        QVERIFY(decoded.has_value());
        QVERIFY(*decoded == sample());
    }

    void encodesAsTheStandardSays_data()
    {
        // From RFC 8949, appendix A.
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("again");
        for (const char *hex : {"00",
                                "17",
                                "1818",
                                "18ff",
                                "190100",
                                "1a000f4240",
                                "1b000000e8d4a51000",
                                "20",
                                "3863",
                                "3903e7",
                                "fb3ff199999999999a",
                                "f4",
                                "f5",
                                "f6",
                                "40",
                                "4401020304",
                                "60",
                                "6449455446",
                                "62c3bc",
                                "80",
                                "83010203",
                                "8301820203820405",
                                "a0",
                                "a26161016162820203",
                                "3b7fffffffffffffff"})
            QTest::addRow("%s", hex) << QByteArray(hex) << QByteArray(hex);
    }

    void encodesAsTheStandardSays()
    {
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, again);
        const auto value = Value::decode(fromHex(hex));
        QVERIFY(value.has_value());
        QCOMPARE(QByteArray::fromStdString(value->encode()).toHex(), again);
    }

    void refusesMalformedInput_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<int>("fault");
        const auto row = [](const char *name, const char *hex, Fault fault) {
            QTest::addRow("%s", name) << QByteArray(hex) << int(fault);
        };
        row("nothing", "", Fault::Truncated);
        row("half a number", "19ff", Fault::Truncated);
        row("half a double", "fb3ff199", Fault::Truncated);
        row("half a text", "6461", Fault::Truncated);
        row("huge text", "7bffffffffffffffff", Fault::Truncated);
        row("huge bytes", "5a7fffffff00", Fault::Truncated);
        row("huge array", "9b7fffffffffffffff", Fault::Truncated);
        row("huge map", "bbffffffffffffffff", Fault::Truncated);
        row("array without items", "8301", Fault::Truncated);
        row("map without value", "a16161", Fault::Truncated);
        row("number beyond int64", "1bffffffffffffffff", Fault::Unsupported);
        row("negative beyond int64", "3bffffffffffffffff", Fault::Unsupported);
        row("long form of 0", "1800", Fault::Unsupported);
        row("long form of 255", "1900ff", Fault::Unsupported);
        row("indefinite text", "7f6161ff", Fault::Unsupported);
        row("indefinite array", "9f01ff", Fault::Unsupported);
        row("break", "ff", Fault::Unsupported);
        row("reserved length", "1c", Fault::Unsupported);
        row("tag", "c001", Fault::Unsupported);
        row("undefined", "f7", Fault::Unsupported);
        row("other simple", "f8ff", Fault::Unsupported);
        row("half float", "f93c00", Fault::Unsupported);
        row("single float", "fa47c35000", Fault::Unsupported);
        row("number as key", "a10102", Fault::Unsupported);
        row("bytes as key", "a1416102", Fault::Unsupported);
        row("key twice", "a2616101616102", Fault::DuplicateKey);
        row("text that is not UTF-8", "61ff", Fault::BadText);
        row("overlong UTF-8", "62c080", Fault::BadText);
        row("surrogate", "63eda080", Fault::BadText);
        row("beyond Unicode", "64f4908080", Fault::BadText);
        row("cut off UTF-8", "62e282", Fault::BadText);
        row("key that is not UTF-8", "a161ff01", Fault::BadText);
        row("two values", "0000", Fault::TrailingBytes);
    }

    void refusesMalformedInput()
    {
        QFETCH(QByteArray, hex);
        QFETCH(int, fault);
        const auto value = Value::decode(fromHex(hex));
        QVERIFY(!value.has_value());
        QCOMPARE(int(value.error()), fault);
    }

    void boundsTheDepth()
    {
        QVERIFY(Value::decode(std::string(15, '\x81') + std::string(1, '\0')).has_value());
        QVERIFY(Value::decode(std::string(100'000, '\x81')).error() == Fault::TooDeep);
    }

    void boundsTheNumberOfItems()
    {
        const Value many(Value::Array(101, Value(1)));
        QVERIFY(Value::decode(many.encode(), {.depth = 4, .items = 102}).has_value());
        QVERIFY(Value::decode(many.encode(), {.depth = 4, .items = 101}).error()
                == Fault::TooManyItems);
    }

    void refusesEveryPrefix()
    {
        const std::string whole = sample().encode();
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!Value::decode(std::string_view(whole).substr(0, size)).has_value());
    }

    void decodesAgainWhateverItAccepts()
    {
        const std::string whole = sample().encode();
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string changed = whole;
                changed[at] = static_cast<char>(byte);
                const auto value = Value::decode(changed);
                QVERIFY(!value || value->encode() == changed);
            }
        }
    }

    void encodesTextThatIsNotUtf8AsBytes()
    {
        const auto value = Value::decode(Value("\xff").encode());
        QVERIFY(value->is(Value::Type::Bytes));
        QVERIFY(Value::name("\xff").is(Value::Type::Bytes));
        QVERIFY(Value::name("plain").is(Value::Type::Text));
        QCOMPARE(value->string(), std::string_view("\xff"));
    }

    void readsAbsentAndForeignFieldsAsNothing()
    {
        const Value value = sample();
        QVERIFY(value["absent"].isNull());
        QVERIFY(value["text"]["inside"].isNull());
        QCOMPARE(value["text"].integer(7), 7);
        QCOMPARE(value["yes"].string(), std::string_view());
        QCOMPARE(value["double"].number(), 1.5);
        QVERIFY(value["null"].items().empty());
    }

    void replacesAFieldThatIsSetTwice()
    {
        Value value;
        value.set("a", 1);
        value.set("a", 2);
        QCOMPARE(value.entries().size(), 1u);
        QCOMPARE(value["a"].integer(), 2);
    }
};

BERTH_TEST(ValueTest)
#include "ValueTest.moc"
