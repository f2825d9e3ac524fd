// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "core/Json.h"

namespace {

enum class Colour { Red, Green };

constexpr auto enumNames(Colour)
{
    return std::array{std::pair{Colour::Red, "red"}, std::pair{Colour::Green, "green"}};
}

struct Point
{
    int x = 0;
    std::optional<int> y;

    static constexpr auto fields()
    {
        return std::tuple{json::field("x", &Point::x), json::field("y", &Point::y)};
    }
};

struct Drawing
{
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    QString title;
    QList<Point> points;
    Colour colour = Colour::Red;
    QMap<QString, double> sizes;

    static constexpr auto fields()
    {
        return std::tuple{json::field("title", &Drawing::title),
                          json::field("points", &Drawing::points),
                          json::optional("colour", &Drawing::colour, "Of the pen."),
                          json::optional("sizes", &Drawing::sizes)};
    }
};

struct Cat
{
    static constexpr const char *kind = "Cat";
    QString name;
    static constexpr auto fields() { return std::tuple{json::field("name", &Cat::name)}; }
};

struct Dog
{
    static constexpr const char *kind = "Dog";
    bool barks = true;
    static constexpr auto fields() { return std::tuple{json::optional("barks", &Dog::barks)}; }
};

using Animal = std::variant<Cat, Dog>;

QJsonObject object(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class JsonTest : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatItWrote()
    {
        const QJsonObject given = object(
            R"({"title":"t","points":[{"x":1,"y":2},{"x":3}],"colour":"green","sizes":{"a":1.5}})");
        const core::Result<Drawing> drawing = json::read<Drawing>(given);
        VERIFY_RESULT(drawing);
        QCOMPARE(drawing->points.size(), 2);
        QCOMPARE(drawing->points.at(1).y, std::optional<int>());
        QCOMPARE(drawing->colour, Colour::Green);
        QCOMPARE(json::writeObject(*drawing), given);
    }

    void saysWhereAFieldIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("type");
        QTest::addRow("missing field") << QByteArray(R"({"points":[]})") << "title" << "missing";
        QTest::addRow("wrong type")
            << QByteArray(R"({"title":7,"points":[]})") << "title" << "string_type";
        QTest::addRow("deep in a list")
            << QByteArray(R"({"title":"t","points":[{"x":1},{"x":"no"}]})") << "points[1].x"
            << "int_type";
        QTest::addRow("fraction for an integer")
            << QByteArray(R"({"title":"t","points":[{"x":1.5}]})") << "points[0].x" << "int_type";
        QTest::addRow("too large for an int")
            << QByteArray(R"({"title":"t","points":[{"x":3000000000}]})") << "points[0].x"
            << "int_range";
        QTest::addRow("unknown enum")
            << QByteArray(R"({"title":"t","points":[],"colour":"blue"})") << "colour"
            << "enum";
        QTest::addRow("unknown field")
            << QByteArray(R"({"title":"t","points":[],"extra":1})") << "extra"
            << "extra_forbidden";
        QTest::addRow("in a map") << QByteArray(R"({"title":"t","points":[],"sizes":{"a":"b"}})")
                                  << "sizes.a"
                                  << "float_type";
        QTest::addRow("object for a list")
            << QByteArray(R"({"title":"t","points":{}})") << "points" << "list_type";
        QTest::addRow("null for a required field")
            << QByteArray(R"({"title":null,"points":[]})") << "title"
            << "string_type";
    }

    void saysWhereAFieldIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, path);
        QFETCH(QString, type);
        const core::Result<Drawing> drawing = json::read<Drawing>(object(text.constData()));
        QVERIFY(!drawing);
        QCOMPARE(drawing.error().kind, core::Error::Kind::Invalid);
        QCOMPARE(drawing.error().problems.size(), 1);
        QCOMPARE(json::pathText(drawing.error().problems.first().path), path);
        QCOMPARE(drawing.error().problems.first().type, type);
        QVERIFY2(drawing.error().message.startsWith(path + ": "),
                 qPrintable(drawing.error().message));
    }

    void reportsEveryWrongField()
    {
        const core::Result<Drawing> drawing = json::read<Drawing>(
            object(R"({"points":3,"colour":1})"));
        QVERIFY(!drawing);
        QCOMPARE(drawing.error().problems.size(), 3);
    }

    void tellsVariantsApartByTheirKind()
    {
        const core::Result<Animal> cat = json::read<Animal>(
            object(R"({"kind":"Cat","name":"Tom"})"));
        VERIFY_RESULT(cat);
        QCOMPARE(std::get<Cat>(*cat).name, "Tom");
        QCOMPARE(json::writeObject(*cat).value("kind").toString(), "Cat");
        const core::Result<Animal> cow = json::read<Animal>(object(R"({"kind":"Cow"})"));
        QVERIFY(!cow);
        QVERIFY2(cow.error().message.contains("Cat, Dog"), qPrintable(cow.error().message));
    }

    void writesNullsOnlyWhenAsked()
    {
        const Point point{1, {}};
        QVERIFY(!json::writeObject(point).contains("y"));
        QVERIFY(json::writeObject(point, json::Nulls::Keep).value("y").isNull());
    }

    void describesItsFieldsAsASchema()
    {
        const QJsonObject schema = json::schema<Drawing>();
        QCOMPARE(schema.value("required").toArray(), QJsonArray({"title", "points"}));
        const QJsonObject colour = schema.value("properties").toObject().value("colour").toObject();
        QCOMPARE(colour.value("enum").toArray(), QJsonArray({"red", "green"}));
        QCOMPARE(colour.value("description").toString(), "Of the pen.");
    }

    void keepsLargeIntegersExact()
    {
        const QByteArray text = R"([9007199254740993])";
        const core::Result<QJsonValue> value = json::parse(text);
        VERIFY_RESULT(value);
        const auto numbers = json::read<QList<qint64>>(*value);
        VERIFY_RESULT(numbers);
        QCOMPARE(numbers->first(), 9007199254740993LL);
        QCOMPARE(json::text(*value), text);
    }

    void parsesAnyValueAndRefusesTheRest_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isValid");
        QTest::addRow("object") << QByteArray("{}") << true;
        QTest::addRow("number") << QByteArray(" 4 ") << true;
        QTest::addRow("string") << QByteArray("\"a\"") << true;
        QTest::addRow("null") << QByteArray("null") << true;
        QTest::addRow("nothing") << QByteArray("") << false;
        QTest::addRow("two values") << QByteArray("1,2") << false;
        QTest::addRow("an escape from the array") << QByteArray("1],[2") << false;
        QTest::addRow("cut off") << QByteArray("{\"a\":") << false;
        QTest::addRow("words") << QByteArray("hello") << false;
    }

    void parsesAnyValueAndRefusesTheRest()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isValid);
        QCOMPARE(json::parse(text).has_value(), isValid);
    }
};

BERTH_TEST(JsonTest)

#include "JsonTest.moc"
