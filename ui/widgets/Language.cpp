// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Language.h"

#include <QCoreApplication>
#include <QDir>
#include <QHash>
#include <QLibraryInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTranslator>

#include <algorithm>
#include <memory>
#include <vector>

// Q_INIT_RESOURCE declares a function of the global namespace.
static void registerTranslations()
{
    Q_INIT_RESOURCE(berth_translations);
}

namespace ui {

/// Those that somebody has put beside the ones of the program come first.
static QStringList translationFolders()
{
    static const bool isRegistered = (registerTranslations(), true);
    Q_UNUSED(isRegistered)
    return QStandardPaths::locateAll(QStandardPaths::GenericDataLocation, "berth/translations",
                                     QStandardPaths::LocateDirectory)
           + QStringList{":/translations"};
}

QStringList languages()
{
    QStringList codes{"en"};
    const QString prefix = "berth_";
    for (const QString &folder : translationFolders()) {
        for (const QFileInfo &file : QDir(folder).entryInfoList({prefix + "*.qm"}, QDir::Files)) {
            const QString code = file.completeBaseName().sliced(prefix.size());
            if (!codes.contains(code))
                codes.append(code);
        }
    }
    std::sort(codes.begin() + 1, codes.end());
    return codes;
}

QString languageName(const QString &code)
{
    const QLocale locale(code);
    QString name = locale.nativeLanguageName();
    if (code.contains('_') && !name.isEmpty())
        name += " (" + locale.nativeTerritoryName() + ')';
    // English is spoken in too many places for the system to call it just that.
    if (code == "en" || name.isEmpty())
        return code == "en" ? QString("English") : code;
    return name.left(1).toUpper() + name.mid(1);
}

QString pseudoText(const QString &text)
{
    static const QString plain("AaBCcDdEeGgHIijKklLNnOoPpRrSsTtUuWwYyZz");
    static const QString accented("ÀàßÇçÐðÉéĜĝĤÎîĵĶķļĹÑñÖöÞþŘřŠšŢţÛûŴŵÝýŽž");
    // Placeholders, and what a name in it stands for, stay as they are.
    static const QRegularExpression kept(R"(%L?\d+|%n|%%|&)");
    QString result = "[";
    qsizetype from = 0;
    const auto accent = [&](QStringView part) {
        for (const QChar letter : part) {
            const qsizetype at = plain.indexOf(letter);
            result += at < 0 ? letter : accented[at];
        }
    };
    QRegularExpressionMatchIterator found = kept.globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        accent(QStringView(text).mid(from, match.capturedStart() - from));
        result += match.captured();
        from = match.capturedEnd();
    }
    accent(QStringView(text).mid(from));
    // In words, so that it wraps like other texts.
    const qsizetype more = (text.size() * 2 + 4) / 5;
    for (qsizetype i = 0; i < more; ++i)
        result += i % 6 == 5 && i + 1 < more ? ' ' : '~';
    return result + ']';
}

/// Translates whatever there is into "pseudo".
class PseudoTranslator : public QTranslator
{
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        // Names of fonts and numbers in texts of the toolkit are no words.
        if (qstrncmp(context, "QPlatform", 9) == 0 || qstrlen(source) == 0)
            return {};
        return pseudoText(QString::fromUtf8(source));
    }
};

/// Looks every text up in one context, whoever shows it: a text that means two things bears a
/// comment.
class FileTranslator : public QTranslator
{
public:
    using QTranslator::QTranslator;

    QString translate(const char *, const char *source, const char *comment,
                      int number) const override
    {
        return QTranslator::translate("berth", source, comment, number);
    }
};

QString fittingLanguage(const QStringList &wanted)
{
    const QStringList known = languages();
    for (QString code : wanted) {
        code.replace('-', '_');
        for (; !code.isEmpty(); code.truncate(qMax(qsizetype(0), code.lastIndexOf('_'))))
            if (known.contains(code))
                return code;
    }
    return "en";
}

/// Those that are installed go when others come.
static std::vector<std::unique_ptr<QTranslator>> &installedTranslators()
{
    static std::vector<std::unique_ptr<QTranslator>> installed;
    return installed;
}

static void install(std::unique_ptr<QTranslator> translator)
{
    QCoreApplication::installTranslator(translator.get());
    installedTranslators().push_back(std::move(translator));
}

/// The one of the first folder that has it.
static void installFile(std::unique_ptr<QTranslator> translator, const QString &file,
                        const QStringList &folders)
{
    for (const QString &folder : folders)
        if (translator->load(file, folder))
            return install(std::move(translator));
}

void applyLanguage(const QString &code)
{
    installedTranslators().clear();
    QLocale::setDefault(QLocale::system());
    if (code == "pseudo")
        return install(std::make_unique<PseudoTranslator>());
    const bool isKnown = languages().contains(code);
    const QString language = isKnown ? code : fittingLanguage(QLocale::system().uiLanguages());
    // Numbers and dates of a language that was chosen are written as it is usual there.
    if (QLocale::system().language() != QLocale(language).language())
        QLocale::setDefault(QLocale(language));
    installFile(std::make_unique<QTranslator>(), "qtbase_" + language,
                {QLibraryInfo::path(QLibraryInfo::TranslationsPath)});
    installFile(std::make_unique<FileTranslator>(), "berth_" + language + ".qm",
                translationFolders());
}

} // namespace ui
