// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Input.h"
#include "store/EventText.h"
#include "store/SearchWords.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlQuery>

/// An index as the store has it.
static QSqlDatabase openIndex()
{
    static int count = 0;
    static char name[] = "fuzz_search";
    static char *arguments[] = {name, nullptr};
    static int number = 1;
    static QCoreApplication application(number, arguments);
    QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", QString::number(++count));
    database.setDatabaseName(":memory:");
    fuzz::require(database.open(), "a database opens");
    QSqlQuery query(database);
    fuzz::require(query.exec("CREATE VIRTUAL TABLE event_texts USING fts5 ("
                             "owner, text, tokenize = 'unicode61 remove_diacritics 2')"),
                  "SQLite has FTS5");
    return database;
}

/// Whatever somebody types is words and no operators: the index never complains of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const QSqlDatabase database = openIndex();
    const fuzz::Input input(data, size);
    const QString typed = QString::fromUtf8(input.bytes()).left(200);
    const store::SearchWords words(typed);
    const QString text = store::apart(typed.repeated(1 + input.choice() % 4));
    for (const store::TextPart &part : words.snippet(text))
        fuzz::require(!part.text.contains('\n'), "a snippet is one line");
    if (words.isEmpty())
        return 0;
    QSqlQuery query(database);
    query.prepare("SELECT rowid FROM event_texts WHERE event_texts MATCH ?");
    query.addBindValue(words.expression(input.choice() % 2 ? "user" : QString()));
    fuzz::require(query.exec(), "the index understands the expression");
    return 0;
}
