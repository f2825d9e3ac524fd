// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Input.h"
#include "api/Guard.h"

using net::HttpGrammar;

namespace {

/// What one reading of the bytes found, to be compared with another.
struct Reading
{
    HttpGrammar::Stop stop = HttpGrammar::Stop::NeedsMore;
    QByteArray summary;
    QByteArray body;
};

void note(const net::HttpHead &head, Reading &reading)
{
    api::Exchange exchange;
    const std::optional<api::Refusal> refusal = api::inspect(head, exchange);
    reading.summary += head.method + ' ' + head.target + ' '
                       + QByteArray::number(refusal ? refusal->status : 0)
                       + (exchange.hasBody ? 'b' : '-') + (exchange.isUpgrade ? 'u' : '-')
                       + (exchange.expectsContinue ? 'c' : '-') + (head.keepsAlive ? 'k' : '-');
    for (qsizetype index = 0; index < head.headers.size(); ++index) {
        const QByteArrayView value = head.headers.valueAt(index);
        fuzz::require(!value.contains('\r') && !value.contains('\n') && !value.contains('\0'),
                      "a header's value is one line");
        reading.summary += '|' + value.toByteArray();
    }
    fuzz::require(refusal || !exchange.contentLength || *exchange.contentLength >= 0,
                  "a length is not negative");
}

/// Takes bytes as a connection does; false when nothing more is read.
bool take(HttpGrammar &grammar, QByteArrayView bytes, Reading &reading)
{
    while (true) {
        const HttpGrammar::Step step = grammar.feed(bytes);
        fuzz::require(step.consumed >= 0 && step.consumed <= bytes.size(),
                      "no more is consumed than there is");
        bytes = bytes.sliced(step.consumed);
        reading.stop = step.stop;
        reading.body += grammar.takeBody();
        if (step.stop == HttpGrammar::Stop::HeadComplete) {
            note(grammar.head(), reading);
            grammar.declineUpgrade();
            continue;
        }
        if (step.stop == HttpGrammar::Stop::Failed)
            api::refusalOf(grammar.failure());
        return step.stop == HttpGrammar::Stop::NeedsMore;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    const QByteArrayView bytes(input.bytes().data(), static_cast<qsizetype>(input.bytes().size()));

    Reading whole;
    HttpGrammar atOnce(HttpGrammar::Mode::Request);
    take(atOnce, bytes, whole);

    Reading pieces;
    HttpGrammar oneByOne(HttpGrammar::Mode::Request);
    input.inPieces([&](std::string_view piece) {
        return take(oneByOne, {piece.data(), static_cast<qsizetype>(piece.size())}, pieces);
    });
    fuzz::require(whole.stop == pieces.stop, "pieces end as the whole does");
    fuzz::require(whole.summary == pieces.summary, "pieces are read as the whole is");
    fuzz::require(whole.stop == HttpGrammar::Stop::Failed || whole.body == pieces.body,
                  "pieces have the body of the whole");
    return 0;
}
