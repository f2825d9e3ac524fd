// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/HttpGrammar.h"

#include <llhttp.h>

using namespace net;

// What may stand in chunk extensions and trailers, which nobody here reads.
static constexpr qsizetype extensionBytes = 4 * 1024;

struct HttpGrammar::Parser
{
    Parser(Mode mode, HttpHeadLimits headLimits);

    static Parser *of(llhttp_t *state) { return static_cast<Parser *>(state->data); }
    static const llhttp_settings_t *callbacks();

    int refuse(Failure why);
    int countHead(size_t length);
    int countExtension(size_t length);
    int messageBegin();
    int appendTarget(const char *at, size_t length);
    int appendField(const char *at, size_t length);
    int appendValue(const char *at, size_t length);
    int valueComplete();
    int headersComplete();
    int messageComplete();

    llhttp_t state;
    HttpHeadLimits limits;
    HttpHead head;
    QByteArray fieldName;
    QByteArray fieldValue;
    QByteArray body;
    qsizetype headSize = 0;
    qsizetype extensionSize = 0;
    int fieldCount = 0;
    bool headDone = false;
    bool messageDone = false;
    Failure failure = Failure::None;
};

HttpGrammar::Parser::Parser(Mode mode, HttpHeadLimits headLimits)
    : limits(headLimits)
{
    llhttp_init(&state, mode == Mode::Request ? HTTP_REQUEST : HTTP_RESPONSE, callbacks());
    state.data = this;
}

const llhttp_settings_t *HttpGrammar::Parser::callbacks()
{
    static const llhttp_settings_t table = [] {
        llhttp_settings_t each;
        llhttp_settings_init(&each);
        each.on_message_begin = [](llhttp_t *s) { return of(s)->messageBegin(); };
        each.on_url = [](llhttp_t *s, const char *at, size_t n) {
            return of(s)->appendTarget(at, n);
        };
        each.on_header_field = [](llhttp_t *s, const char *at, size_t n) {
            return of(s)->appendField(at, n);
        };
        each.on_header_value = [](llhttp_t *s, const char *at, size_t n) {
            return of(s)->appendValue(at, n);
        };
        each.on_header_value_complete = [](llhttp_t *s) { return of(s)->valueComplete(); };
        each.on_headers_complete = [](llhttp_t *s) { return of(s)->headersComplete(); };
        each.on_message_complete = [](llhttp_t *s) { return of(s)->messageComplete(); };
        each.on_body = [](llhttp_t *s, const char *at, size_t n) {
            of(s)->body.append(at, static_cast<qsizetype>(n));
            return 0;
        };
        each.on_chunk_extension_name = [](llhttp_t *s, const char *, size_t n) {
            return of(s)->countExtension(n);
        };
        each.on_chunk_extension_value = each.on_chunk_extension_name;
        return each;
    }();
    return &table;
}

int HttpGrammar::Parser::refuse(Failure why)
{
    failure = why;
    llhttp_set_error_reason(&state, why == Failure::TargetTooLong
                                        ? "the target is too long"
                                        : "the header fields are too large");
    return HPE_USER;
}

int HttpGrammar::Parser::countHead(size_t length)
{
    headSize += static_cast<qsizetype>(length);
    return headSize > limits.headBytes ? refuse(Failure::HeadTooLarge) : 0;
}

int HttpGrammar::Parser::countExtension(size_t length)
{
    extensionSize += static_cast<qsizetype>(length);
    return extensionSize > extensionBytes ? refuse(Failure::HeadTooLarge) : 0;
}

int HttpGrammar::Parser::messageBegin()
{
    head = {};
    fieldName.clear();
    fieldValue.clear();
    headSize = extensionSize = 0;
    fieldCount = 0;
    headDone = messageDone = false;
    return 0;
}

int HttpGrammar::Parser::appendTarget(const char *at, size_t length)
{
    head.target.append(at, static_cast<qsizetype>(length));
    return head.target.size() > limits.targetBytes ? refuse(Failure::TargetTooLong) : 0;
}

int HttpGrammar::Parser::appendField(const char *at, size_t length)
{
    if (headDone)
        return countExtension(length);
    fieldName.append(at, static_cast<qsizetype>(length));
    return countHead(length);
}

int HttpGrammar::Parser::appendValue(const char *at, size_t length)
{
    if (headDone)
        return countExtension(length);
    fieldValue.append(at, static_cast<qsizetype>(length));
    return countHead(length);
}

int HttpGrammar::Parser::valueComplete()
{
    if (headDone)
        return 0;
    if (++fieldCount > limits.fields)
        return refuse(Failure::HeadTooLarge);
    head.headers.append(QAnyStringView(QLatin1StringView(fieldName)),
                        QLatin1StringView(fieldValue.trimmed()));
    fieldName.clear();
    fieldValue.clear();
    return 0;
}

int HttpGrammar::Parser::headersComplete()
{
    headDone = true;
    if (state.type == HTTP_REQUEST)
        head.method = llhttp_method_name(static_cast<llhttp_method_t>(state.method));
    head.status = state.type == HTTP_RESPONSE ? llhttp_get_status_code(&state) : 0;
    head.majorVersion = llhttp_get_http_major(&state);
    head.minorVersion = llhttp_get_http_minor(&state);
    head.upgrades = llhttp_get_upgrade(&state) != 0;
    head.keepsAlive = llhttp_should_keep_alive(&state) != 0;
    return HPE_PAUSED;
}

int HttpGrammar::Parser::messageComplete()
{
    messageDone = true;
    return HPE_PAUSED;
}

HttpGrammar::HttpGrammar(Mode mode, HttpHeadLimits limits)
    : m_parser(std::make_unique<Parser>(mode, limits))
{}

HttpGrammar::~HttpGrammar() = default;

static HttpGrammar::Failure failureOf(const llhttp_t &state)
{
    switch (llhttp_get_errno(&state)) {
    case HPE_INVALID_METHOD: return HttpGrammar::Failure::UnknownMethod;
    case HPE_PAUSED_H2_UPGRADE: return HttpGrammar::Failure::UnknownVersion;
    case HPE_INVALID_VERSION: // also said of what stands behind a good version
        return state.http_major == 1 && state.http_minor <= 1
                   ? HttpGrammar::Failure::Malformed
                   : HttpGrammar::Failure::UnknownVersion;
    default: return HttpGrammar::Failure::Malformed;
    }
}

HttpGrammar::Step HttpGrammar::feed(QByteArrayView bytes)
{
    Parser &parser = *m_parser;
    if (parser.failure != Failure::None)
        return {Stop::Failed, 0};
    const char *begin = bytes.isEmpty() ? "" : bytes.data();
    const llhttp_errno_t error = llhttp_execute(&parser.state, begin,
                                                static_cast<size_t>(bytes.size()));
    if (error == HPE_OK)
        return {Stop::NeedsMore, bytes.size()};
    const qsizetype consumed = llhttp_get_error_pos(&parser.state) - begin;
    if (error == HPE_PAUSED) {
        llhttp_resume(&parser.state);
        return {parser.messageDone ? Stop::MessageComplete : Stop::HeadComplete, consumed};
    }
    if (error == HPE_PAUSED_UPGRADE)
        return {Stop::Upgraded, consumed};
    if (parser.failure == Failure::None)
        parser.failure = failureOf(parser.state);
    return {Stop::Failed, consumed};
}

HttpGrammar::Stop HttpGrammar::finish()
{
    const llhttp_errno_t error = llhttp_finish(&m_parser->state);
    if (error == HPE_OK)
        return m_parser->messageDone ? Stop::MessageComplete : Stop::NeedsMore;
    if (error == HPE_PAUSED && m_parser->messageDone)
        return Stop::MessageComplete;
    m_parser->failure = failureOf(m_parser->state);
    return Stop::Failed;
}

void HttpGrammar::declineUpgrade()
{
    m_parser->state.upgrade = 0;
}

const HttpHead &HttpGrammar::head() const
{
    return m_parser->head;
}

QByteArray HttpGrammar::takeBody()
{
    return std::exchange(m_parser->body, {});
}

HttpGrammar::Failure HttpGrammar::failure() const
{
    return m_parser->failure;
}

QByteArray HttpGrammar::reason() const
{
    const char *text = llhttp_get_error_reason(&m_parser->state);
    return text ? QByteArray(text) : QByteArray();
}
