// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SelfSigned.h"

#include "core/PrivateFile.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

using core::Error;

static constexpr int validDays = 825;
static constexpr int renewedDays = 30; // before it ends

template<auto function>
struct Freed
{
    template<typename T>
    void operator()(T *thing) const
    {
        function(thing);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

static QByteArray contents(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return QByteArray(data, size);
}

static QByteArray alternativeNames(const QStringList &names)
{
    QByteArrayList list;
    for (const QString &name : names) {
        const QByteArray kind = QHostAddress(name).isNull() ? "DNS:" : "IP:";
        if (!name.contains(',') && !name.contains('*') && name.size() <= 253)
            list.append(kind + name.toLatin1());
    }
    return list.join(',');
}

static bool addExtension(X509 *certificate, int kind, const QByteArray &value)
{
    const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

static Certificate certificateFor(EVP_PKEY *key, const QStringList &names)
{
    Certificate certificate(X509_new());
    X509 *raw = certificate.get();
    quint64 serial = 0;
    const auto *title = reinterpret_cast<const unsigned char *>("Berth");
    X509_NAME *subject = X509_get_subject_name(raw);
    const bool made = RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof serial) == 1
                      && X509_set_version(raw, X509_VERSION_3) == 1
                      && ASN1_INTEGER_set_uint64(X509_get_serialNumber(raw), serial >> 1) == 1
                      && X509_gmtime_adj(X509_getm_notBefore(raw), -3600)
                      && X509_time_adj_ex(X509_getm_notAfter(raw), validDays, 0, nullptr)
                      && X509_set_pubkey(raw, key) == 1
                      && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, title, -1, -1, 0)
                             == 1
                      && X509_set_issuer_name(raw, subject) == 1
                      && addExtension(raw, NID_subject_alt_name, alternativeNames(names))
                      && addExtension(raw, NID_basic_constraints, "critical,CA:FALSE")
                      && addExtension(raw, NID_ext_key_usage, "serverAuth")
                      && X509_sign(raw, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : nullptr;
}

static bool isUsable(const api::Tls &tls)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(tls.certificateFile);
    return QFile::exists(tls.keyFile) && !chain.isEmpty()
           && chain.first().expiryDate() > QDateTime::currentDateTime().addDays(renewedDays);
}

static core::Result<> make(const api::Tls &tls, const QStringList &names)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = key ? certificateFor(key.get(), names) : nullptr;
    const Memory keyText(BIO_new(BIO_s_mem()));
    const Memory text(BIO_new(BIO_s_mem()));
    const bool written = certificate && PEM_write_bio_X509(text.get(), certificate.get()) == 1
                         && PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0,
                                                     nullptr, nullptr)
                                == 1;
    if (!written)
        return core::fail(Error::Kind::Internal, "A certificate could not be made.");
    QFile::remove(tls.keyFile);
    QFile::remove(tls.certificateFile);
    return core::createPrivateFile(tls.keyFile, contents(keyText.get())).and_then([&] {
        return core::createPrivateFile(tls.certificateFile, contents(text.get()));
    });
}

core::Result<api::Tls> composition::selfSignedCertificate(const QString &folder,
                                                          const QStringList &names)
{
    const api::Tls tls{folder + "/certificate.pem", folder + "/key.pem"};
    if (isUsable(tls))
        return tls;
    if (!QDir().mkpath(folder))
        return core::fail(Error::Kind::Unavailable, "The folder " + folder + " cannot be made.");
    return make(tls, names).transform([&] { return tls; });
}

QString composition::fingerprintOf(const QString &certificateFile)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificateFile);
    if (chain.isEmpty())
        return {};
    return QString::fromLatin1(
        chain.first().digest(QCryptographicHash::Sha256).toHex(':').toUpper());
}
