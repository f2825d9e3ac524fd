// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/ShellSyntax.h"

#include <QList>

namespace tools {

namespace {

/// Walks over shell source and notes where its statements end.
class Scanner
{
public:
    enum class Until { End, Parenthesis };

    Scanner(QStringView text, qsizetype begin, Until until)
        : m_text(text)
        , m_at(begin)
        , m_begin(begin)
        , m_until(until)
    {}

    /// False when the source is not well-formed.
    bool scan();
    qsizetype position() const { return m_at; }
    QStringList statements() const { return m_statements; }

private:
    enum class Construct { If, Loop, Case, Brace, Parenthesis, Test };
    struct Open
    {
        Construct construct;
        bool awaitsIn = false;      ///< a case before its "in"
        bool awaitsPattern = false; ///< a case before a pattern's parenthesis
    };
    struct HereDocument
    {
        QString delimiter;
        bool stripsTabs;
    };

    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }
    bool startsWith(QLatin1StringView text) const { return m_text.sliced(m_at).startsWith(text); }
    bool isOpen(Construct construct) const
    {
        return !m_open.isEmpty() && m_open.last().construct == construct;
    }
    bool awaitsPattern() const { return isOpen(Construct::Case) && m_open.last().awaitsPattern; }
    void push(Construct construct) { m_open.append({construct}); }
    bool pop(Construct construct);

    bool step();
    bool newline();
    bool operatorSign();
    bool openParenthesis();
    bool closeParenthesis();
    bool listOperator(qsizetype length);
    bool endOfBranch(qsizetype length);
    void separator(qsizetype length);
    bool hereDocument();
    void skipHereDocuments();
    bool redirection();
    bool word();
    bool reservedWord(QStringView word);
    bool caseWord(QStringView word);
    void ordinaryWord();

    bool skipWord();
    bool skipQuoted(QChar quote);
    bool skipDoubleQuoted();
    bool skipAnsiQuoted();
    bool skipDollar();
    bool skipSubstitution();
    bool skipBalanced(QChar opening, QChar closing);
    void skipBlanks();
    void skipComment();

    QStringView m_text;
    qsizetype m_at;
    qsizetype m_begin;
    Until m_until;
    bool m_closed = false;
    bool m_atCommand = true;       ///< a reserved word may come
    bool m_hasContent = false;     ///< the statement has begun
    bool m_awaitsOperand = false;  ///< after && || |
    bool m_awaitsBody = false;     ///< after the head of a function
    bool m_awaitsArithmetic = false; ///< after "for"
    bool m_hadHereDocument = false;
    QList<Open> m_open;
    QList<HereDocument> m_hereDocuments;
    QStringList m_statements;
};

bool Scanner::pop(Construct construct)
{
    if (!isOpen(construct))
        return false;
    m_open.removeLast();
    m_atCommand = false;
    return true;
}

bool Scanner::scan()
{
    while (m_at < m_text.size() && !m_closed) {
        if (!step())
            return false;
    }
    if (!m_open.isEmpty() || m_awaitsOperand || m_awaitsBody
        || m_closed != (m_until == Until::Parenthesis))
        return false;
    if (m_hasContent)
        m_statements.append(m_text.sliced(m_begin, m_at - m_begin).trimmed().toString());
    return true;
}

bool Scanner::step()
{
    skipBlanks();
    if (m_at >= m_text.size())
        return true;
    const QChar next = peek();
    if (next == '#') {
        skipComment();
        return true;
    }
    if (next == '\n')
        return newline();
    if (QStringView(u";&|<>()").contains(next))
        return operatorSign();
    return word();
}

bool Scanner::newline()
{
    ++m_at;
    skipHereDocuments();
    m_awaitsArithmetic = false;
    if (isOpen(Construct::Test))
        return true;
    m_atCommand = true;
    const bool goesOn = !m_open.isEmpty() || m_awaitsOperand || m_awaitsBody
                        || m_until == Until::Parenthesis;
    if (goesOn || !m_hasContent)
        return true;
    if (std::exchange(m_hadHereDocument, false))
        return true;
    m_statements.append(m_text.sliced(m_begin, m_at - m_begin).trimmed().toString());
    m_begin = m_at;
    m_hasContent = false;
    return true;
}

bool Scanner::operatorSign()
{
    const QChar next = peek();
    if (next == '<' || next == '>' || startsWith(QLatin1StringView("&>")))
        return redirection();
    if (isOpen(Construct::Test)) {
        ++m_at;
        return true;
    }
    if (next == '(')
        return openParenthesis();
    if (next == ')')
        return closeParenthesis();
    if (startsWith(QLatin1StringView("&&")) || startsWith(QLatin1StringView("||"))
        || startsWith(QLatin1StringView("|&")))
        return listOperator(2);
    if (next == '|')
        return listOperator(1);
    for (const char *sign : {";;&", ";;", ";&"}) {
        if (startsWith(QLatin1StringView(sign)))
            return endOfBranch(QLatin1StringView(sign).size());
    }
    separator(1);
    return m_hasContent && !m_awaitsOperand;
}

bool Scanner::endOfBranch(qsizetype length)
{
    separator(length);
    if (!isOpen(Construct::Case))
        return false;
    m_open.last().awaitsPattern = true;
    return true;
}

bool Scanner::listOperator(qsizetype length)
{
    m_at += length;
    if (awaitsPattern())
        return true;
    if (!m_hasContent || m_awaitsOperand)
        return false;
    m_awaitsOperand = true;
    m_atCommand = true;
    return true;
}

void Scanner::separator(qsizetype length)
{
    m_at += length;
    m_atCommand = true;
    m_awaitsArithmetic = false;
}

bool Scanner::openParenthesis()
{
    if (awaitsPattern()) {
        ++m_at;
        return true;
    }
    if (startsWith(QLatin1StringView("((")) && (m_atCommand || m_awaitsArithmetic)) {
        ordinaryWord();
        m_awaitsArithmetic = false;
        return skipBalanced('(', ')');
    }
    if (m_atCommand) {
        ordinaryWord();
        ++m_at;
        push(Construct::Parenthesis);
        m_atCommand = true;
        return true;
    }
    ++m_at;
    skipBlanks();
    if (peek() != ')')
        return false;
    ++m_at;
    m_awaitsBody = true;
    m_atCommand = true;
    return true;
}

bool Scanner::closeParenthesis()
{
    ++m_at;
    if (awaitsPattern()) {
        m_open.last().awaitsPattern = false;
        m_atCommand = true;
        return true;
    }
    if (m_open.isEmpty() && m_until == Until::Parenthesis) {
        m_closed = true;
        return true;
    }
    return pop(Construct::Parenthesis);
}

bool Scanner::redirection()
{
    m_hasContent = true;
    m_awaitsOperand = false;
    if (startsWith(QLatin1StringView("<<<"))) {
        m_at += 3;
        return true;
    }
    if (startsWith(QLatin1StringView("<<")) && !isOpen(Construct::Test))
        return hereDocument();
    if (peek(1) == '(') {
        ++m_at;
        return skipSubstitution();
    }
    ++m_at;
    while (!peek().isNull() && QStringView(u"<>&|").contains(peek()))
        ++m_at;
    return true;
}

bool Scanner::hereDocument()
{
    m_at += 2;
    const bool stripsTabs = peek() == '-';
    if (stripsTabs)
        ++m_at;
    skipBlanks();
    const qsizetype begin = m_at;
    if (!skipWord() || m_at == begin)
        return false;
    QString delimiter = m_text.sliced(begin, m_at - begin).toString();
    delimiter.remove('\'').remove('"').remove('\\');
    m_hereDocuments.append({delimiter, stripsTabs});
    return true;
}

void Scanner::skipHereDocuments()
{
    for (const HereDocument &document : std::exchange(m_hereDocuments, {})) {
        m_hadHereDocument = true;
        while (m_at < m_text.size()) {
            const qsizetype end = m_text.indexOf('\n', m_at);
            QStringView line = m_text.sliced(m_at, (end < 0 ? m_text.size() : end) - m_at);
            m_at = end < 0 ? m_text.size() : end + 1;
            while (document.stripsTabs && line.startsWith('\t'))
                line = line.sliced(1);
            if (line == document.delimiter)
                break;
        }
    }
}

bool Scanner::word()
{
    const qsizetype begin = m_at;
    if (!skipWord())
        return false;
    const QStringView word = m_text.sliced(begin, m_at - begin);
    if (isOpen(Construct::Test))
        return word != QStringView(u"]]") || pop(Construct::Test);
    if (isOpen(Construct::Case) && (m_open.last().awaitsIn || m_open.last().awaitsPattern))
        return caseWord(word);
    if (m_atCommand)
        return reservedWord(word);
    ordinaryWord();
    return true;
}

bool Scanner::caseWord(QStringView word)
{
    Open &open = m_open.last();
    if (open.awaitsPattern)
        return word != QStringView(u"esac") || pop(Construct::Case);
    if (word == QStringView(u"in")) {
        open.awaitsIn = false;
        open.awaitsPattern = true;
    }
    return true;
}

void Scanner::ordinaryWord()
{
    m_hasContent = true;
    m_awaitsOperand = false;
    m_awaitsBody = false;
    m_atCommand = false;
}

bool Scanner::reservedWord(QStringView word)
{
    const auto is = [word](auto... names) { return ((word == QLatin1StringView(names)) || ...); };
    ordinaryWord();
    const auto expectCommand = [this] { return m_atCommand = true; };
    if (is("if")) {
        push(Construct::If);
        return expectCommand();
    }
    if (is("while", "until")) {
        push(Construct::Loop);
        return expectCommand();
    }
    if (is("{")) {
        push(Construct::Brace);
        return expectCommand();
    }
    if (is("for", "select")) {
        push(Construct::Loop);
        return m_awaitsArithmetic = true;
    }
    if (is("case")) {
        m_open.append({Construct::Case, true});
        return true;
    }
    if (is("[[")) {
        push(Construct::Test);
        return true;
    }
    if (is("then", "elif", "else"))
        return isOpen(Construct::If) && expectCommand();
    if (is("do"))
        return isOpen(Construct::Loop) && expectCommand();
    if (is("!", "time", "coproc"))
        return expectCommand();
    if (is("fi"))
        return pop(Construct::If);
    if (is("done"))
        return pop(Construct::Loop);
    if (is("esac"))
        return pop(Construct::Case);
    if (is("}"))
        return pop(Construct::Brace);
    if (is("function")) {
        skipBlanks();
        if (!skipWord())
            return false;
        m_awaitsBody = true;
        skipBlanks();
        if (startsWith(QLatin1StringView("()")))
            m_at += 2;
        return expectCommand();
    }
    return true;
}

void Scanner::skipBlanks()
{
    while (peek() == ' ' || peek() == '\t' || peek() == '\r'
           || startsWith(QLatin1StringView("\\\n")))
        m_at += peek() == '\\' ? 2 : 1;
}

void Scanner::skipComment()
{
    const qsizetype end = m_text.indexOf('\n', m_at);
    m_at = end < 0 ? m_text.size() : end;
}

bool Scanner::skipWord()
{
    const qsizetype begin = m_at;
    while (m_at < m_text.size()) {
        const QChar next = peek();
        if (next == '(' && m_at > begin && QStringView(u"=?*+@!").contains(m_text.at(m_at - 1))) {
            if (!skipBalanced('(', ')'))
                return false;
            continue;
        }
        if (next.isSpace() || QStringView(u";&|<>()").contains(next))
            return true;
        bool complete = true;
        if (next == '\\')
            m_at = qMin(m_at + 2, m_text.size());
        else if (next == '\'' || next == '`')
            complete = skipQuoted(next);
        else if (next == '"')
            complete = skipDoubleQuoted();
        else if (next == '$')
            complete = skipDollar();
        else
            ++m_at;
        if (!complete)
            return false;
    }
    return true;
}

bool Scanner::skipQuoted(QChar quote)
{
    ++m_at;
    while (m_at < m_text.size() && peek() != quote)
        m_at += quote == '`' && peek() == '\\' ? 2 : 1;
    return m_at++ < m_text.size();
}

bool Scanner::skipDoubleQuoted()
{
    ++m_at;
    while (m_at < m_text.size() && peek() != '"') {
        if (peek() == '\\')
            m_at += 2;
        else if (peek() == '`' && !skipQuoted('`'))
            return false;
        else if (peek() == '$' && peek(1) != '\'') {
            if (!skipDollar())
                return false;
        } else if (peek() != '"') {
            ++m_at;
        }
    }
    return m_at++ < m_text.size();
}

bool Scanner::skipAnsiQuoted()
{
    m_at += 2;
    while (m_at < m_text.size() && peek() != '\'')
        m_at += peek() == '\\' ? 2 : 1;
    return m_at++ < m_text.size();
}

bool Scanner::skipDollar()
{
    if (peek(1) == '\'')
        return skipAnsiQuoted();
    ++m_at;
    if (startsWith(QLatin1StringView("((")))
        return skipBalanced('(', ')');
    if (peek() == '(')
        return skipSubstitution();
    if (peek() == '{')
        return skipBalanced('{', '}');
    return true;
}

bool Scanner::skipSubstitution()
{
    Scanner inner(m_text, m_at + 1, Until::Parenthesis);
    const bool isComplete = inner.scan();
    m_at = inner.position();
    return isComplete;
}

bool Scanner::skipBalanced(QChar opening, QChar closing)
{
    int depth = 0;
    while (m_at < m_text.size()) {
        const QChar next = peek();
        bool complete = true;
        if (next == '\\')
            m_at += 2;
        else if (next == '\'' || next == '`')
            complete = skipQuoted(next);
        else if (next == '"')
            complete = skipDoubleQuoted();
        else if (next == '$')
            complete = skipDollar();
        else
            ++m_at;
        if (!complete)
            return false;
        if (next == opening)
            ++depth;
        if (next == closing && --depth == 0)
            return true;
    }
    return false;
}

} // namespace

QStringList shellStatements(const QString &command)
{
    Scanner scanner(command, 0, Scanner::Until::End);
    return scanner.scan() ? scanner.statements() : QStringList{command};
}

} // namespace tools
