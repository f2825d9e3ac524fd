// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EventTexts.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QPointer>
#include <QThreadPool>

namespace ui {

static constexpr int unpackedBytes = 8 << 20;
static constexpr int fastPacking = 1;
static constexpr int plainPages = 2; // at the end, where one looks first

static QByteArray packed(const std::vector<QByteArray> &texts)
{
    QByteArray joined;
    QDataStream stream(&joined, QDataStream::WriteOnly);
    for (const QByteArray &text : texts)
        stream << text;
    return qCompress(joined, fastPacking);
}

static std::vector<QByteArray> unpacked(const QByteArray &packed)
{
    const QByteArray joined = qUncompress(packed);
    QDataStream stream(joined);
    std::vector<QByteArray> texts;
    while (!stream.atEnd()) {
        QByteArray text;
        stream >> text;
        texts.push_back(std::move(text));
    }
    return texts;
}

EventTexts::EventTexts(QObject *parent)
    : QObject(parent)
    , m_unpacked(unpackedBytes)
{}

void EventTexts::clear(int first)
{
    m_first = m_end = first;
    m_pages.clear();
    m_unpacked.clear();
    ++m_generation;
}

void EventTexts::put(int number, const QByteArray &text)
{
    Q_ASSERT_X(number >= m_end, "timeline", "events come in their order");
    for (; m_end <= number; ++m_end) {
        const int at = m_end - m_first;
        if (at % pageSize == 0) {
            m_pages.emplace_back();
            if (const int old = int(m_pages.size()) - 1 - plainPages; old >= 0)
                pack(old);
        }
        m_pages.back().texts.push_back(m_end == number ? text : QByteArray());
    }
}

void EventTexts::pack(int page)
{
    QThreadPool::globalInstance()->start([self = QPointer<EventTexts>(this), page,
                                          generation = m_generation,
                                          texts = m_pages[size_t(page)].texts] {
        const QByteArray result = packed(texts);
        // It may be gone by now, so the program is asked, which knows.
        QMetaObject::invokeMethod(qApp, [self, page, generation, result] {
            if (!self || self->m_generation != generation)
                return;
            Page &place = self->m_pages[size_t(page)];
            place.packed = result;
            place.texts = {};
        });
    });
}

QByteArray EventTexts::text(int number) const
{
    if (number < m_first || number >= m_end)
        return {};
    const int at = number - m_first;
    const Page &page = m_pages[size_t(at / pageSize)];
    const auto within = size_t(at % pageSize);
    if (page.packed.isEmpty())
        return page.texts[within];
    std::vector<QByteArray> *texts = m_unpacked.object(at / pageSize);
    if (!texts) {
        texts = new std::vector<QByteArray>(unpacked(page.packed));
        qsizetype bytes = 0;
        for (const QByteArray &one : *texts)
            bytes += one.size();
        const QByteArray wanted = (*texts)[within];
        m_unpacked.insert(at / pageSize, texts, bytes);
        return wanted;
    }
    return (*texts)[within];
}

qsizetype EventTexts::bytes() const
{
    qsizetype sum = 0;
    for (const Page &page : m_pages) {
        sum += page.packed.size();
        for (const QByteArray &text : page.texts)
            sum += text.size();
    }
    return sum;
}

} // namespace ui
