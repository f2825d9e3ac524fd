<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>berth</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 % fewer than before</source>
        <translation>%1 % weniger als davor</translation>
    </message>
    <message>
        <source>%1 % more than before</source>
        <translation>%1 % mehr als davor</translation>
    </message>
    <message>
        <source>%1 % of the answers of the last five minutes were failures.</source>
        <translation>%1 % der Antworten der letzten fünf Minuten waren Fehler.</translation>
    </message>
    <message>
        <source>%1 % of what may wait for the database waits.</source>
        <translation>%1 % dessen, was auf die Datenbank warten darf, wartet.</translation>
    </message>
    <message>
        <source>%1 (dashed)</source>
        <translation>%1 (gestrichelt)</translation>
    </message>
    <message>
        <source>%1 (default)</source>
        <translation>%1 (Standard)</translation>
    </message>
    <message>
        <source>%1 (dotted)</source>
        <translation>%1 (gepunktet)</translation>
    </message>
    <message>
        <source>%1 (skills: %2)</source>
        <translation>%1 (Fähigkeiten: %2)</translation>
    </message>
    <message>
        <source>%1 CPU</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>%1 CPUs</source>
        <translation>%1 CPUs</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>%1 M</source>
        <comment>millions</comment>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 a day</source>
        <translation>%1 am Tag</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <translation>%1 im Monat</translation>
    </message>
    <message>
        <source>%1 added, %2 removed</source>
        <translation>%1 hinzugefügt, %2 entfernt</translation>
    </message>
    <message>
        <source>%1 after a restart</source>
        <translation>%1 nach einem Neustart</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation><numerusform>%1 und %n weiteres</numerusform><numerusform>%1 und %n weitere</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more file(s) were not brought in: %2</source>
        <translation><numerusform>%1 und %n weitere Datei wurden nicht hereingeholt: %2</numerusform><numerusform>%1 und %n weitere Dateien wurden nicht hereingeholt: %2</numerusform></translation>
    </message>
    <message>
        <source>%1 and all that was said in it go. Files in its workspace stay.</source>
        <translation>%1 und alles, was darin gesagt wurde, wird gelöscht. Dateien in seinem Arbeitsbereich bleiben.</translation>
    </message>
    <message>
        <source>%1 are left</source>
        <translation>%1 sind frei</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 um %2</translation>
    </message>
    <message>
        <source>%1 at %2, change server</source>
        <translation>%1 auf %2, Server wechseln</translation>
    </message>
    <message>
        <source>%1 by default.</source>
        <translation>Standard ist %1.</translation>
    </message>
    <message>
        <source>%1 by the settings of the server.</source>
        <translation>Nach den Einstellungen des Servers ist sie %1.</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1 ist nicht lesbar</translation>
    </message>
    <message>
        <source>%1 cannot be read as an image.</source>
        <translation>%1 lässt sich nicht als Bild lesen.</translation>
    </message>
    <message>
        <source>%1 cannot be shown.</source>
        <translation>%1 kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 T</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 ist gescheitert</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 in</source>
        <translation>%1 empfangen</translation>
    </message>
    <message>
        <source>%1 in (%2 % from the cache), %3 out · %4</source>
        <translation>%1 gelesen (%2 % aus dem Cache), %3 geschrieben · %4</translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation>%1 ist wieder wie vorher.</translation>
    </message>
    <message>
        <source>%1 is finished</source>
        <translation>%1 ist fertig</translation>
    </message>
    <message>
        <source>%1 is for %2, the engine's machine is %3</source>
        <translation>%1 ist für %2, der Rechner der Engine ist %3</translation>
    </message>
    <message>
        <source>%1 is here now: drag it again to where you want it.</source>
        <translation>%1 ist jetzt hier: noch einmal dorthin ziehen, wo die Datei hin soll.</translation>
    </message>
    <message>
        <source>%1 is locked</source>
        <translation>%1 ist gesperrt</translation>
    </message>
    <message>
        <source>%1 is missing or no program</source>
        <translation>%1 fehlt oder ist kein Programm</translation>
    </message>
    <message>
        <source>%1 is near its memory limit. What it runs may be stopped at %2.</source>
        <translation>%1 hat fast keinen Speicher mehr. Was darin läuft, wird bei %2 womöglich beendet.</translation>
    </message>
    <message>
        <source>%1 is no file; only files can be brought in.</source>
        <translation>%1 ist keine Datei; nur Dateien lassen sich hineinbringen.</translation>
    </message>
    <message>
        <source>%1 is on no list of hosts that this workspace may reach. Nothing was sent yet.</source>
        <translation>%1 steht auf keiner Liste von Rechnern, die dieser Arbeitsbereich erreichen darf. Noch wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>%1 is saved. It counts when the server starts again.</source>
        <translation>%1 ist gespeichert und gilt nach dem nächsten Start des Servers.</translation>
    </message>
    <message>
        <source>%1 is stuck</source>
        <translation>%1 hängt fest</translation>
    </message>
    <message>
        <source>%1 is too large to go with a message. Make it smaller first.</source>
        <translation>%1 ist zu groß für eine Nachricht. Verkleinern Sie es zuerst.</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 k</translation>
    </message>
    <message>
        <source>%1 k</source>
        <comment>thousands</comment>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 needs your decision</source>
        <translation>%1 braucht eine Entscheidung</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 von %2 Token</translation>
    </message>
    <message>
        <source>%1 out</source>
        <translation>%1 gesendet</translation>
    </message>
    <message>
        <source>%1 requests of the last five minutes failed within the server.</source>
        <translation>%1 Anfragen der letzten fünf Minuten scheiterten im Server.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 sees no images. It will read the text alone.</source>
        <translation>%1 sieht keine Bilder. Es wird nur den Text lesen.</translation>
    </message>
    <message>
        <source>%1 still waits for your decision</source>
        <translation>%1 wartet noch auf eine Entscheidung</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>values</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1 today</source>
        <translation>heute %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>%1 tokens a day</source>
        <translation>%1 Token am Tag</translation>
    </message>
    <message>
        <source>%1 tokens a month</source>
        <translation>%1 Token im Monat</translation>
    </message>
    <message>
        <source>%1 was found.</source>
        <translation>%1 wurde gefunden.</translation>
    </message>
    <message>
        <source>%1 was here already; nothing was cancelled.</source>
        <translation>%1 war schon da; es wurde nichts abgebrochen.</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <translation>%1 · %2 von %3</translation>
    </message>
    <message>
        <source>%1 · %2 so far</source>
        <translation>%1 · bisher %2</translation>
    </message>
    <message>
        <source>%1 · started: %2</source>
        <translation>%1 · gestartet: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>%1, before and after</source>
        <translation>%1, vorher und nachher</translation>
    </message>
    <message>
        <source>%1, before: %2</source>
        <translation>%1, vorher: %2</translation>
    </message>
    <message>
        <source>%1, now: %2</source>
        <translation>%1, jetzt: %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1. It cannot be changed here.</source>
        <translation>%1. Hier lässt es sich nicht ändern.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: all that are chosen</source>
        <translation>%1: alle ausgewählten</translation>
    </message>
    <message>
        <source>%1: back to the default</source>
        <translation>%1: zurück zum Standard</translation>
    </message>
    <message numerus="yes">
        <source>%n action(s)</source>
        <translation><numerusform>%n Aktion</numerusform><numerusform>%n Aktionen</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) are working.</source>
        <translation><numerusform>%n Agent arbeitet.</numerusform><numerusform>%n Agenten arbeiten.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) are working. What they have done is kept, and they can go on later.</source>
        <translation><numerusform>%n Agent arbeitet. Was er getan hat, bleibt erhalten, und er kann später weitermachen.</numerusform><numerusform>%n Agenten arbeiten. Was sie getan haben, bleibt erhalten, und sie können später weitermachen.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) that were paused when Berth quit go on now.</source>
        <translation><numerusform>%n Agent, der beim Beenden von Berth angehalten wurde, macht jetzt weiter.</numerusform><numerusform>%n Agenten, die beim Beenden von Berth angehalten wurden, machen jetzt weiter.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) need you</source>
        <translation><numerusform>%n Alarm steht an</numerusform><numerusform>%n Alarme stehen an</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation><numerusform>%n Aufruf</numerusform><numerusform>%n Aufrufe</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) need you</source>
        <translation><numerusform>%n Gespräch wartet auf eine Antwort</numerusform><numerusform>%n Gespräche warten auf eine Antwort</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation><numerusform>%n Tag</numerusform><numerusform>%n Tage</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n earlier event(s) summarised</source>
        <translation><numerusform>%n früheres Ereignis zusammengefasst</numerusform><numerusform>%n frühere Ereignisse zusammengefasst</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation><numerusform>%n Ereignis</numerusform><numerusform>%n Ereignisse</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed</source>
        <translation><numerusform>%n Datei geändert</numerusform><numerusform>%n Dateien geändert</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed, +%1 -%2</source>
        <translation><numerusform>%n Datei geändert, +%1 -%2</numerusform><numerusform>%n Dateien geändert, +%1 -%2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n finished</source>
        <translation><numerusform>%n beendet</numerusform><numerusform>%n beendet</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n firing</source>
        <translation><numerusform>%n ausgelöst</numerusform><numerusform>%n ausgelöst</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation><numerusform>%n gefunden</numerusform><numerusform>%n gefunden</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n host(s) on the list</source>
        <translation><numerusform>%n Rechner auf der Liste</numerusform><numerusform>%n Rechner auf der Liste</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation><numerusform>%n Stunde</numerusform><numerusform>%n Stunden</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) on the way. You can leave this page; it goes on.</source>
        <translation><numerusform>%n Image ist unterwegs. Sie können diese Seite verlassen; es geht weiter.</numerusform><numerusform>%n Images sind unterwegs. Sie können diese Seite verlassen; es geht weiter.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were missed</source>
        <translation><numerusform>%n Zeile fehlt</numerusform><numerusform>%n Zeilen fehlen</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were written to %1.</source>
        <translation><numerusform>%n Zeile wurde in %1 geschrieben.</numerusform><numerusform>%n Zeilen wurden in %1 geschrieben.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation><numerusform>%n Minute</numerusform><numerusform>%n Minuten</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation><numerusform>%n weitere</numerusform><numerusform>%n weitere</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n more...</source>
        <translation><numerusform>%n weitere...</numerusform><numerusform>%n weitere...</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation><numerusform>%n neu</numerusform><numerusform>%n neu</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) wait for you.</source>
        <translation><numerusform>%n Frage wartet auf Antwort.</numerusform><numerusform>%n Fragen warten auf Antwort.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) at a time</source>
        <translation><numerusform>%n Lauf zugleich</numerusform><numerusform>%n Läufe zugleich</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation><numerusform>%n läuft</numerusform><numerusform>%n laufen</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation><numerusform>%n Sekunde</numerusform><numerusform>%n Sekunden</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) chosen, with %1 of images.</source>
        <translation><numerusform>%n Eintrag gewählt, mit %1 an Images.</numerusform><numerusform>%n Einträge gewählt, mit %1 an Images.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) chosen.</source>
        <translation><numerusform>%n Eintrag gewählt.</numerusform><numerusform>%n Einträge gewählt.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) deleted.</source>
        <translation><numerusform>%n Eintrag gelöscht.</numerusform><numerusform>%n Einträge gelöscht.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at came while the screen was locked</source>
        <translation><numerusform>Eine Sache kam, während der Bildschirm gesperrt war</numerusform><numerusform>%n Sachen kamen, während der Bildschirm gesperrt war</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting for you</source>
        <translation><numerusform>%n wartet auf Antwort</numerusform><numerusform>%n warten auf Antwort</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n working</source>
        <translation><numerusform>%n arbeitet</numerusform><numerusform>%n arbeiten</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspace(s)</source>
        <translation><numerusform>%n Arbeitsbereich</numerusform><numerusform>%n Arbeitsbereiche</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspace(s) failed</source>
        <translation><numerusform>%n Arbeitsbereich gescheitert</numerusform><numerusform>%n Arbeitsbereiche gescheitert</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspace(s) running</source>
        <translation><numerusform>%n Arbeitsbereich läuft</numerusform><numerusform>%n Arbeitsbereiche laufen</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspaces are chosen</source>
        <translation><numerusform>%n Arbeitsbereich ist ausgewählt</numerusform><numerusform>%n Arbeitsbereiche sind ausgewählt</numerusform></translation>
    </message>
    <message>
        <source>&amp;Allow once</source>
        <translation>&amp;Einmal erlauben</translation>
    </message>
    <message>
        <source>&amp;Deny...</source>
        <translation>&amp;Ablehnen...</translation>
    </message>
    <message>
        <source>50 %</source>
        <translation>50 %</translation>
    </message>
    <message>
        <source>80 and 443</source>
        <translation>80 und 443</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>A collector of traces that speaks OTLP over HTTP, such as http://127.0.0.1:4318.</source>
        <translation>Ein Sammler von Traces, der OTLP über HTTP spricht, etwa http://127.0.0.1:4318.</translation>
    </message>
    <message>
        <source>A conversation needs your decision</source>
        <translation>Ein Gespräch braucht eine Entscheidung</translation>
    </message>
    <message>
        <source>A conversation that is no more</source>
        <translation>Ein Gespräch, das es nicht mehr gibt</translation>
    </message>
    <message>
        <source>A line of the log</source>
        <translation>Eine Zeile des Protokolls</translation>
    </message>
    <message numerus="yes">
        <source>A message takes at most %n image(s).</source>
        <translation><numerusform>Eine Nachricht nimmt höchstens %n Bild auf.</numerusform><numerusform>Eine Nachricht nimmt höchstens %n Bilder auf.</numerusform></translation>
    </message>
    <message>
        <source>A model decides what an agent does next.</source>
        <translation>Ein Modell entscheidet, was ein Agent als Nächstes tut.</translation>
    </message>
    <message>
        <source>A name has at least one letter.</source>
        <translation>Ein Name hat mindestens einen Buchstaben.</translation>
    </message>
    <message>
        <source>A name such as debian:13, or a shared folder with a Dockerfile, which is built.</source>
        <translation>Ein Name wie debian:13 oder ein freigegebener Ordner mit einem Dockerfile, das gebaut wird.</translation>
    </message>
    <message>
        <source>A name, *.name for all below it, or an address.</source>
        <translation>Ein Name, *.name für alle darunter oder eine Adresse.</translation>
    </message>
    <message>
        <source>A name, which is fetched when it is missing, or a shared folder with a Dockerfile.</source>
        <translation>Ein Name, der geladen wird, wenn er fehlt, oder ein freigegebener Ordner mit einem Dockerfile.</translation>
    </message>
    <message>
        <source>A notification</source>
        <translation>Eine Benachrichtigung</translation>
    </message>
    <message>
        <source>A port that answers plain HTTP with the way to https; 0 opens none.</source>
        <translation>Ein Port, der auf einfaches HTTP mit dem Weg zu https antwortet; 0 öffnet keinen.</translation>
    </message>
    <message>
        <source>A provider in the cloud</source>
        <translation>Ein Anbieter in der Cloud</translation>
    </message>
    <message>
        <source>A request</source>
        <translation>Eine Anfrage</translation>
    </message>
    <message>
        <source>A rootless engine needs control groups of version 2: boot with systemd.unified_cgroup_hierarchy=1.</source>
        <translation>Eine Engine ohne root braucht Control Groups der Version 2: mit systemd.unified_cgroup_hierarchy=1 starten.</translation>
    </message>
    <message>
        <source>A run has told nothing for %1 minutes.</source>
        <translation>Ein Lauf hat seit %1 Minuten nichts gesagt.</translation>
    </message>
    <message>
        <source>A script is its model; all else is real. It is kept apart from your own work, which begins with a model of your own.</source>
        <translation>Ihr Modell ist ein Skript, alles andere ist echt. Sie bleibt von Ihrer eigenen Arbeit getrennt; die beginnt mit einem eigenen Modell.</translation>
    </message>
    <message>
        <source>A title has at least one letter.</source>
        <translation>Ein Titel hat mindestens einen Buchstaben.</translation>
    </message>
    <message>
        <source>A tool of the agent is unknown</source>
        <translation>Ein Werkzeug des Agenten ist unbekannt</translation>
    </message>
    <message>
        <source>A user needs a key: make one on the page Keys.</source>
        <translation>Ein Benutzer braucht einen Schlüssel: Er lässt sich im Reiter Schlüssel anlegen.</translation>
    </message>
    <message>
        <source>A window of its own opens for that server. This one stays.</source>
        <translation>Für diesen Server öffnet sich ein eigenes Fenster. Dieses bleibt.</translation>
    </message>
    <message>
        <source>A workspace</source>
        <translation>Ein Arbeitsbereich</translation>
    </message>
    <message>
        <source>A workspace is made of this image.</source>
        <translation>Ein Arbeitsbereich beruht auf diesem Image.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Add an instruction. The agent reads it after the current step.</source>
        <translation>Eine Anweisung hinzufügen. Der Agent liest sie nach dem laufenden Schritt.</translation>
    </message>
    <message>
        <source>Add the user to the group that owns it (%1) and log in again: sudo usermod -aG %2 $USER</source>
        <translation>Den Benutzer in die Gruppe aufnehmen, der er gehört (%1), und neu anmelden: sudo usermod -aG %2 $USER</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address to listen on.</source>
        <translation>Adresse, auf der der Server hört.</translation>
    </message>
    <message>
        <source>Admin: everything, of all users</source>
        <translation>Verwaltung: alles, von allen Benutzern</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>After how long without use a container is paused; it goes on when it is used.</source>
        <translation>Nach wie langer Zeit ohne Gebrauch ein Container angehalten wird; er läuft weiter, wenn er gebraucht wird.</translation>
    </message>
    <message>
        <source>After how long without use a container is removed; its files stay.</source>
        <translation>Nach wie langer Zeit ohne Gebrauch ein Container entfernt wird; seine Dateien bleiben.</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Agent repeats itself</source>
        <translation>Agent wiederholt sich</translation>
    </message>
    <message>
        <source>Agent tells nothing</source>
        <translation>Agent meldet nichts</translation>
    </message>
    <message>
        <source>Agent: %1</source>
        <translation>Agent: %1</translation>
    </message>
    <message>
        <source>Agent: %1 (%2)</source>
        <translation>Agent: %1 (%2)</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Agents at work</source>
        <translation>Arbeitende Agenten</translation>
    </message>
    <message>
        <source>Agents have no place to work in</source>
        <translation>Agenten haben keinen Ort zum Arbeiten</translation>
    </message>
    <message>
        <source>Agents work in their own containers on this computer. You watch and steer them.</source>
        <translation>Agenten arbeiten in eigenen Containern auf diesem Rechner. Hier lassen sie sich beobachten und lenken.</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Alert backup age</source>
        <translation>Alarm: Sicherung</translation>
    </message>
    <message>
        <source>Alert budget</source>
        <translation>Alarm: Budget</translation>
    </message>
    <message>
        <source>Alert certificate</source>
        <translation>Alarm: Zertifikat</translation>
    </message>
    <message>
        <source>Alert disk</source>
        <translation>Alarm: Platz</translation>
    </message>
    <message>
        <source>Alert error rate</source>
        <translation>Alarm: Fehler</translation>
    </message>
    <message>
        <source>Alert run silence</source>
        <translation>Alarm: stiller Lauf</translation>
    </message>
    <message>
        <source>Alert webhook</source>
        <translation>Webhook für Alarme</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Alle %1</translation>
    </message>
    <message>
        <source>All history could not be searched: %1</source>
        <translation>Der Verlauf konnte nicht durchsucht werden: %1</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>All rooms</source>
        <translation>Alle Bereiche</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>Alle Tastenkürzel</translation>
    </message>
    <message>
        <source>All that this computer reaches, for example your router and printers, too.</source>
        <translation>Alles, was dieser Rechner erreicht, also zum Beispiel auch Router und Drucker.</translation>
    </message>
    <message>
        <source>Allow 50 more steps</source>
        <translation>50 weitere Schritte erlauben</translation>
    </message>
    <message>
        <source>Allow and...</source>
        <translation>Erlauben und...</translation>
    </message>
    <message>
        <source>Allow from now on</source>
        <translation>Ab jetzt erlauben</translation>
    </message>
    <message>
        <source>Allow here</source>
        <translation>Hier erlauben</translation>
    </message>
    <message>
        <source>Allow high-risk actions from notifications</source>
        <translation>Aktionen mit hohem Risiko aus Benachrichtigungen erlauben</translation>
    </message>
    <message>
        <source>Allow once</source>
        <translation>Einmal erlauben</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Always allowed</source>
        <translation>Immer erlaubt</translation>
    </message>
    <message>
        <source>Always refused</source>
        <translation>Immer abgewiesen</translation>
    </message>
    <message>
        <source>An OpenID Connect issuer whose tokens are taken as keys; with --oidc-audience.</source>
        <translation>Ein OpenID-Connect-Aussteller, dessen Token als Schlüssel gelten; zusammen mit --oidc-audience.</translation>
    </message>
    <message>
        <source>An agent writes, runs and mends a small program. No key, no network.</source>
        <translation>Ein Agent schreibt, startet und repariert ein kleines Programm. Ohne Schlüssel, ohne Netz.</translation>
    </message>
    <message>
        <source>An alert webhook, in Settings, tells an address of yours.</source>
        <translation>Ein Webhook für Alarme, in den Einstellungen, meldet es einer eigenen Adresse.</translation>
    </message>
    <message>
        <source>An engine that runs as root can, with its data on xfs mounted with pquota.</source>
        <translation>Eine Engine, die als root läuft, kann es, mit ihren Daten auf xfs, eingehängt mit pquota.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Any address that speaks the Chat Completions API of OpenAI.</source>
        <translation>Jede Adresse, die die Chat-Completions-Schnittstelle von OpenAI spricht.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>Arrow keys tell the value of each time, T shows a table</source>
        <translation>Pfeiltasten nennen den Wert jedes Zeitpunkts, T zeigt eine Tabelle</translation>
    </message>
    <message>
        <source>As the desktop says</source>
        <translation>Wie die Arbeitsumgebung</translation>
    </message>
    <message>
        <source>As the panel is</source>
        <translation>Wie die Leiste</translation>
    </message>
    <message>
        <source>As the server's settings say</source>
        <translation>Wie in den Einstellungen des Servers</translation>
    </message>
    <message>
        <source>As the system says</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Ask about hosts that are not on the list</source>
        <translation>Bei Rechnern fragen, die nicht auf der Liste stehen</translation>
    </message>
    <message>
        <source>Ask egress</source>
        <translation>Nach Adressen fragen</translation>
    </message>
    <message>
        <source>Ask for no key. On a loopback address, unless --insecure-bind is said too.</source>
        <translation>Fragt nach keinem Schlüssel. Nur auf einer Adresse dieses Rechners, außer --insecure-bind ist auch gesetzt.</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>Nachfragen</translation>
    </message>
    <message>
        <source>Ask only at high risk from now on</source>
        <translation>Ab jetzt nur bei hohem Risiko fragen</translation>
    </message>
    <message>
        <source>Ask timeout</source>
        <translation>Frist für Antworten</translation>
    </message>
    <message>
        <source>Ask users about hosts that are not listed, rather than refuse them at once.</source>
        <translation>Fragt Benutzer nach Adressen, die auf keiner Liste stehen, statt sie gleich abzuweisen.</translation>
    </message>
    <message>
        <source>Asked %1 h ago</source>
        <translation>Vor %1 h gefragt</translation>
    </message>
    <message>
        <source>Asked %1 min ago</source>
        <translation>Vor %1 min gefragt</translation>
    </message>
    <message>
        <source>Asked just now</source>
        <translation>Gerade eben gefragt</translation>
    </message>
    <message>
        <source>Asked on %1</source>
        <translation>Am %1 gefragt</translation>
    </message>
    <message>
        <source>Asked what the containers of a user are to be: image, limits, network.</source>
        <translation>Wird gefragt, wie die Container eines Benutzers sein sollen: Image, Grenzen, Netz.</translation>
    </message>
    <message>
        <source>Asked whether a request may go on.</source>
        <translation>Wird gefragt, ob eine Anfrage weitergehen darf.</translation>
    </message>
    <message>
        <source>Asked whose key it is that this server has not made itself.</source>
        <translation>Wird gefragt, wem ein Schlüssel gehört, den dieser Server nicht selbst gemacht hat.</translation>
    </message>
    <message>
        <source>Asking the model...</source>
        <translation>Das Modell wird gefragt...</translation>
    </message>
    <message>
        <source>Asks always</source>
        <translation>Fragt immer</translation>
    </message>
    <message>
        <source>Asks at high risk</source>
        <translation>Fragt bei hohem Risiko</translation>
    </message>
    <message>
        <source>Asks at low risk</source>
        <translation>Fragt ab niedrigem Risiko</translation>
    </message>
    <message>
        <source>Asks at medium risk</source>
        <translation>Fragt ab mittlerem Risiko</translation>
    </message>
    <message>
        <source>At high risk</source>
        <translation>Bei hohem Risiko</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) can be added at once.</source>
        <translation><numerusform>Höchstens %n Datei kann auf einmal angehängt werden.</numerusform><numerusform>Höchstens %n Dateien können auf einmal angehängt werden.</numerusform></translation>
    </message>
    <message>
        <source>At most 100 characters. What runs in it goes on.</source>
        <translation>Höchstens 100 Zeichen. Was darin läuft, läuft weiter.</translation>
    </message>
    <message>
        <source>Attach images or files</source>
        <translation>Bilder oder Dateien anhängen</translation>
    </message>
    <message>
        <source>Attach images or files (%1)</source>
        <translation>Bilder oder Dateien anhängen (%1)</translation>
    </message>
    <message>
        <source>Attach images or files...</source>
        <translation>Bilder oder Dateien anhängen...</translation>
    </message>
    <message>
        <source>Auth hook</source>
        <translation>Hook für Schlüssel</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the conversations</source>
        <translation>Zurück zu den Gesprächen</translation>
    </message>
    <message>
        <source>Back to the conversations (Alt+Left)</source>
        <translation>Zurück zu den Gesprächen (Alt+Links)</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zum Standard</translation>
    </message>
    <message>
        <source>Backup is old</source>
        <translation>Sicherung ist alt</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Before and after, side by side</source>
        <translation>Vorher und nachher, nebeneinander</translation>
    </message>
    <message>
        <source>Before every action</source>
        <translation>Vor jeder Aktion</translation>
    </message>
    <message>
        <source>Before it pushes to a shared branch, for example, but not before it runs tests.</source>
        <translation>Zum Beispiel bevor er einen gemeinsamen Branch ändert, aber nicht vor dem Ausführen von Tests.</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Berth</source>
        <translation>Berth</translation>
    </message>
    <message>
        <source>Berth %1</source>
        <translation>Berth %1</translation>
    </message>
    <message>
        <source>Berth could not start</source>
        <translation>Berth konnte nicht starten</translation>
    </message>
    <message>
        <source>Berth is running</source>
        <translation>Berth läuft</translation>
    </message>
    <message>
        <source>Berth is starting</source>
        <translation>Berth startet</translation>
    </message>
    <message>
        <source>Berth is stopped</source>
        <translation>Berth ist angehalten</translation>
    </message>
    <message>
        <source>Berth is stopping</source>
        <translation>Berth wird angehalten</translation>
    </message>
    <message>
        <source>Berth stays in your app list and in notifications; start it again to see this window. On GNOME, the AppIndicator extension adds a tray.</source>
        <translation>Berth bleibt in der Programmliste und in den Benachrichtigungen; ein neuer Start zeigt dieses Fenster wieder. Unter GNOME ergänzt die Erweiterung AppIndicator einen Systemabschnitt.</translation>
    </message>
    <message>
        <source>Berth: %1</source>
        <translation>Berth: %1</translation>
    </message>
    <message>
        <source>Berth: an alert needs you</source>
        <translation>Berth: Ein Alarm steht an</translation>
    </message>
    <message>
        <source>Berth: the server does not answer</source>
        <translation>Berth: Der Server antwortet nicht</translation>
    </message>
    <message>
        <source>Berth: the server failed</source>
        <translation>Berth: Der Server ist ausgefallen</translation>
    </message>
    <message>
        <source>Berth: the server is stopped</source>
        <translation>Berth: Der Server ist angehalten</translation>
    </message>
    <message>
        <source>Berth: the server starts</source>
        <translation>Berth: Der Server startet</translation>
    </message>
    <message>
        <source>Berth: the server stops</source>
        <translation>Berth: Der Server wird angehalten</translation>
    </message>
    <message>
        <source>Beside the conversation</source>
        <translation>Neben dem Gespräch</translation>
    </message>
    <message>
        <source>Besides the default one</source>
        <translation>Neben dem üblichen</translation>
    </message>
    <message>
        <source>Bring files in</source>
        <translation>Dateien hereinholen</translation>
    </message>
    <message>
        <source>Bring in...</source>
        <translation>Hereinholen...</translation>
    </message>
    <message>
        <source>Bringing in %1</source>
        <translation>%1 wird hereingeholt</translation>
    </message>
    <message>
        <source>Bringing in %1 (%2 of %3)</source>
        <translation>%1 wird hereingeholt (%2 von %3)</translation>
    </message>
    <message>
        <source>By which conversations name it.</source>
        <translation>Unter diesem Namen nennen ihn die Gespräche.</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU-Zeit</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPUs</translation>
    </message>
    <message>
        <source>CPUs of Berth and its workspaces</source>
        <translation>CPUs von Berth und seinen Arbeitsbereichen</translation>
    </message>
    <message>
        <source>CPUs of a workspace, such as 1.5 (default: 2).</source>
        <translation>CPUs eines Arbeitsbereichs, etwa 1.5 (üblich: 2).</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel fetch</source>
        <translation>Laden abbrechen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cap is nearly reached</source>
        <translation>Obergrenze ist fast erreicht</translation>
    </message>
    <message>
        <source>Cap is reached</source>
        <translation>Obergrenze ist erreicht</translation>
    </message>
    <message>
        <source>Certificate ends soon</source>
        <translation>Zertifikat läuft bald ab</translation>
    </message>
    <message>
        <source>Certificate has ended</source>
        <translation>Zertifikat ist abgelaufen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change limits</source>
        <translation>Grenzen ändern</translation>
    </message>
    <message>
        <source>Change model</source>
        <translation>Modell ändern</translation>
    </message>
    <message>
        <source>Change rule</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>Change rule...</source>
        <translation>Regel ändern...</translation>
    </message>
    <message>
        <source>Change rules</source>
        <translation>Regeln ändern</translation>
    </message>
    <message>
        <source>Change the model</source>
        <translation>Modell wechseln</translation>
    </message>
    <message>
        <source>Change the model...</source>
        <translation>Modell wechseln...</translation>
    </message>
    <message>
        <source>Change this file?</source>
        <translation>Diese Datei ändern?</translation>
    </message>
    <message>
        <source>Change when to ask...</source>
        <translation>Nachfragen ändern...</translation>
    </message>
    <message>
        <source>Change...</source>
        <translation>Ändern...</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Changed the tab</source>
        <translation>Den Reiter gewechselt</translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation>Geändert.</translation>
    </message>
    <message>
        <source>Changed. It counts from the next start of the workspace on.</source>
        <translation>Geändert. Es gilt ab dem nächsten Start des Arbeitsbereichs.</translation>
    </message>
    <message>
        <source>Changes of %1</source>
        <translation>Änderungen an %1</translation>
    </message>
    <message>
        <source>Changes were lost</source>
        <translation>Änderungen gingen verloren</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Check the address and that the certificates belong to this engine.</source>
        <translation>Die Adresse prüfen, und ob die Zertifikate zu dieser Engine gehören.</translation>
    </message>
    <message>
        <source>Check the address and that the engine runs.</source>
        <translation>Die Adresse prüfen, und ob die Engine läuft.</translation>
    </message>
    <message>
        <source>Check the model's name, its key and its base URL, and whether its provider has a failure.</source>
        <translation>Den Namen des Modells, seinen Schlüssel und seine Adresse prüfen, und ob sein Anbieter eine Störung hat.</translation>
    </message>
    <message>
        <source>Checked: the server answered in %1 ms.</source>
        <translation>Geprüft: Der Server hat in %1 ms geantwortet.</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Wählen Sie ein Modell.</translation>
    </message>
    <message>
        <source>Choose a model...</source>
        <translation>Modell wählen...</translation>
    </message>
    <message>
        <source>Choose a rule first</source>
        <translation>Zuerst eine Regel wählen</translation>
    </message>
    <message>
        <source>Choose one here, or point your SDK script at this server. It appears the moment the script connects.</source>
        <translation>Hier eines auswählen oder ein SDK-Programm mit diesem Server verbinden. Es erscheint, sobald sich das Programm verbindet.</translation>
    </message>
    <message>
        <source>Choose one, or watch the demo</source>
        <translation>Eines wählen oder die Vorführung ansehen</translation>
    </message>
    <message>
        <source>Choose what goes, several with Ctrl or Shift. An image of a folder can be built again; a saved one, and the files of a workspace, cannot be had back.</source>
        <translation>Auswählen, was weg soll, mehreres mit Strg oder Umschalt. Ein Image aus einem Ordner lässt sich wieder bauen; ein gesichertes und die Dateien eines Arbeitsbereichs sind dann verloren.</translation>
    </message>
    <message>
        <source>Choose who thinks</source>
        <translation>Wer denkt</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Clicked element %1</source>
        <translation>Element %1 angeklickt</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Client · %1</source>
        <translation>Client · %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the group</source>
        <translation>Gruppe schließen</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Close the workspace</source>
        <translation>Arbeitsbereich schließen</translation>
    </message>
    <message>
        <source>Closed a tab</source>
        <translation>Einen Reiter geschlossen</translation>
    </message>
    <message>
        <source>Coloured</source>
        <translation>Farbig</translation>
    </message>
    <message>
        <source>Columns and order</source>
        <translation>Spalten und Reihenfolge</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Command %1, %2</source>
        <translation>Befehl %1, %2</translation>
    </message>
    <message>
        <source>Command line: %1</source>
        <translation>Befehlszeile: %1</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Command timeout</source>
        <translation>Höchstdauer eines Befehls</translation>
    </message>
    <message>
        <source>Command, at most</source>
        <translation>Befehl, höchstens</translation>
    </message>
    <message>
        <source>Commands run without isolation</source>
        <translation>Befehle laufen ohne Abschirmung</translation>
    </message>
    <message>
        <source>Condense</source>
        <translation>Zusammenfassen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Client verbinden</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>Mit einem Server verbinden</translation>
    </message>
    <message>
        <source>Connect to a server...</source>
        <translation>Mit einem Server verbinden...</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Container engine</source>
        <translation>Container-Engine</translation>
    </message>
    <message>
        <source>Context window</source>
        <translation>Kontextfenster</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copied with your key.</source>
        <translation>Mit Schlüssel kopiert.</translation>
    </message>
    <message>
        <source>Copied. The key is not known here: put it in.</source>
        <translation>Kopiert. Der Schlüssel ist hier nicht bekannt: Er muss noch eingesetzt werden.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy API key</source>
        <translation>API-Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Copy JSON</source>
        <translation>JSON kopieren</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Copy server address</source>
        <translation>Serveradresse kopieren</translation>
    </message>
    <message>
        <source>Copy snippet</source>
        <translation>Beispiel kopieren</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Copy the card; again: its JSON</source>
        <translation>Karte kopieren; noch einmal: ihr JSON</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Cost by conversation</source>
        <translation>Kosten je Gespräch</translation>
    </message>
    <message>
        <source>Cost per hour</source>
        <translation>Kosten je Stunde</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>Create rule</source>
        <translation>Regel anlegen</translation>
    </message>
    <message>
        <source>Create user</source>
        <translation>Benutzer anlegen</translation>
    </message>
    <message>
        <source>Create workspace</source>
        <translation>Arbeitsbereich anlegen</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Critical alert</source>
        <translation>Kritischer Alarm</translation>
    </message>
    <message>
        <source>Ctrl+Enter starts it.</source>
        <translation>Strg+Eingabe startet ihn.</translation>
    </message>
    <message>
        <source>Daily cap in US dollars</source>
        <translation>Obergrenze je Tag in US-Dollar</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Dark, high contrast</source>
        <translation>Dunkel, hoher Kontrast</translation>
    </message>
    <message>
        <source>Data dir</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Database is slow</source>
        <translation>Datenbank ist langsam</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Delegate the controllers to the engine, or use one that runs as root.</source>
        <translation>Der Engine die Controller übergeben, oder eine nehmen, die als root läuft.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete "%1"?</source>
        <translation>„%1“ löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n workspace(s)?</source>
        <translation><numerusform>%n Arbeitsbereich löschen?</numerusform><numerusform>%n Arbeitsbereiche löschen?</numerusform></translation>
    </message>
    <message>
        <source>Delete image</source>
        <translation>Image löschen</translation>
    </message>
    <message>
        <source>Delete the conversation?</source>
        <translation>Gespräch löschen?</translation>
    </message>
    <message>
        <source>Delete the image "%1"?</source>
        <translation>Das Image „%1“ löschen?</translation>
    </message>
    <message>
        <source>Delete the workspace "%1"?</source>
        <translation>Den Arbeitsbereich „%1“ löschen?</translation>
    </message>
    <message>
        <source>Delete what is chosen</source>
        <translation>Auswahl löschen</translation>
    </message>
    <message>
        <source>Delete workspace</source>
        <translation>Arbeitsbereich löschen</translation>
    </message>
    <message>
        <source>Delete workspace...</source>
        <translation>Arbeitsbereich löschen...</translation>
    </message>
    <message>
        <source>Delete workspaces</source>
        <translation>Arbeitsbereiche löschen</translation>
    </message>
    <message>
        <source>Delete...</source>
        <translation>Löschen...</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Vorführung</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Denied at %1 without an answer</source>
        <translation>Ohne Antwort um %1 abgelehnt</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Deny and go on</source>
        <translation>Ablehnen und weitermachen</translation>
    </message>
    <message>
        <source>Deny and stop here</source>
        <translation>Ablehnen und hier anhalten</translation>
    </message>
    <message>
        <source>Deny...</source>
        <translation>Ablehnen...</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Absteigend</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Developer: root of its own system</source>
        <translation>Entwicklung: root des eigenen Systems</translation>
    </message>
    <message>
        <source>Directory %1</source>
        <translation>Verzeichnis %1</translation>
    </message>
    <message>
        <source>Disable the user "%1"?</source>
        <translation>Den Benutzer „%1“ sperren?</translation>
    </message>
    <message>
        <source>Disable user</source>
        <translation>Benutzer sperren</translation>
    </message>
    <message>
        <source>Disable...</source>
        <translation>Sperren...</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Disk %1</source>
        <translation>Platte %1</translation>
    </message>
    <message>
        <source>Disk images</source>
        <translation>Eigene Dateisysteme</translation>
    </message>
    <message>
        <source>Disk of a workspace is full</source>
        <translation>Kein Platz in einem Arbeitsbereich</translation>
    </message>
    <message>
        <source>Disk of a workspace is low</source>
        <translation>Wenig Platz in einem Arbeitsbereich</translation>
    </message>
    <message>
        <source>Disk of the data folder is full</source>
        <translation>Kein Platz für den Datenordner</translation>
    </message>
    <message>
        <source>Disk of the data folder is low</source>
        <translation>Wenig Platz für den Datenordner</translation>
    </message>
    <message>
        <source>Docker host</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download...</source>
        <translation>Herunterladen...</translation>
    </message>
    <message>
        <source>Each user gets one with the first conversation. You can make more, with limits of their own.</source>
        <translation>Jeder Benutzer bekommt einen mit dem ersten Gespräch. Weitere lassen sich anlegen, mit eigenen Grenzen.</translation>
    </message>
    <message>
        <source>Each user's agents work in a container of their own, which Docker or Podman makes.</source>
        <translation>Die Agenten jedes Benutzers arbeiten in einem eigenen Container, den Docker oder Podman bereitstellt.</translation>
    </message>
    <message>
        <source>Earlier events are being read</source>
        <translation>Frühere Ereignisse werden gelesen</translation>
    </message>
    <message>
        <source>Earlier events are summarised. They stay readable.</source>
        <translation>Frühere Ereignisse sind zusammengefasst. Sie bleiben lesbar.</translation>
    </message>
    <message>
        <source>Edited %1, %2 added, %3 removed</source>
        <translation>%1 geändert, %2 hinzugefügt, %3 entfernt</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Anderswo</translation>
    </message>
    <message>
        <source>Empty: as the server's settings say</source>
        <translation>Leer: wie es die Einstellungen des Servers sagen</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>End process</source>
        <translation>Prozess beenden</translation>
    </message>
    <message>
        <source>End process %1?</source>
        <translation>Prozess %1 beenden?</translation>
    </message>
    <message>
        <source>End process...</source>
        <translation>Prozess beenden...</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Suche beenden</translation>
    </message>
    <message>
        <source>End the search (Esc)</source>
        <translation>Suche beenden (Esc)</translation>
    </message>
    <message>
        <source>End the silence</source>
        <translation>Stille beenden</translation>
    </message>
    <message>
        <source>End what needs the memory, or give the workspace more with its setting memory.</source>
        <translation>Beenden, was den Arbeitsspeicher braucht, oder dem Arbeitsbereich mit seiner Einstellung memory mehr geben.</translation>
    </message>
    <message>
        <source>Ends what runs at once (Ctrl+F8)</source>
        <translation>Beendet sofort, was läuft (Strg+F8)</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Engine does not answer</source>
        <translation>Container-Engine antwortet nicht</translation>
    </message>
    <message>
        <source>Enter runs, Ctrl+Enter opens a new window.</source>
        <translation>Enter führt aus, Strg+Enter öffnet ein neues Fenster.</translation>
    </message>
    <message>
        <source>Environment: %1</source>
        <translation>Umgebung: %1</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Errors of the server</source>
        <translation>Fehler des Servers</translation>
    </message>
    <message>
        <source>Even before an agent lists the files of a folder.</source>
        <translation>Sogar bevor ein Agent die Dateien eines Ordners auflistet.</translation>
    </message>
    <message>
        <source>Events per second</source>
        <translation>Ereignisse je Sekunde</translation>
    </message>
    <message>
        <source>Every workspace of yours</source>
        <translation>Alle eigenen Arbeitsbereiche</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV exportieren</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>Gespräch exportieren</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>Zahlen exportieren</translation>
    </message>
    <message>
        <source>Export the log</source>
        <translation>Protokoll exportieren</translation>
    </message>
    <message>
        <source>Export the requests</source>
        <translation>Anfragen exportieren</translation>
    </message>
    <message>
        <source>Export what models and conversations used</source>
        <translation>Exportieren, was Modelle und Gespräche verbrauchten</translation>
    </message>
    <message>
        <source>Export what was changed</source>
        <translation>Änderungen exportieren</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>Exportieren...</translation>
    </message>
    <message>
        <source>Exported to %1, at most the newest 10,000 changes.</source>
        <translation>Nach %1 exportiert, höchstens die neuesten 10.000 Änderungen.</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Gescheitert: %1</translation>
    </message>
    <message>
        <source>Fetch again</source>
        <translation>Noch einmal laden</translation>
    </message>
    <message>
        <source>Fetch image</source>
        <translation>Image laden</translation>
    </message>
    <message>
        <source>Fetch image...</source>
        <translation>Image laden...</translation>
    </message>
    <message>
        <source>Fetching %1 was cancelled. No image was kept.</source>
        <translation>Das Laden von %1 wurde abgebrochen. Es wurde kein Image behalten.</translation>
    </message>
    <message>
        <source>Fetching the image</source>
        <translation>Das Image wird geladen</translation>
    </message>
    <message>
        <source>Figures over time...</source>
        <translation>Zahlen über die Zeit...</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>Datei %1</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files %1</source>
        <translation>Dateien %1</translation>
    </message>
    <message>
        <source>Files of %1 – Berth</source>
        <translation>Dateien von %1 – Berth</translation>
    </message>
    <message>
        <source>Files that were touched</source>
        <translation>Bearbeitete Dateien</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Filter by host, workspace or reason</source>
        <translation>Nach Rechner, Arbeitsbereich oder Grund filtern</translation>
    </message>
    <message>
        <source>Filter by name, user or state</source>
        <translation>Nach Name, Benutzer oder Zustand filtern</translation>
    </message>
    <message>
        <source>Filter by route, user, client or status</source>
        <translation>Nach Route, Benutzer, Client oder Status filtern</translation>
    </message>
    <message>
        <source>Filter by state, user, model and more</source>
        <translation>Nach Zustand, Benutzer, Modell und mehr filtern</translation>
    </message>
    <message>
        <source>Filter by text, user or conversation, or /pattern/</source>
        <translation>Nach Text, Benutzer, Gespräch oder /Muster/ filtern</translation>
    </message>
    <message>
        <source>Filter conversations</source>
        <translation>Gespräche filtern</translation>
    </message>
    <message>
        <source>Filter of connections</source>
        <translation>Filter der Verbindungen</translation>
    </message>
    <message>
        <source>Filter of keys</source>
        <translation>Filter der Schlüssel</translation>
    </message>
    <message>
        <source>Filter of requests</source>
        <translation>Filter der Anfragen</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>Filter des Protokolls</translation>
    </message>
    <message>
        <source>Filter of users</source>
        <translation>Filter der Benutzer</translation>
    </message>
    <message>
        <source>Filter of what was changed</source>
        <translation>Filter der Änderungen</translation>
    </message>
    <message>
        <source>Filter of workspaces</source>
        <translation>Filter der Arbeitsbereiche</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>In diesem Gespräch suchen</translation>
    </message>
    <message>
        <source>Find in this conversation (Ctrl+F)</source>
        <translation>In diesem Gespräch suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Find on this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>Find the next one</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Find the next one (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>Find the previous one</source>
        <translation>Vorherige Stelle</translation>
    </message>
    <message>
        <source>Find the previous one (Shift+F3)</source>
        <translation>Vorherige Stelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Finished today</source>
        <translation>Heute fertig geworden</translation>
    </message>
    <message>
        <source>Fires after</source>
        <translation>Meldet nach</translation>
    </message>
    <message>
        <source>First card</source>
        <translation>Erste Karte</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>Erster Lauf</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Following</source>
        <translation>Folgt mit</translation>
    </message>
    <message>
        <source>For all workspaces, from now on</source>
        <translation>Für alle Arbeitsbereiche, ab jetzt</translation>
    </message>
    <message>
        <source>For another day</source>
        <translation>Noch einen Tag</translation>
    </message>
    <message>
        <source>For another hour</source>
        <translation>Noch eine Stunde</translation>
    </message>
    <message>
        <source>For another week</source>
        <translation>Noch eine Woche</translation>
    </message>
    <message>
        <source>For every workspace of yours</source>
        <translation>Für alle eigenen Arbeitsbereiche</translation>
    </message>
    <message>
        <source>For this workspace</source>
        <translation>Für diesen Arbeitsbereich</translation>
    </message>
    <message>
        <source>For this workspace, from now on</source>
        <translation>Für diesen Arbeitsbereich, ab jetzt</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>Abzweigen</translation>
    </message>
    <message>
        <source>Fork from here</source>
        <translation>Ab hier verzweigen</translation>
    </message>
    <message>
        <source>Free some: docker system prune removes what no container uses.</source>
        <translation>Platz schaffen: docker system prune entfernt, was kein Container braucht.</translation>
    </message>
    <message>
        <source>Free up space</source>
        <translation>Platz schaffen</translation>
    </message>
    <message>
        <source>Free up space...</source>
        <translation>Platz schaffen...</translation>
    </message>
    <message>
        <source>Free, stays here</source>
        <translation>Kostenlos, bleibt hier</translation>
    </message>
    <message>
        <source>From info</source>
        <translation>Ab Info</translation>
    </message>
    <message>
        <source>From the cache</source>
        <translation>Aus dem Cache</translation>
    </message>
    <message>
        <source>From warning</source>
        <translation>Ab Warnung</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Voller Name</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Give it more, or lower the memory of each workspace.</source>
        <translation>Ihm mehr geben, oder den Arbeitsspeicher jedes Arbeitsbereichs senken.</translation>
    </message>
    <message numerus="yes">
        <source>Go on (%n new)</source>
        <translation><numerusform>Weiter (%n neue)</numerusform><numerusform>Weiter (%n neue)</numerusform></translation>
    </message>
    <message>
        <source>Go to the filter of the page</source>
        <translation>Zum Filter der Seite</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Headers of the request</source>
        <translation>Kopfzeilen der Anfrage</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Befinden</translation>
    </message>
    <message>
        <source>Hide API key</source>
        <translation>API-Schlüssel verbergen</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>Hohes Risiko</translation>
    </message>
    <message>
        <source>High risk: press once more within 3 seconds to allow it.</source>
        <translation>Hohes Risiko: Zum Erlauben innerhalb von 3 Sekunden noch einmal drücken.</translation>
    </message>
    <message>
        <source>High risk: read it to its end before you allow it.</source>
        <translation>Hohes Risiko: Lesen Sie es bis zum Ende, bevor Sie es erlauben.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Hook %1: %2</source>
        <translation>Hook %1: %2</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Hosts for all your workspaces, with commas between them.</source>
        <translation>Rechner für alle eigenen Arbeitsbereiche, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Hosts on the list</source>
        <translation>Rechner auf der Liste</translation>
    </message>
    <message>
        <source>How long a command in a workspace may run at most (default: as long as it asks for).</source>
        <translation>Wie lange ein Befehl in einem Arbeitsbereich höchstens läuft (üblich: so lange, wie er verlangt).</translation>
    </message>
    <message>
        <source>How long a conversation that nobody uses stays in memory.</source>
        <translation>Wie lange ein Gespräch, das niemand benutzt, im Speicher bleibt.</translation>
    </message>
    <message>
        <source>How long a deleted conversation can still be found on disk; 0 erases it at once.</source>
        <translation>Wie lange ein gelöschtes Gespräch noch auf der Platte zu finden ist; 0 löscht es gleich.</translation>
    </message>
    <message>
        <source>How long a question about a host waits for an answer; then it is no. 0 waits until it is answered.</source>
        <translation>Wie lange eine Frage nach einer Adresse auf Antwort wartet; danach heißt es nein. 0 wartet, bis sie beantwortet ist.</translation>
    </message>
    <message>
        <source>How long a run may tell nothing for no alert.</source>
        <translation>Wie lange ein Lauf nichts sagen darf, ohne dass ein Alarm kommt.</translation>
    </message>
    <message>
        <source>How long an added workspace that is not used keeps its files; 0 keeps them until it is deleted.</source>
        <translation>Wie lange ein hinzugefügter Arbeitsbereich, der nicht gebraucht wird, seine Dateien behält; 0 behält sie, bis er gelöscht wird.</translation>
    </message>
    <message>
        <source>How long the server's certificate must be valid for no alert.</source>
        <translation>Wie lange das Zertifikat des Servers noch gelten muss, damit kein Alarm kommt.</translation>
    </message>
    <message>
        <source>How many agents work at a time; the runs of others wait for their turn.</source>
        <translation>Wie viele Agenten zugleich arbeiten; die Läufe anderer warten, bis sie an der Reihe sind.</translation>
    </message>
    <message>
        <source>How many conversations a user may have at a time.</source>
        <translation>Wie viele Gespräche ein Benutzer zugleich haben darf.</translation>
    </message>
    <message>
        <source>How many conversations stay in memory while nobody uses them.</source>
        <translation>Wie viele Gespräche im Speicher bleiben, während niemand sie benutzt.</translation>
    </message>
    <message>
        <source>How many daily copies of the database are kept; 0 makes none.</source>
        <translation>Wie viele tägliche Kopien der Datenbank behalten werden; 0 macht keine.</translation>
    </message>
    <message>
        <source>How many files of 10 MB the log takes in DATA/logs, as JSON lines; 0 writes none.</source>
        <translation>Wie viele Dateien zu 10 MB das Protokoll in DATA/logs belegt, als JSON-Zeilen; 0 schreibt keine.</translation>
    </message>
    <message>
        <source>How many of the answers of five minutes may be failures of the server for no alert.</source>
        <translation>Wie viele der Antworten aus fünf Minuten Fehler des Servers sein dürfen, ohne dass ein Alarm kommt.</translation>
    </message>
    <message>
        <source>How many of the traces that begin here are sent.</source>
        <translation>Wie viele der Traces, die hier beginnen, gesendet werden.</translation>
    </message>
    <message>
        <source>How many tokens of models a user may use in a day (default: what they like).</source>
        <translation>Wie viele Token von Modellen ein Benutzer an einem Tag brauchen darf (üblich: so viele er mag).</translation>
    </message>
    <message>
        <source>How many workspaces a user may add.</source>
        <translation>Wie viele Arbeitsbereiche ein Benutzer hinzufügen darf.</translation>
    </message>
    <message>
        <source>How much of the data folder's disk must be free for no alert.</source>
        <translation>Wie viel der Platte mit dem Datenordner frei sein muss, damit kein Alarm kommt.</translation>
    </message>
    <message>
        <source>How much of what they may spend on models a user may have spent for no alert.</source>
        <translation>Wie viel von dem, was er für Modelle ausgeben darf, ein Benutzer ausgegeben haben darf, ohne dass ein Alarm kommt.</translation>
    </message>
    <message>
        <source>How much the files of a workspace may take, such as 10g (default: 10g).</source>
        <translation>Wie viel Platz die Dateien eines Arbeitsbereichs haben, etwa 10g (üblich: 10g).</translation>
    </message>
    <message>
        <source>How old the newest daily copy of the database may be for no alert.</source>
        <translation>Wie alt die neueste tägliche Kopie der Datenbank sein darf, ohne dass ein Alarm kommt.</translation>
    </message>
    <message>
        <source>I have stored it</source>
        <translation>Sicher verwahrt</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>Untätig</translation>
    </message>
    <message>
        <source>Idle timeout</source>
        <translation>Entfernen nach</translation>
    </message>
    <message>
        <source>If it wants one</source>
        <translation>Falls sie einen verlangt</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Image %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>Image %1 of %2</source>
        <translation>Bild %1 von %2</translation>
    </message>
    <message>
        <source>Image, built of a folder</source>
        <translation>Image, aus einem Ordner gebaut</translation>
    </message>
    <message>
        <source>Image, saved of a workspace</source>
        <translation>Image, aus Arbeitsbereich gesichert</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Images of the card</source>
        <translation>Bilder der Karte</translation>
    </message>
    <message>
        <source>Images that go with the message</source>
        <translation>Bilder, die mit der Nachricht gehen</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Hinein</translation>
    </message>
    <message>
        <source>In %1, from %2 to %3.</source>
        <translation>In %1, von %2 bis %3.</translation>
    </message>
    <message>
        <source>In 30 days</source>
        <translation>In 30 Tagen</translation>
    </message>
    <message>
        <source>In 90 days</source>
        <translation>In 90 Tagen</translation>
    </message>
    <message>
        <source>In a year</source>
        <translation>In einem Jahr</translation>
    </message>
    <message>
        <source>In all history</source>
        <translation>Im ganzen Verlauf</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>In der Warteschlange</translation>
    </message>
    <message>
        <source>In the queue, at %1</source>
        <translation>In der Warteschlange, Platz %1</translation>
    </message>
    <message>
        <source>In the timeline</source>
        <translation>Im Verlauf</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Insecure bind</source>
        <translation>Ungeschützt hören</translation>
    </message>
    <message>
        <source>Install Berth again; berth-workspaced belongs beside berthd.</source>
        <translation>Berth neu installieren; berth-workspaced gehört neben berthd.</translation>
    </message>
    <message>
        <source>Install Docker or Podman, or start it if it is installed.</source>
        <translation>Docker oder Podman installieren, oder starten, wenn es installiert ist.</translation>
    </message>
    <message>
        <source>Install the helper for that machine.</source>
        <translation>Den Helfer für diesen Rechner installieren.</translation>
    </message>
    <message>
        <source>Instructions for the agent</source>
        <translation>Anweisungen für den Agenten</translation>
    </message>
    <message>
        <source>It counts from the next step on.</source>
        <translation>Es gilt vom nächsten Schritt an.</translation>
    </message>
    <message>
        <source>It does not answer</source>
        <translation>Sie antwortet nicht</translation>
    </message>
    <message>
        <source>It does not start. %1</source>
        <translation>Er startet nicht. %1</translation>
    </message>
    <message>
        <source>It does what it decides. Its container is the only wall.</source>
        <translation>Er tut, was er entscheidet. Nur sein Container hält ihn zurück.</translation>
    </message>
    <message>
        <source>It does what it decides. Without containers, nothing holds it.</source>
        <translation>Er tut, was er entscheidet. Ohne Container hält ihn nichts zurück.</translation>
    </message>
    <message>
        <source>It fires after a whole number of seconds, from 0 to %1.</source>
        <translation>Sie meldet nach einer ganzen Zahl von Sekunden, von 0 bis %1.</translation>
    </message>
    <message>
        <source>It frees at most %1 and cannot be had back.</source>
        <translation>Das gibt höchstens %1 frei; das Image ist dann verloren.</translation>
    </message>
    <message>
        <source>It frees at most %1. It is built again when a workspace needs it.</source>
        <translation>Das gibt höchstens %1 frei. Das Image wird wieder gebaut, wenn ein Arbeitsbereich es braucht.</translation>
    </message>
    <message>
        <source>It is at %1 now.</source>
        <translation>Er steht jetzt bei %1.</translation>
    </message>
    <message>
        <source>It is done by the model that you chose.</source>
        <translation>Das gewählte Modell erledigt es.</translation>
    </message>
    <message>
        <source>It is sealed on the server and never shown again.</source>
        <translation>Er wird auf dem Server versiegelt und nie wieder angezeigt.</translation>
    </message>
    <message>
        <source>It is stopped, and starts with its new rules when it is used.</source>
        <translation>Er ist angehalten und startet mit den neuen Regeln, sobald er gebraucht wird.</translation>
    </message>
    <message>
        <source>It is tried again when it is used from %1 on.</source>
        <translation>Es wird wieder versucht, wenn er ab %1 benutzt wird.</translation>
    </message>
    <message>
        <source>It is tried again when it is used.</source>
        <translation>Es wird wieder versucht, wenn er benutzt wird.</translation>
    </message>
    <message>
        <source>It may</source>
        <translation>Er darf</translation>
    </message>
    <message>
        <source>It stands on the page Alerts in any case.</source>
        <translation>Auf der Seite Alarme steht es in jedem Fall.</translation>
    </message>
    <message>
        <source>It starts again when it is used. If it dies again, read GET /workspaces/{id}/logs.</source>
        <translation>Er startet wieder, wenn er gebraucht wird. Geht er noch einmal verloren, hilft GET /workspaces/{id}/logs.</translation>
    </message>
    <message>
        <source>It waits until you answer</source>
        <translation>Wartet, bis Sie antworten</translation>
    </message>
    <message>
        <source>It was last used: %1. What bears it is refused at once, and its connections end.</source>
        <translation>Zuletzt benutzt: %1. Wer ihn vorzeigt, wird sofort abgewiesen, und seine Verbindungen enden.</translation>
    </message>
    <message>
        <source>It was never used. What bears it is refused at once.</source>
        <translation>Er wurde nie benutzt. Wer ihn vorzeigt, wird sofort abgewiesen.</translation>
    </message>
    <message>
        <source>It was not used for long; its files are kept.</source>
        <translation>Er wurde lange nicht gebraucht; seine Dateien bleiben erhalten.</translation>
    </message>
    <message>
        <source>It works. It answered in %1 and reads %L2 tokens at once.</source>
        <translation>Es funktioniert: Antwort in %1, liest %L2 Token auf einmal.</translation>
    </message>
    <message>
        <source>It works. It answered in %1.</source>
        <translation>Es funktioniert: Antwort in %1.</translation>
    </message>
    <message>
        <source>Its container and all its files go and cannot be had back. Conversations that worked in it stay.</source>
        <translation>Sein Container und alle seine Dateien gehen unwiderruflich verloren. Gespräche, die darin gearbeitet haben, bleiben.</translation>
    </message>
    <message>
        <source>Its key goes too. Conversations that began with it keep it.</source>
        <translation>Auch sein Schlüssel wird entfernt. Gespräche, die damit begonnen haben, behalten es.</translation>
    </message>
    <message>
        <source>JSON of the card</source>
        <translation>JSON der Karte</translation>
    </message>
    <message>
        <source>Keep closed</source>
        <translation>Gelöschte behalten</translation>
    </message>
    <message>
        <source>Keep idle</source>
        <translation>Unbenutzte im Speicher</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Keep running when the window closes</source>
        <translation>Weiterlaufen, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Keep running without it</source>
        <translation>Ohne Symbol weiterlaufen</translation>
    </message>
    <message>
        <source>Keep the files of each new workspace in a file system of their own, so that its disk limit is hard also where the engine cannot bound volumes. It needs root.</source>
        <translation>Legt die Dateien jedes neuen Arbeitsbereichs in ein eigenes Dateisystem, so dass die Grenze für Platz auch dort hart ist, wo die Engine Volumes nicht begrenzen kann. Das braucht root.</translation>
    </message>
    <message>
        <source>Keep workspaces</source>
        <translation>Arbeitsbereiche behalten</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Key refused</source>
        <translation>Schlüssel abgelehnt</translation>
    </message>
    <message>
        <source>Keychain</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Keys</source>
        <comment>of the keyboard</comment>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys and users</source>
        <translation>Schlüssel, Benutzer</translation>
    </message>
    <message>
        <source>Keys are masked: the server keeps neither them nor queries and bodies.</source>
        <translation>Schlüssel sind verdeckt: Der Server bewahrt weder sie noch Suchteile und Inhalte auf.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language of the snippet</source>
        <translation>Sprache des Beispiels</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Text vergrößern</translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation><numerusform>Letzter Tag</numerusform><numerusform>Letzte %n Tage</numerusform></translation>
    </message>
    <message>
        <source>Last 15 minutes</source>
        <translation>Letzte 15 Minuten</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>Letzte 90 Tage</translation>
    </message>
    <message>
        <source>Last card, and follow</source>
        <translation>Letzte Karte, und mitlaufen</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Latency, 95 %</source>
        <translation>Antwortzeit, 95 %</translation>
    </message>
    <message>
        <source>Lets the agent go on (F8)</source>
        <translation>Lässt den Agenten weiterarbeiten (F8)</translation>
    </message>
    <message>
        <source>Letters, digits and dashes; it stays as it is.</source>
        <translation>Buchstaben, Ziffern und Striche; er bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light, high contrast</source>
        <translation>Hell, hoher Kontrast</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>Grenzen von %1</translation>
    </message>
    <message>
        <source>Limits of a workspace hold from its next start on.</source>
        <translation>Grenzen eines Arbeitsbereichs gelten ab seinem nächsten Start.</translation>
    </message>
    <message>
        <source>Limits...</source>
        <translation>Grenzen...</translation>
    </message>
    <message>
        <source>Listen on an address that others reach although there is no TLS, or no key is asked for.</source>
        <translation>Hört auf einer Adresse, die andere erreichen, obwohl es kein TLS gibt oder nach keinem Schlüssel gefragt wird.</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Load a model first</source>
        <translation>Erst ein Modell laden</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Log files</source>
        <translation>Dateien des Protokolls</translation>
    </message>
    <message>
        <source>Log format</source>
        <translation>Form des Protokolls</translation>
    </message>
    <message>
        <source>Log of the server</source>
        <translation>Protokoll des Servers</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Long runs that are finished</source>
        <translation>Lange Läufe, die fertig sind</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Look at GET /requests with status 500 and at the log for what the failures have in common.</source>
        <translation>In GET /requests mit Status 500 und im Protokoll nachsehen, was die Fehler gemeinsam haben.</translation>
    </message>
    <message>
        <source>Look at what the agent waits for; interrupt it if that will not come.</source>
        <translation>Nachsehen, worauf der Agent wartet, und ihn unterbrechen, wenn das nicht kommt.</translation>
    </message>
    <message>
        <source>Look at what the agents do for it; if it is meant, raise the budget with PATCH /users/{id} or PATCH /conversations/{id}.</source>
        <translation>Nachsehen, was die Agenten dafür tun; ist es gewollt, das Budget mit PATCH /users/{id} oder PATCH /conversations/{id} erhöhen.</translation>
    </message>
    <message>
        <source>Look for the critical lines of the log: each tells of one of these requests.</source>
        <translation>Die kritischen Zeilen im Protokoll erzählen je von einer dieser Anfragen.</translation>
    </message>
    <message>
        <source>Look what else keeps the disk of the data folder busy, or put the folder on a faster one.</source>
        <translation>Nachsehen, was die Platte des Datenordners sonst beschäftigt, oder den Ordner auf eine schnellere legen.</translation>
    </message>
    <message>
        <source>Look whether the engine runs on this machine and whether the server may use its socket.</source>
        <translation>Nachsehen, ob die Engine auf diesem Rechner läuft und ob der Server ihren Socket benutzen darf.</translation>
    </message>
    <message>
        <source>Looked at the page</source>
        <translation>Die Seite angesehen</translation>
    </message>
    <message>
        <source>Looked at the tabs</source>
        <translation>Die Reiter angesehen</translation>
    </message>
    <message>
        <source>Looking for an engine. You can go on meanwhile.</source>
        <translation>Eine Engine wird gesucht. Währenddessen kann es weitergehen.</translation>
    </message>
    <message>
        <source>Looking for model servers on this computer...</source>
        <translation>Modellserver auf diesem Rechner werden gesucht...</translation>
    </message>
    <message>
        <source>Low risk</source>
        <translation>Geringes Risiko</translation>
    </message>
    <message>
        <source>Lowest level</source>
        <translation>Niedrigste Stufe</translation>
    </message>
    <message>
        <source>Make room on the disk of the data folder now: without any, nothing more can be kept.</source>
        <translation>Jetzt Platz auf der Platte des Datenordners schaffen: Ohne ihn kann nichts mehr aufbewahrt werden.</translation>
    </message>
    <message>
        <source>Make room on the disk of the data folder, or move the folder to a larger one.</source>
        <translation>Platz auf der Platte des Datenordners schaffen oder den Ordner auf eine größere legen.</translation>
    </message>
    <message>
        <source>Making the container</source>
        <translation>Der Container wird erstellt</translation>
    </message>
    <message>
        <source>Manage</source>
        <translation>Verwalten</translation>
    </message>
    <message>
        <source>Many requests fail</source>
        <translation>Viele Anfragen scheitern</translation>
    </message>
    <message>
        <source>Max conversations</source>
        <translation>Höchstzahl Gespräche</translation>
    </message>
    <message>
        <source>Max cost per day</source>
        <translation>Höchstkosten je Tag</translation>
    </message>
    <message>
        <source>Max cost per month</source>
        <translation>Höchstkosten je Monat</translation>
    </message>
    <message>
        <source>Max in memory</source>
        <translation>Höchstzahl im Speicher</translation>
    </message>
    <message>
        <source>Max runs</source>
        <translation>Höchstzahl Läufe</translation>
    </message>
    <message>
        <source>Max tokens per day</source>
        <translation>Höchstzahl Token je Tag</translation>
    </message>
    <message>
        <source>Max tokens per month</source>
        <translation>Höchstzahl Token je Monat</translation>
    </message>
    <message>
        <source>Max workspaces</source>
        <translation>Höchstzahl Arbeitsbereiche</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Darf</translation>
    </message>
    <message>
        <source>May this workspace connect?</source>
        <translation>Darf sich dieser Arbeitsbereich verbinden?</translation>
    </message>
    <message>
        <source>Medium risk</source>
        <translation>Mittleres Risiko</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Memory of Berth and its workspaces</source>
        <translation>Arbeitsspeicher von Berth und seinen Arbeitsbereichen</translation>
    </message>
    <message>
        <source>Memory of a workspace is low</source>
        <translation>Wenig Speicher in einem Arbeitsbereich</translation>
    </message>
    <message>
        <source>Memory of a workspace, such as 2g (default: 2g).</source>
        <translation>Arbeitsspeicher eines Arbeitsbereichs, etwa 2g (üblich: 2g).</translation>
    </message>
    <message>
        <source>Menu of what has the focus</source>
        <translation>Menü dessen, was den Fokus hat</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Message to the agent</source>
        <translation>Nachricht an den Agenten</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Metrics: read the server's figures</source>
        <translation>Messwerte: die Zahlen des Servers lesen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model fails</source>
        <translation>Modell scheitert</translation>
    </message>
    <message>
        <source>Model time</source>
        <translation>Zeit des Modells</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models and conversations...</source>
        <translation>Modelle und Gespräche...</translation>
    </message>
    <message>
        <source>More about this conversation</source>
        <translation>Mehr zu diesem Gespräch</translation>
    </message>
    <message>
        <source>More hosts</source>
        <translation>Weitere Rechner</translation>
    </message>
    <message>
        <source>More is to be written than the disk takes; further work is refused when the queue is full.</source>
        <translation>Es ist mehr zu schreiben, als die Platte annimmt; weitere Arbeit wird abgewiesen, wenn die Warteschlange voll ist.</translation>
    </message>
    <message>
        <source>More time</source>
        <translation>Mehr Zeit</translation>
    </message>
    <message>
        <source>More time for a question about a host</source>
        <translation>Mehr Zeit für eine Frage nach einer Adresse</translation>
    </message>
    <message>
        <source>Move lines wider than the card</source>
        <translation>Zeilen verschieben, die breiter als die Karte sind</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name a model.</source>
        <translation>Ein Modell nennen.</translation>
    </message>
    <message>
        <source>Name the engine by a shorter path.</source>
        <translation>Die Engine mit einem kürzeren Pfad nennen.</translation>
    </message>
    <message>
        <source>Name the engine's own address with --docker-host.</source>
        <translation>Die eigene Adresse der Engine mit --docker-host nennen.</translation>
    </message>
    <message>
        <source>Name the engine's socket with --docker-host.</source>
        <translation>Den Socket der Engine mit --docker-host nennen.</translation>
    </message>
    <message>
        <source>Near limit</source>
        <translation>Fast an der Grenze</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Braucht einen Blick</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Steht an</translation>
    </message>
    <message>
        <source>Needs you %1</source>
        <translation>Steht an %1</translation>
    </message>
    <message>
        <source>Needs you: %1</source>
        <translation>Steht an: %1</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Network: in %1, out %2</source>
        <translation>Netz: herein %1, hinaus %2</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Never asks</source>
        <translation>Fragt nie</translation>
    </message>
    <message>
        <source>Never used</source>
        <translation>Nie benutzt</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>New conversation (Ctrl+N)</source>
        <translation>Neues Gespräch (Strg+N)</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>New key...</source>
        <translation>Neuer Schlüssel...</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>Neues Modell</translation>
    </message>
    <message>
        <source>New model...</source>
        <translation>Neues Modell...</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>New rule...</source>
        <translation>Neue Regel...</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>New user...</source>
        <translation>Neuer Benutzer...</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>Neuer Arbeitsbereich</translation>
    </message>
    <message>
        <source>Next card</source>
        <translation>Nächste Karte</translation>
    </message>
    <message>
        <source>Next error</source>
        <translation>Nächster Fehler</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Nächster Bereich</translation>
    </message>
    <message>
        <source>No agent is working.</source>
        <translation>Kein Agent arbeitet.</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>No auth</source>
        <translation>Ohne Schlüssel</translation>
    </message>
    <message>
        <source>No cap</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>No connection was refused.</source>
        <translation>Keine Verbindung wurde abgelehnt.</translation>
    </message>
    <message>
        <source>No conversation is open</source>
        <translation>Kein Gespräch ist offen</translation>
    </message>
    <message>
        <source>No engine</source>
        <translation>Keine Engine</translation>
    </message>
    <message>
        <source>No engine answers</source>
        <translation>Keine Engine antwortet</translation>
    </message>
    <message>
        <source>No engine answers, so agents work in sandboxes: one for each user, with the programs of this computer.</source>
        <translation>Keine Engine antwortet, deshalb arbeiten Agenten in Sandboxen: eine für jeden Benutzer, mit den Programmen dieses Rechners.</translation>
    </message>
    <message>
        <source>No engine answers. Agents have no place to work in until there is one.</source>
        <translation>Keine Engine antwortet. Bis es eine gibt, haben Agenten keinen Ort zum Arbeiten.</translation>
    </message>
    <message>
        <source>No file was changed yet</source>
        <translation>Noch wurde keine Datei geändert</translation>
    </message>
    <message>
        <source>No image was kept.</source>
        <translation>Es wurde kein Image behalten.</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>Noch keine Images</translation>
    </message>
    <message>
        <source>No longer: it is refused at once</source>
        <translation>Nicht mehr: Er wird sofort abgelehnt</translation>
    </message>
    <message>
        <source>No model is kept on this server yet, so the snippet asks for the demo.</source>
        <translation>Auf diesem Server ist noch kein Modell hinterlegt, deshalb verlangt das Beispiel die Vorführung.</translation>
    </message>
    <message>
        <source>No model is kept yet. Settings has a place for them.</source>
        <translation>Noch ist kein Modell gespeichert. In den Einstellungen ist Platz dafür.</translation>
    </message>
    <message>
        <source>No model is set up yet; Settings has a place for them. The offline demo works without.</source>
        <translation>Noch ist kein Modell eingerichtet; in den Einstellungen ist Platz dafür. Die Vorführung ohne Netz geht auch so.</translation>
    </message>
    <message>
        <source>No model was asked in this time</source>
        <translation>In dieser Zeit wurde kein Modell gefragt</translation>
    </message>
    <message>
        <source>No model was asked yet</source>
        <translation>Noch kein Modell wurde gefragt</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>No model yet. Without one, agents can only play the offline demo.</source>
        <translation>Noch kein Modell. Ohne eines können Agenten nur die Offline-Demo spielen.</translation>
    </message>
    <message>
        <source>No model yet: play the offline demo</source>
        <translation>Noch kein Modell: Vorführung ohne Netz ansehen</translation>
    </message>
    <message>
        <source>No package can be fetched. For example for work on files that must not leave.</source>
        <translation>Kein Paket lässt sich holen. Zum Beispiel für Dateien, die den Rechner nicht verlassen dürfen.</translation>
    </message>
    <message>
        <source>No program has asked this server for anything yet.</source>
        <translation>Noch kein Programm hat diesen Server etwas gefragt.</translation>
    </message>
    <message>
        <source>No recent conversation fits the filter.</source>
        <translation>Kein neueres Gespräch passt zum Filter.</translation>
    </message>
    <message>
        <source>No workspaces yet</source>
        <translation>Noch keine Arbeitsbereiche</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>None</source>
        <comment>network</comment>
        <translation>Keins</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Keine gefunden</translation>
    </message>
    <message>
        <source>None of the user's keys works any more, and their agents stop. Everything is kept.</source>
        <translation>Kein Schlüssel des Benutzers gilt mehr, und seine Agenten halten an. Alles bleibt erhalten.</translation>
    </message>
    <message>
        <source>None was found: Ollama, LM Studio, llama.cpp and vLLM were looked for.</source>
        <translation>Keiner wurde gefunden: Gesucht wurden Ollama, LM Studio, llama.cpp und vLLM.</translation>
    </message>
    <message>
        <source>None: the offline demo</source>
        <translation>Keines: die Vorführung ohne Netz</translation>
    </message>
    <message>
        <source>Not counted without a limit of the disk</source>
        <translation>Ohne Grenze des Speicherplatzes nicht gezählt</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Not known here</source>
        <translation>Hier nicht bekannt</translation>
    </message>
    <message>
        <source>Not known while it does not run</source>
        <translation>Nicht bekannt, solange er nicht läuft</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>Not told yet</source>
        <translation>Noch nicht gemeldet</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Nothing can connect</source>
        <translation>Nichts kann sich verbinden</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Nothing has finished today.</source>
        <translation>Heute ist noch nichts fertig geworden.</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>Nichts heißt so.</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Nichts ist ausgewählt.</translation>
    </message>
    <message>
        <source>Nothing is over yet</source>
        <translation>Noch ist nichts vorbei</translation>
    </message>
    <message>
        <source>Nothing leaves this computer until you choose a cloud model. You can change every answer later in Settings.</source>
        <translation>Nichts verlässt diesen Rechner, solange kein Modell aus der Cloud gewählt ist. Jede Antwort lässt sich später in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>Nichts passt zum Filter</translation>
    </message>
    <message>
        <source>Nothing needs you</source>
        <translation>Nichts steht an</translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation>Nichts steht an.</translation>
    </message>
    <message>
        <source>Nothing of that kind needs you</source>
        <translation>Nichts davon steht an</translation>
    </message>
    <message>
        <source>Nothing of that was ever said or done.</source>
        <translation>Nichts davon wurde je gesagt oder getan.</translation>
    </message>
    <message>
        <source>Nothing of this rule is changed</source>
        <translation>An dieser Regel ist nichts geändert</translation>
    </message>
    <message>
        <source>Nothing was found that is not needed.</source>
        <translation>Nichts gefunden, was nicht gebraucht wird.</translation>
    </message>
    <message>
        <source>Nothing was printed.</source>
        <translation>Es wurde nichts ausgegeben.</translation>
    </message>
    <message>
        <source>Nothing was recorded in this time</source>
        <translation>In dieser Zeit wurde nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Of a server of your own, such as http://127.0.0.1:11434.</source>
        <translation>Eines eigenen Servers, etwa http://127.0.0.1:11434.</translation>
    </message>
    <message>
        <source>Of a user of that server. It is not stored here.</source>
        <translation>Von einem Benutzer jenes Servers. Er wird hier nicht gespeichert.</translation>
    </message>
    <message>
        <source>Of each workspace, such as 2g</source>
        <translation>Je Arbeitsbereich, etwa 2g</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>rule</comment>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Oidc audience</source>
        <translation>OIDC-Empfänger</translation>
    </message>
    <message>
        <source>Oidc issuer</source>
        <translation>OIDC-Aussteller</translation>
    </message>
    <message>
        <source>Oidc scope claim</source>
        <translation>OIDC-Angabe der Rechte</translation>
    </message>
    <message>
        <source>Oidc user claim</source>
        <translation>OIDC-Angabe des Benutzers</translation>
    </message>
    <message>
        <source>Oidc users</source>
        <translation>OIDC-Benutzer</translation>
    </message>
    <message>
        <source>On</source>
        <comment>rule</comment>
        <translation>Ein</translation>
    </message>
    <message>
        <source>On a question</source>
        <translation>Bei einer Frage</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>On shutdown</source>
        <translation>Beim Beenden</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>One host on each line, such as *.example.com</source>
        <translation>Ein Host je Zeile, zum Beispiel *.example.com</translation>
    </message>
    <message>
        <source>Only failed</source>
        <translation>Nur gescheiterte</translation>
    </message>
    <message>
        <source>Only files can be brought in. Put a folder into an archive first.</source>
        <translation>Nur Dateien lassen sich hereinholen. Ein Ordner muss vorher in ein Archiv.</translation>
    </message>
    <message>
        <source>Only images that were built or saved here can be deleted here.</source>
        <translation>Nur Images, die hier gebaut oder gesichert wurden, lassen sich hier löschen.</translation>
    </message>
    <message>
        <source>Only mine</source>
        <translation>Nur eigene</translation>
    </message>
    <message>
        <source>Only refused</source>
        <translation>Nur abgewiesene</translation>
    </message>
    <message>
        <source>Only the conversation %1</source>
        <translation>Nur das Gespräch %1</translation>
    </message>
    <message>
        <source>Only the request %1</source>
        <translation>Nur die Anfrage %1</translation>
    </message>
    <message>
        <source>Only the room %1</source>
        <translation>Nur der Raum %1</translation>
    </message>
    <message>
        <source>Only the user %1</source>
        <translation>Nur der Benutzer %1</translation>
    </message>
    <message>
        <source>Only this computer can connect</source>
        <translation>Nur dieser Rechner kann sich verbinden</translation>
    </message>
    <message>
        <source>Only what is on its way can be cancelled.</source>
        <translation>Nur was unterwegs ist, lässt sich abbrechen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>network</comment>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Open %1...</source>
        <translation>%1 öffnen...</translation>
    </message>
    <message>
        <source>Open API docs</source>
        <translation>API-Dokumentation öffnen</translation>
    </message>
    <message>
        <source>Open Alerts</source>
        <translation>Alarme öffnen</translation>
    </message>
    <message>
        <source>Open Berth</source>
        <translation>Berth öffnen</translation>
    </message>
    <message>
        <source>Open Conversations</source>
        <translation>Gespräche öffnen</translation>
    </message>
    <message>
        <source>Open Home</source>
        <translation>Start öffnen</translation>
    </message>
    <message>
        <source>Open Inbox</source>
        <translation>Eingang öffnen</translation>
    </message>
    <message>
        <source>Open Keys and users</source>
        <translation>Schlüssel und Benutzer öffnen</translation>
    </message>
    <message>
        <source>Open Logs</source>
        <translation>Protokolle öffnen</translation>
    </message>
    <message>
        <source>Open Metrics</source>
        <translation>Messwerte öffnen</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Open Workspaces</source>
        <translation>Arbeitsbereiche öffnen</translation>
    </message>
    <message>
        <source>Open alerts</source>
        <translation>Alarme öffnen</translation>
    </message>
    <message>
        <source>Open another shell</source>
        <translation>Weitere Shell öffnen</translation>
    </message>
    <message>
        <source>Open conversation</source>
        <translation>Gespräch öffnen</translation>
    </message>
    <message>
        <source>Open diff</source>
        <translation>Diff öffnen</translation>
    </message>
    <message>
        <source>Open in a window</source>
        <translation>In einem Fenster öffnen</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Link öffnen</translation>
    </message>
    <message>
        <source>Open or close the card</source>
        <translation>Karte öffnen oder schließen</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Open the set-up...</source>
        <translation>Einrichtung öffnen...</translation>
    </message>
    <message>
        <source>Open the terminal</source>
        <translation>Terminal öffnen</translation>
    </message>
    <message>
        <source>Open this link in the browser?</source>
        <translation>Diesen Link im Browser öffnen?</translation>
    </message>
    <message>
        <source>Open what the link leads to</source>
        <translation>Öffnen, wohin der Link führt</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>Arbeitsbereich öffnen</translation>
    </message>
    <message>
        <source>OpenAI, Google, OpenRouter, Mistral, DeepSeek, xAI or Groq. Your key is sealed on the server and never enters a workspace.</source>
        <translation>OpenAI, Google, OpenRouter, Mistral, DeepSeek, xAI oder Groq. Der Schlüssel wird auf dem Server versiegelt und gelangt nie in einen Arbeitsbereich.</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>%1 geöffnet</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Other computers can connect</source>
        <translation>Andere Rechner können sich verbinden</translation>
    </message>
    <message>
        <source>Other things do.</source>
        <translation>Anderes schon.</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Otlp endpoint</source>
        <translation>OTLP-Adresse</translation>
    </message>
    <message>
        <source>Otlp ratio</source>
        <translation>OTLP-Anteil</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Heraus</translation>
    </message>
    <message>
        <source>Outside of conversations</source>
        <translation>Außerhalb von Gesprächen</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Gehört</translation>
    </message>
    <message>
        <source>PEM certificate chain; turns TLS on together with --tls-key.</source>
        <translation>Zertifikatskette als PEM; schaltet TLS zusammen mit --tls-key ein.</translation>
    </message>
    <message>
        <source>PEM private key.</source>
        <translation>Privater Schlüssel als PEM.</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>Package registries and code hosts, for example pypi.org and github.com.</source>
        <translation>Paketquellen und Code-Hoster, zum Beispiel pypi.org und github.com.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Parts of keys and users</source>
        <translation>Teile von Schlüssel und Benutzer</translation>
    </message>
    <message>
        <source>Parts of the alerts</source>
        <translation>Teile der Alarme</translation>
    </message>
    <message>
        <source>Parts of the logs</source>
        <translation>Teile der Protokolle</translation>
    </message>
    <message>
        <source>Parts of the workspace</source>
        <translation>Teile des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Parts of the workspaces</source>
        <translation>Teile der Arbeitsbereiche</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause after</source>
        <translation>Anhalten nach</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Pause all agents</source>
        <translation>Alle Agenten anhalten</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
    <message>
        <source>Pause or resume all agents</source>
        <translation>Alle Agenten anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Pause or resume this agent</source>
        <translation>Diesen Agenten anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Pause workspace</source>
        <translation>Arbeitsbereich anhalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused %1</source>
        <translation>Angehalten %1</translation>
    </message>
    <message>
        <source>Pauses after the current step (F8)</source>
        <translation>Hält nach dem laufenden Schritt an (F8)</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Im Anzug</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Plan · %1 of %2 done</source>
        <translation>Plan · %1 von %2 erledigt</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Port to listen on; 0 takes any free one.</source>
        <translation>Port, auf dem der Server hört; 0 nimmt irgendeinen freien.</translation>
    </message>
    <message>
        <source>Press A to allow it once, D to deny it, R to show more.</source>
        <translation>A erlaubt es einmal, D lehnt es ab, R zeigt mehr.</translation>
    </message>
    <message>
        <source>Previous card</source>
        <translation>Vorherige Karte</translation>
    </message>
    <message>
        <source>Previous error</source>
        <translation>Vorheriger Fehler</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Vorheriger Bereich</translation>
    </message>
    <message>
        <source>Problems %1</source>
        <translation>Probleme %1</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Processes and threads of a workspace (default: 512).</source>
        <translation>Prozesse und Threads eines Arbeitsbereichs (üblich: 512).</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Program ended for want of memory</source>
        <translation>Programm aus Speichermangel beendet</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Provider and model, such as openai/gpt-5.1.</source>
        <translation>Anbieter und Modell, etwa openai/gpt-5.1.</translation>
    </message>
    <message>
        <source>Put ca.pem, cert.pem and key.pem there, or name their folder with DOCKER_CERT_PATH.</source>
        <translation>ca.pem, cert.pem und key.pem dorthin legen oder ihren Ordner mit DOCKER_CERT_PATH nennen.</translation>
    </message>
    <message>
        <source>Put this notice away</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
    <message>
        <source>Question, %1: %2</source>
        <translation>Frage, %1: %2</translation>
    </message>
    <message>
        <source>Questions %1</source>
        <translation>Fragen %1</translation>
    </message>
    <message>
        <source>Questions and connections</source>
        <translation>Fragen und Verbindungen</translation>
    </message>
    <message>
        <source>Questions of agents, connections that workspaces ask for, runs that failed and alerts come here.</source>
        <translation>Fragen von Agenten, Verbindungen, um die Arbeitsbereiche bitten, gescheiterte Läufe und Alarme kommen hierher.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Quit Berth</source>
        <translation>Berth beenden</translation>
    </message>
    <message>
        <source>Quit Berth...</source>
        <translation>Berth beenden...</translation>
    </message>
    <message>
        <source>Quit on close</source>
        <translation>Beim Schließen beenden</translation>
    </message>
    <message>
        <source>Quitting pauses them; they go on when Berth starts again.</source>
        <translation>Beenden hält sie an; sie machen weiter, wenn Berth wieder startet.</translation>
    </message>
    <message>
        <source>Raise cap</source>
        <translation>Obergrenze anheben</translation>
    </message>
    <message>
        <source>Raise limit...</source>
        <translation>Grenze erhöhen...</translation>
    </message>
    <message>
        <source>Raise the budget with PATCH /users/{id} or PATCH /conversations/{id}, or wait until it is renewed; then run the conversations again that stopped.</source>
        <translation>Das Budget mit PATCH /users/{id} oder PATCH /conversations/{id} erhöhen oder warten, bis es erneuert wird; danach die Gespräche weiterlaufen lassen, die anhielten.</translation>
    </message>
    <message>
        <source>Rate limit</source>
        <translation>Höchstzahl Anfragen</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Read the log for the reason; it is the disk in most cases. Clients were told that their changes failed.</source>
        <translation>Der Grund steht im Protokoll; meist ist es die Platte. Die Programme haben erfahren, dass ihre Änderungen scheiterten.</translation>
    </message>
    <message>
        <source>Read the log for why no daily copy was made; berthd backup makes one at once.</source>
        <translation>Im Protokoll steht, warum keine tägliche Kopie gemacht wurde; berthd backup macht gleich eine.</translation>
    </message>
    <message>
        <source>Read the page</source>
        <translation>Die Seite gelesen</translation>
    </message>
    <message>
        <source>Read the reason, change the workspace's image or settings, and start it again.</source>
        <translation>Den Grund lesen, Image oder Einstellungen des Arbeitsbereichs ändern und ihn wieder starten.</translation>
    </message>
    <message>
        <source>Read what the agent did last and tell it what to do instead.</source>
        <translation>Lesen, was der Agent zuletzt tat, und ihm sagen, was er stattdessen tun soll.</translation>
    </message>
    <message>
        <source>Read: see everything of the user</source>
        <translation>Lesen: alles des Benutzers sehen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Redirect port</source>
        <translation>Port zum Umleiten</translation>
    </message>
    <message>
        <source>Refuse from now on</source>
        <translation>Ab jetzt abweisen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Refused connections</source>
        <translation>Abgelehnte Verbindungen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Remove files from the workspace, or give it more space with its setting disk.</source>
        <translation>Dateien des Arbeitsbereichs löschen oder ihm mit seiner Einstellung disk mehr Platz geben.</translation>
    </message>
    <message>
        <source>Remove files from the workspace, or give it more space with its setting disk: it can write no more.</source>
        <translation>Dateien des Arbeitsbereichs löschen oder ihm mit seiner Einstellung disk mehr Platz geben: Er kann nichts mehr schreiben.</translation>
    </message>
    <message>
        <source>Remove model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>Regel entfernen</translation>
    </message>
    <message>
        <source>Remove the model "%1"?</source>
        <translation>Das Modell „%1“ entfernen?</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Entfernen...</translation>
    </message>
    <message>
        <source>Removed when idle</source>
        <translation>Nach Untätigkeit entfernt</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>Gespräch umbenennen</translation>
    </message>
    <message>
        <source>Rename the workspace</source>
        <translation>Arbeitsbereich umbenennen</translation>
    </message>
    <message>
        <source>Rename workspace...</source>
        <translation>Arbeitsbereich umbenennen...</translation>
    </message>
    <message>
        <source>Rename, fork, export and more</source>
        <translation>Umbenennen, abzweigen, exportieren und mehr</translation>
    </message>
    <message>
        <source>Rename...</source>
        <translation>Umbenennen...</translation>
    </message>
    <message>
        <source>Renew the certificate and start the server again with it.</source>
        <translation>Das Zertifikat erneuern und den Server damit neu starten.</translation>
    </message>
    <message>
        <source>Renew the certificate and start the server again with it: clients refuse this one.</source>
        <translation>Das Zertifikat erneuern und den Server damit neu starten: Dieses weisen Programme ab.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message numerus="yes">
        <source>Replace %n file(s)?</source>
        <translation><numerusform>%n Datei ersetzen?</numerusform><numerusform>%n Dateien ersetzen?</numerusform></translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Schlüssel ersetzen</translation>
    </message>
    <message>
        <source>Replace the key "%1"</source>
        <translation>Den Schlüssel „%1“ ersetzen</translation>
    </message>
    <message>
        <source>Replace...</source>
        <translation>Ersetzen...</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>Ersetzt</translation>
    </message>
    <message>
        <source>Request hook</source>
        <translation>Hook für Anfragen</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Request latency</source>
        <translation>Dauer der Anfragen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Requests cannot be shown: %1</source>
        <translation>Anfragen können nicht gezeigt werden: %1</translation>
    </message>
    <message>
        <source>Requests from your clients</source>
        <translation>Anfragen der Programme</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>Anfragen je Minute</translation>
    </message>
    <message>
        <source>Requests that a key may make in a second, and twice as many at once.</source>
        <translation>Anfragen, die ein Schlüssel in einer Sekunde machen darf, und doppelt so viele auf einmal.</translation>
    </message>
    <message>
        <source>Restart the engine; its log says what it waits for.</source>
        <translation>Die Engine neu starten; ihr Protokoll sagt, worauf sie wartet.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume workspace</source>
        <translation>Arbeitsbereich fortsetzen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Review...</source>
        <translation>Ansehen...</translation>
    </message>
    <message>
        <source>Revoke key</source>
        <translation>Schlüssel widerrufen</translation>
    </message>
    <message>
        <source>Revoke the key "%1"?</source>
        <translation>Den Schlüssel „%1“ widerrufen?</translation>
    </message>
    <message>
        <source>Revoke...</source>
        <translation>Widerrufen...</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Risk not rated</source>
        <translation>Risiko nicht eingeschätzt</translation>
    </message>
    <message>
        <source>Risk or state</source>
        <translation>Risiko oder Zustand</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Rule: ask at high risk.</source>
        <translation>Regel: bei hohem Risiko fragen.</translation>
    </message>
    <message>
        <source>Rule: ask at low risk.</source>
        <translation>Regel: ab niedrigem Risiko fragen.</translation>
    </message>
    <message>
        <source>Rule: ask at medium risk.</source>
        <translation>Regel: ab mittlerem Risiko fragen.</translation>
    </message>
    <message>
        <source>Rule: ask before every action.</source>
        <translation>Regel: vor jeder Aktion fragen.</translation>
    </message>
    <message>
        <source>Rule: ask before what is not known to be allowed.</source>
        <translation>Regel: vor allem fragen, was nicht als erlaubt bekannt ist.</translation>
    </message>
    <message>
        <source>Rule: ask when the risk is not rated. No analyzer looked at this.</source>
        <translation>Regel: fragen, wenn das Risiko nicht bewertet ist. Keine Prüfung hat dies angesehen.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Rules of connections</source>
        <translation>Regeln für Verbindungen</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Noch einmal</translation>
    </message>
    <message numerus="yes">
        <source>Run these %n action(s)?</source>
        <translation><numerusform>Diese %n Aktion ausführen?</numerusform><numerusform>Diese %n Aktionen ausführen?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Run these %n command(s)?</source>
        <translation><numerusform>Diesen %n Befehl ausführen?</numerusform><numerusform>Diese %n Befehle ausführen?</numerusform></translation>
    </message>
    <message>
        <source>Run this action?</source>
        <translation>Diese Aktion ausführen?</translation>
    </message>
    <message>
        <source>Run this command?</source>
        <translation>Diesen Befehl ausführen?</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Running %1</source>
        <translation>Läuft %1</translation>
    </message>
    <message>
        <source>Running · port %1</source>
        <translation>Läuft · Port %1</translation>
    </message>
    <message>
        <source>Runs at a time</source>
        <translation>Läufe zugleich</translation>
    </message>
    <message>
        <source>Runs that failed or are stuck</source>
        <translation>Läufe, die fehlschlugen oder festhängen</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Sandbox</translation>
    </message>
    <message>
        <source>Sandboxes</source>
        <translation>Sandboxen</translation>
    </message>
    <message>
        <source>Save model</source>
        <translation>Modell speichern</translation>
    </message>
    <message>
        <source>Say what the agent has to do.</source>
        <translation>Dem Agenten eine Aufgabe geben.</translation>
    </message>
    <message>
        <source>Say what the agent is to do.</source>
        <translation>Angeben, was der Agent tun soll.</translation>
    </message>
    <message>
        <source>Scrolled down</source>
        <translation>Nach unten gerollt</translation>
    </message>
    <message>
        <source>Scrolled up</source>
        <translation>Nach oben gerollt</translation>
    </message>
    <message>
        <source>Search all history</source>
        <translation>Ganzen Verlauf durchsuchen</translation>
    </message>
    <message>
        <source>Search by key or by what it does</source>
        <translation>Nach Taste oder Wirkung suchen</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>Gespräche durchsuchen</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>Suchen oder ausführen</translation>
    </message>
    <message>
        <source>Search or run (Ctrl+K)</source>
        <translation>Suchen oder ausführen (Strg+K)</translation>
    </message>
    <message>
        <source>Search or run...</source>
        <translation>Suchen, ausführen...</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Search shortcuts</source>
        <translation>Tastenkürzel durchsuchen</translation>
    </message>
    <message>
        <source>Search titles and all history</source>
        <translation>Titel und den ganzen Verlauf durchsuchen</translation>
    </message>
    <message>
        <source>Searching...</source>
        <translation>Wird gesucht...</translation>
    </message>
    <message>
        <source>Seconds that it must hold, from 0 to %1. %2 by default.</source>
        <translation>So viele Sekunden muss es anhalten, von 0 bis %1. Standard ist %2.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send and run</source>
        <translation>Senden und weiterarbeiten</translation>
    </message>
    <message>
        <source>Send and run (Ctrl+Enter)</source>
        <translation>Senden und weiterarbeiten (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Send without running</source>
        <translation>Senden, ohne weiterzuarbeiten</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Serveradresse</translation>
    </message>
    <message>
        <source>Set a webhook...</source>
        <translation>Webhook festlegen...</translation>
    </message>
    <message>
        <source>Set up engine, model and safety</source>
        <translation>Engine, Modell und Sicherheit einrichten</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>Einrichtung</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Kurzname</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more line(s)</source>
        <translation><numerusform>%n weitere Zeile zeigen</numerusform><numerusform>%n weitere Zeilen zeigen</numerusform></translation>
    </message>
    <message>
        <source>Show API key</source>
        <translation>API-Schlüssel zeigen</translation>
    </message>
    <message>
        <source>Show JSON</source>
        <translation>JSON zeigen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Show all requests</source>
        <translation>Alle Anfragen zeigen</translation>
    </message>
    <message>
        <source>Show as graph</source>
        <translation>Als Kurve zeigen</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Show as text</source>
        <translation>Als Text zeigen</translation>
    </message>
    <message>
        <source>Show images</source>
        <translation>Bilder zeigen</translation>
    </message>
    <message>
        <source>Show more of the question</source>
        <translation>Mehr von der Frage zeigen</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>Ältere zeigen</translation>
    </message>
    <message>
        <source>Show or hide the side panel</source>
        <translation>Seitenbereich ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>Seitenleiste ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show the JSON of the card</source>
        <translation>JSON der Karte zeigen</translation>
    </message>
    <message>
        <source>Show the next question</source>
        <translation>Nächste Frage zeigen</translation>
    </message>
    <message>
        <source>Show the whole message</source>
        <translation>Ganze Nachricht zeigen</translation>
    </message>
    <message>
        <source>Shown: %1</source>
        <translation>Gezeigt: %1</translation>
    </message>
    <message>
        <source>Silence for an hour</source>
        <translation>Eine Stunde stumm schalten</translation>
    </message>
    <message>
        <source>Silenced</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Single letters act in the timeline and on questions</source>
        <translation>Einzelne Buchstaben wirken im Verlauf und bei Fragen</translation>
    </message>
    <message>
        <source>Single letters act while the timeline or a question has the focus. Settings can switch them off.</source>
        <translation>Einzelne Buchstaben wirken, solange der Verlauf oder eine Frage den Fokus hat. In den Einstellungen sind sie abschaltbar.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Skill · %1</source>
        <translation>Fähigkeit · %1</translation>
    </message>
    <message>
        <source>Skills: %1</source>
        <translation>Fähigkeiten: %1</translation>
    </message>
    <message>
        <source>Skip set-up</source>
        <translation>Einrichtung überspringen</translation>
    </message>
    <message>
        <source>Skip step</source>
        <translation>Schritt überspringen</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Text verkleinern</translation>
    </message>
    <message>
        <source>Snippet</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Something of your own</source>
        <translation>Etwas Eigenes</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Standard: a user on a read-only system</source>
        <translation>Standard: ein Benutzer auf einem schreibgeschützten System</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start Berth at login</source>
        <translation>Berth bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>Start server</source>
        <translation>Server starten</translation>
    </message>
    <message>
        <source>Start the server when Berth opens</source>
        <translation>Den Server starten, wenn Berth geöffnet wird</translation>
    </message>
    <message>
        <source>Start with a model of your own</source>
        <translation>Mit eigenem Modell beginnen</translation>
    </message>
    <message>
        <source>Start workspace</source>
        <translation>Arbeitsbereich starten</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Starting the helper</source>
        <translation>Das Hilfsprogramm startet</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Stay in the demo</source>
        <translation>Bei der Vorführung bleiben</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop asking in this conversation</source>
        <translation>In dieser Unterhaltung nicht mehr fragen</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>Sofort stoppen</translation>
    </message>
    <message>
        <source>Stop server</source>
        <translation>Server anhalten</translation>
    </message>
    <message>
        <source>Stop the server?</source>
        <translation>Den Server anhalten?</translation>
    </message>
    <message>
        <source>Stop this agent now</source>
        <translation>Diesen Agenten sofort stoppen</translation>
    </message>
    <message>
        <source>Stop workspace</source>
        <translation>Arbeitsbereich stoppen</translation>
    </message>
    <message>
        <source>Stop workspace now</source>
        <translation>Arbeitsbereich jetzt anhalten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Hinterlegt</translation>
    </message>
    <message>
        <source>Storing it...</source>
        <translation>Wird hinterlegt...</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>Festgefahren</translation>
    </message>
    <message>
        <source>Stuck: it repeats itself</source>
        <translation>Festgefahren: Er wiederholt sich</translation>
    </message>
    <message>
        <source>Sub-agent · %1</source>
        <translation>Unteragent · %1</translation>
    </message>
    <message>
        <source>Such as 1.5</source>
        <translation>Etwa 1,5</translation>
    </message>
    <message>
        <source>Such as 10g, for all files together</source>
        <translation>Etwa 10g, für alle Dateien zusammen</translation>
    </message>
    <message>
        <source>Such as 2g</source>
        <translation>Etwa 2g</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>TLS cert</source>
        <translation>TLS-Zertifikat</translation>
    </message>
    <message>
        <source>TLS key</source>
        <translation>TLS-Schlüssel</translation>
    </message>
    <message>
        <source>TLS self signed</source>
        <translation>TLS, selbst beglaubigt</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Take away the filter: %1</source>
        <translation>Filter wegnehmen: %1</translation>
    </message>
    <message>
        <source>Take back the filter %1</source>
        <translation>Den Filter %1 aufheben</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausholen</translation>
    </message>
    <message>
        <source>Take out...</source>
        <translation>Herausholen...</translation>
    </message>
    <message>
        <source>Taking out %1</source>
        <translation>%1 wird herausgeholt</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Terminal of %1 – Berth</source>
        <translation>Terminal von %1 – Berth</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Text of the terminal</source>
        <translation>Text des Terminals</translation>
    </message>
    <message>
        <source>Text of the usual size</source>
        <translation>Text in üblicher Größe</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>The address begins with https:// or http:// and names a host.</source>
        <translation>Die Adresse beginnt mit https:// oder http:// und nennt einen Host.</translation>
    </message>
    <message>
        <source>The address of the webhook</source>
        <translation>Die Adresse des Webhooks</translation>
    </message>
    <message>
        <source>The address of the webhook, once there is one</source>
        <translation>Die Adresse des Webhooks, sobald es eine gibt</translation>
    </message>
    <message>
        <source>The agent has stopped writing</source>
        <translation>Der Agent schreibt nicht mehr</translation>
    </message>
    <message>
        <source>The agent is writing</source>
        <translation>Der Agent schreibt</translation>
    </message>
    <message>
        <source>The agent of a conversation repeats itself and was stopped.</source>
        <translation>Der Agent eines Gesprächs wiederholt sich und wurde gestoppt.</translation>
    </message>
    <message>
        <source>The agent reads it, whether it goes on now or later.</source>
        <translation>Der Agent liest es, ob er jetzt oder später weitermacht.</translation>
    </message>
    <message>
        <source>The agent's own</source>
        <translation>Das des Agenten</translation>
    </message>
    <message>
        <source>The agent's own, usually %1</source>
        <translation>Das des Agenten, gewöhnlich %1</translation>
    </message>
    <message>
        <source>The agent's tools cannot be used</source>
        <translation>Die Werkzeuge des Agenten sind nicht nutzbar</translation>
    </message>
    <message>
        <source>The agent: %1</source>
        <translation>Der Agent: %1</translation>
    </message>
    <message>
        <source>The cap is reached</source>
        <translation>Die Obergrenze ist erreicht</translation>
    </message>
    <message>
        <source>The claim of a token that lists its scopes.</source>
        <translation>Die Angabe eines Tokens, die seine Rechte aufzählt.</translation>
    </message>
    <message>
        <source>The claim of a token that names its user.</source>
        <translation>Die Angabe eines Tokens, die seinen Benutzer nennt.</translation>
    </message>
    <message>
        <source>The client left before</source>
        <translation>Das Programm war vorher weg</translation>
    </message>
    <message>
        <source>The command line of the server says so.</source>
        <translation>Das gibt die Befehlszeile des Servers vor.</translation>
    </message>
    <message>
        <source>The connection to the shell is lost.</source>
        <translation>Die Verbindung zur Shell ist verloren.</translation>
    </message>
    <message>
        <source>The container engine does not answer. Agents cannot run anything until it is back; then they can go on. Everything else works.</source>
        <translation>Die Container-Engine antwortet nicht. Agenten können nichts ausführen, bis sie wieder da ist; dann können sie weitermachen. Alles andere geht.</translation>
    </message>
    <message>
        <source>The conversation begins...</source>
        <translation>Das Gespräch beginnt...</translation>
    </message>
    <message>
        <source>The conversation has cost $%1 of the $%2 that it may.</source>
        <translation>Das Gespräch hat $%1 von $%2 gekostet, die es kosten darf.</translation>
    </message>
    <message>
        <source>The conversation is in %1.</source>
        <translation>Das Gespräch ist in %1.</translation>
    </message>
    <message>
        <source>The conversation is too long for the model</source>
        <translation>Das Gespräch ist für das Modell zu lang</translation>
    </message>
    <message>
        <source>The database could not be written: changes were refused.</source>
        <translation>Die Datenbank ließ sich nicht schreiben: Änderungen wurden abgewiesen.</translation>
    </message>
    <message>
        <source>The default one</source>
        <translation>Der übliche</translation>
    </message>
    <message>
        <source>The default workspace of a user stays.</source>
        <translation>Der Standard-Arbeitsbereich eines Benutzers bleibt.</translation>
    </message>
    <message>
        <source>The disk of the data directory is nearly full: %1 MB are free.</source>
        <translation>Die Platte des Datenordners ist fast voll: %1 MB sind frei.</translation>
    </message>
    <message>
        <source>The disk of the data folder has %1 % left (%2 MB).</source>
        <translation>Auf der Platte des Datenordners sind %1 % frei (%2 MB).</translation>
    </message>
    <message>
        <source>The endpoint needs an address.</source>
        <translation>Die Adresse fehlt.</translation>
    </message>
    <message>
        <source>The engine has stopped: start it (sudo systemctl start docker).</source>
        <translation>Die Engine steht: starten mit sudo systemctl start docker.</translation>
    </message>
    <message>
        <source>The engine that makes containers does not answer.</source>
        <translation>Die Engine, die Container macht, antwortet nicht.</translation>
    </message>
    <message>
        <source>The engine that makes containers, such as unix:///var/run/docker.sock (default: as docker finds it, then Podman).</source>
        <translation>Die Engine, die Container macht, etwa unix:///var/run/docker.sock (üblich: wie docker sie findet, dann Podman).</translation>
    </message>
    <message>
        <source>The engine's log says more.</source>
        <translation>Das Protokoll der Engine sagt mehr.</translation>
    </message>
    <message>
        <source>The fetch of the image %1 was cancelled by %2.</source>
        <translation>Das Laden des Images %1 wurde von %2 abgebrochen.</translation>
    </message>
    <message>
        <source>The file cannot be had back.</source>
        <translation>Die Datei ist dann unwiderruflich weg.</translation>
    </message>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>Die Datei lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>Die Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>The first workspace fetches it. Without a way to a registry, load or build it there, or name another with --image.</source>
        <translation>Der erste Arbeitsbereich holt es. Ohne Weg zu einer Registry lässt es sich dort laden oder bauen, oder ein anderes mit --image nennen.</translation>
    </message>
    <message>
        <source>The folder goes with everything in it.</source>
        <translation>Der Ordner wird mit allem Inhalt gelöscht.</translation>
    </message>
    <message>
        <source>The helper and shared folders must exist there under the same path.</source>
        <translation>Der Helfer und geteilte Ordner müssen dort unter demselben Pfad liegen.</translation>
    </message>
    <message>
        <source>The host is not on the list of the workspace. Nothing was sent yet.</source>
        <translation>Der Rechner steht nicht auf der Liste des Arbeitsbereichs. Noch wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The image is being read</source>
        <translation>Das Bild wird gelesen</translation>
    </message>
    <message>
        <source>The image of a workspace is fetched when it first starts. You can fetch it before.</source>
        <translation>Das Image eines Arbeitsbereichs wird bei dessen erstem Start geladen. Es lässt sich auch vorher laden.</translation>
    </message>
    <message>
        <source>The image that containers are made of.</source>
        <translation>Das Image, aus dem Container gemacht werden.</translation>
    </message>
    <message>
        <source>The images could not be read: %1</source>
        <translation>Die Images ließen sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>The key "%1"</source>
        <translation>Der Schlüssel „%1“</translation>
    </message>
    <message>
        <source>The limit of steps is reached</source>
        <translation>Die Grenze der Schritte ist erreicht</translation>
    </message>
    <message>
        <source>The link is copied. The palette opens it.</source>
        <translation>Der Link ist kopiert. Die Palette öffnet ihn.</translation>
    </message>
    <message>
        <source>The log of the server</source>
        <translation>Das Protokoll des Servers</translation>
    </message>
    <message>
        <source>The model %1 failed %2 times in a row, lastly with %3.</source>
        <translation>Das Modell %1 scheiterte %2-mal hintereinander, zuletzt mit %3.</translation>
    </message>
    <message>
        <source>The model cannot read the history</source>
        <translation>Das Modell kann den Verlauf nicht lesen</translation>
    </message>
    <message>
        <source>The model does not answer</source>
        <translation>Das Modell antwortet nicht</translation>
    </message>
    <message>
        <source>The model gave an empty answer</source>
        <translation>Das Modell hat leer geantwortet</translation>
    </message>
    <message>
        <source>The model is not set up correctly</source>
        <translation>Das Modell ist nicht richtig eingerichtet</translation>
    </message>
    <message>
        <source>The model needs a name.</source>
        <translation>Das Modell braucht einen Namen.</translation>
    </message>
    <message>
        <source>The model refused the key</source>
        <translation>Das Modell hat den Schlüssel abgelehnt</translation>
    </message>
    <message>
        <source>The model refused the request</source>
        <translation>Das Modell hat die Anfrage abgelehnt</translation>
    </message>
    <message>
        <source>The model took too long</source>
        <translation>Das Modell hat zu lange gebraucht</translation>
    </message>
    <message>
        <source>The model's account has no credit left</source>
        <translation>Das Konto beim Anbieter des Modells ist leer</translation>
    </message>
    <message>
        <source>The model's limit was reached</source>
        <translation>Die Grenze des Modells ist erreicht</translation>
    </message>
    <message>
        <source>The model's provider does not allow this</source>
        <translation>Der Anbieter des Modells erlaubt das nicht</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>Der neue Schlüssel</translation>
    </message>
    <message>
        <source>The newest daily copy of the database is of %1.</source>
        <translation>Die neueste tägliche Kopie der Datenbank ist vom %1.</translation>
    </message>
    <message>
        <source>The next step is made with it. What was said is kept.</source>
        <translation>Der nächste Schritt wird damit gemacht. Was gesagt wurde, bleibt.</translation>
    </message>
    <message>
        <source>The offline demo</source>
        <translation>Die Vorführung ohne Netz</translation>
    </message>
    <message>
        <source>The old key works</source>
        <translation>Der alte Schlüssel gilt</translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation>Der Anbieter verlangt einen Schlüssel.</translation>
    </message>
    <message>
        <source>The provider's own</source>
        <translation>Die des Anbieters</translation>
    </message>
    <message>
        <source>The question waits for ten minutes from now.</source>
        <translation>Die Frage wartet von jetzt an zehn Minuten.</translation>
    </message>
    <message>
        <source>The run stopped</source>
        <translation>Der Lauf wurde angehalten</translation>
    </message>
    <message>
        <source>The same in a month.</source>
        <translation>Dasselbe in einem Monat.</translation>
    </message>
    <message>
        <source>The server answered %1.</source>
        <translation>Der Server hat mit %1 geantwortet.</translation>
    </message>
    <message>
        <source>The server cannot be reached: %1</source>
        <translation>Der Server ist nicht zu erreichen: %1</translation>
    </message>
    <message>
        <source>The server could not keep what happened</source>
        <translation>Der Server konnte nicht festhalten, was geschah</translation>
    </message>
    <message>
        <source>The server could not start</source>
        <translation>Der Server konnte nicht starten</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The server does not answer</source>
        <translation>Der Server antwortet nicht</translation>
    </message>
    <message>
        <source>The server does not answer yet.</source>
        <translation>Der Server antwortet noch nicht.</translation>
    </message>
    <message>
        <source>The server does not answer.</source>
        <translation>Der Server antwortet nicht.</translation>
    </message>
    <message>
        <source>The server does not answer. Trying again. You see data until %1.</source>
        <translation>Der Server antwortet nicht. Neuer Versuch läuft. Stand der Daten: %1.</translation>
    </message>
    <message>
        <source>The server does not take this key.</source>
        <translation>Der Server nimmt diesen Schlüssel nicht an.</translation>
    </message>
    <message>
        <source>The server has not answered yet. You can leave this page.</source>
        <translation>Der Server hat noch nicht geantwortet. Diese Seite kann verlassen werden.</translation>
    </message>
    <message>
        <source>The server is starting.</source>
        <translation>Der Server startet.</translation>
    </message>
    <message>
        <source>The server is stopped</source>
        <translation>Der Server ist angehalten</translation>
    </message>
    <message>
        <source>The server is stopped.</source>
        <translation>Der Server ist angehalten.</translation>
    </message>
    <message>
        <source>The server kept no headers of it.</source>
        <translation>Der Server hat keine Kopfzeilen davon.</translation>
    </message>
    <message>
        <source>The server restarted</source>
        <translation>Der Server wurde neu gestartet</translation>
    </message>
    <message>
        <source>The server starts</source>
        <translation>Der Server startet</translation>
    </message>
    <message>
        <source>The server still reads older history. Look again in a moment.</source>
        <translation>Der Server liest noch älteren Verlauf. Gleich noch einmal nachsehen.</translation>
    </message>
    <message>
        <source>The server stops</source>
        <translation>Der Server wird angehalten</translation>
    </message>
    <message>
        <source>The server's certificate is valid until %1.</source>
        <translation>Das Zertifikat des Servers gilt bis %1.</translation>
    </message>
    <message>
        <source>The server's certificate was valid until %1.</source>
        <translation>Das Zertifikat des Servers galt bis %1.</translation>
    </message>
    <message>
        <source>The shell cannot be reached: %1</source>
        <translation>Die Shell ist nicht erreichbar: %1</translation>
    </message>
    <message>
        <source>The shell has ended with %1.</source>
        <translation>Die Shell hat mit %1 geendet.</translation>
    </message>
    <message>
        <source>The stored one</source>
        <translation>Der hinterlegte</translation>
    </message>
    <message>
        <source>The system ended a program for want of memory. Give the workspace more with its setting memory.</source>
        <translation>Das System hat ein Programm beendet, weil der Arbeitsspeicher nicht reichte. Die Einstellung memory gibt dem Arbeitsbereich mehr.</translation>
    </message>
    <message>
        <source>The system ended a program of the workspace for want of memory.</source>
        <translation>Das System beendete ein Programm des Arbeitsbereichs, weil der Arbeitsspeicher nicht reichte.</translation>
    </message>
    <message>
        <source>The threshold is a number from %1 to %2.</source>
        <translation>Die Schwelle ist eine Zahl von %1 bis %2.</translation>
    </message>
    <message>
        <source>The threshold is a whole number.</source>
        <translation>Die Schwelle ist eine ganze Zahl.</translation>
    </message>
    <message>
        <source>The user has used %1 of the %2 that they may use of models in a %3.</source>
        <translation>Der Benutzer hat %1 von %2 verbraucht, die er für Modelle hat (%3).</translation>
    </message>
    <message>
        <source>The user has used %1 of the %2 that they may use of models in a day.</source>
        <translation>Der Benutzer hat %1 von %2 verbraucht, die er an einem Tag für Modelle hat.</translation>
    </message>
    <message>
        <source>The user has used %1 of the %2 that they may use of models in a month.</source>
        <translation>Der Benutzer hat %1 von %2 verbraucht, die er in einem Monat für Modelle hat.</translation>
    </message>
    <message>
        <source>The workspace %1 runs.</source>
        <translation>Der Arbeitsbereich %1 läuft.</translation>
    </message>
    <message>
        <source>The workspace could not be started: %1</source>
        <translation>Der Arbeitsbereich ließ sich nicht starten: %1</translation>
    </message>
    <message>
        <source>The workspace is gone</source>
        <translation>Der Arbeitsbereich ist weg</translation>
    </message>
    <message>
        <source>The workspace is there, and starts now.</source>
        <translation>Der Arbeitsbereich ist da und startet jetzt.</translation>
    </message>
    <message>
        <source>The workspace starts.</source>
        <translation>Der Arbeitsbereich startet.</translation>
    </message>
    <message>
        <source>The workspace uses %1 % of its disk.</source>
        <translation>Der Arbeitsbereich braucht %1 % seines Speicherplatzes.</translation>
    </message>
    <message>
        <source>The workspace uses %1 % of its memory.</source>
        <translation>Der Arbeitsbereich braucht %1 % seines Arbeitsspeichers.</translation>
    </message>
    <message>
        <source>The workspace's container was lost: %1</source>
        <translation>Der Container des Arbeitsbereichs ging verloren: %1</translation>
    </message>
    <message>
        <source>Their containers and all their files go and cannot be had back. Conversations that worked in them stay.</source>
        <translation>Ihre Container und alle ihre Dateien werden gelöscht und sind verloren. Gespräche, die darin gearbeitet haben, bleiben.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>There is no such model</source>
        <translation>Dieses Modell gibt es nicht</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>This conversation has no workspace yet, so no file can be brought in. It gets one when it runs.</source>
        <translation>Dieses Gespräch hat noch keinen Arbeitsbereich, deshalb lässt sich keine Datei hineinbringen. Es bekommt einen, wenn es läuft.</translation>
    </message>
    <message>
        <source>This conversation has no workspace yet. It gets one when it runs.</source>
        <translation>Dieses Gespräch hat noch keinen Arbeitsbereich. Es bekommt einen, wenn es läuft.</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons</source>
        <translation>Diese Arbeitsumgebung zeigt keine Symbole im Systemabschnitt</translation>
    </message>
    <message>
        <source>This folder is empty. Drag files here, or bring them in.</source>
        <translation>Dieser Ordner ist leer. Ziehen Sie Dateien hierher, oder holen Sie sie herein.</translation>
    </message>
    <message>
        <source>This is for conversations that you begin in this window. Each can be changed later.</source>
        <translation>Das gilt für Gespräche, die in diesem Fenster beginnen. Jedes lässt sich später ändern.</translation>
    </message>
    <message>
        <source>This is no pattern yet: %1</source>
        <translation>Das ist noch kein Muster: %1</translation>
    </message>
    <message>
        <source>This is the only time that it is shown. The server keeps no copy: store it now.</source>
        <translation>Er wird nur dieses eine Mal angezeigt. Der Server behält keine Kopie: jetzt sicher verwahren.</translation>
    </message>
    <message>
        <source>This is watched for</source>
        <translation>Darauf wird geachtet</translation>
    </message>
    <message>
        <source>This line belongs to nothing else</source>
        <translation>Diese Zeile gehört zu nichts anderem</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Diesen Monat</translation>
    </message>
    <message>
        <source>This page comes as soon as it answers.</source>
        <translation>Diese Seite erscheint, sobald er antwortet.</translation>
    </message>
    <message>
        <source>This page could not be read</source>
        <translation>Diese Seite konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>Dieser Lauf</translation>
    </message>
    <message>
        <source>This server was started to run commands on this computer, without containers.</source>
        <translation>Dieser Server führt Befehle auf diesem Rechner aus, ohne Container; so wurde er gestartet.</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>Gedanke</translation>
    </message>
    <message>
        <source>Thought for %1 min %2 s</source>
        <translation>%1 min %2 s nachgedacht</translation>
    </message>
    <message>
        <source>Thought for %1 s</source>
        <translation>%1 s nachgedacht</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time that is shown</source>
        <translation>Gezeigter Zeitraum</translation>
    </message>
    <message>
        <source>Time to bring the new one to what uses it.</source>
        <translation>Zeit, den neuen überall einzusetzen.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>To the folder above</source>
        <translation>Zum übergeordneten Ordner</translation>
    </message>
    <message>
        <source>To the folder above (Alt+Up)</source>
        <translation>Zum übergeordneten Ordner (Alt+Hoch)</translation>
    </message>
    <message>
        <source>To write to the database took up to %1 s.</source>
        <translation>In die Datenbank zu schreiben dauerte bis zu %1 s.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens by model</source>
        <translation>Token je Modell</translation>
    </message>
    <message>
        <source>Tokens of a day</source>
        <translation>Tokens je Tag</translation>
    </message>
    <message>
        <source>Tokens of a month</source>
        <translation>Tokens je Monat</translation>
    </message>
    <message>
        <source>Tokens per minute</source>
        <translation>Token je Minute</translation>
    </message>
    <message>
        <source>Told by</source>
        <translation>Gemeldet durch</translation>
    </message>
    <message>
        <source>Told of every alert; signed, see docs/operation.md.</source>
        <translation>Erfährt von jedem Alarm; unterschrieben, siehe docs/operation.md.</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Morgen</translation>
    </message>
    <message>
        <source>Too much waits to be stored</source>
        <translation>Zu viel wartet auf das Speichern</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Tool time</source>
        <translation>Zeit der Werkzeuge</translation>
    </message>
    <message>
        <source>Total: %1 CPUs · memory %2 · disk %3 · told every 2 s while this page is open</source>
        <translation>Insgesamt: %1 CPUs · Arbeitsspeicher %2 · Speicherplatz %3 · alle 2 s, solange diese Seite offen ist</translation>
    </message>
    <message>
        <source>Tray icon</source>
        <translation>Symbol im Systemabschnitt</translation>
    </message>
    <message>
        <source>Trouble %1</source>
        <translation>Störung %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Turns TLS on with a certificate made here and kept in the data directory; its fingerprint is printed.</source>
        <translation>Schaltet TLS mit einem Zertifikat ein, das hier gemacht und im Datenordner aufbewahrt wird; sein Fingerabdruck wird ausgegeben.</translation>
    </message>
    <message>
        <source>Type three letters or more.</source>
        <translation>Mindestens drei Buchstaben eingeben.</translation>
    </message>
    <message>
        <source>Typed into element %1</source>
        <translation>In Element %1 geschrieben</translation>
    </message>
    <message>
        <source>US dollars for models, of each user. Agents pause when it is reached. Models of this computer cost nothing.</source>
        <translation>US-Dollar für Modelle, je Benutzer. Ist die Grenze erreicht, pausieren die Agenten. Modelle dieses Rechners kosten nichts.</translation>
    </message>
    <message>
        <source>US dollars of a day</source>
        <translation>US-Dollar je Tag</translation>
    </message>
    <message>
        <source>US dollars of a month</source>
        <translation>US-Dollar je Monat</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Update the engine or Berth.</source>
        <translation>Die Engine oder Berth auf den neuesten Stand bringen.</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <source>Use a kernel and an engine with seccomp; containers are weaker walls without it.</source>
        <translation>Einen Kernel und eine Engine mit seccomp nehmen; ohne es sind Container schwächere Wände.</translation>
    </message>
    <message>
        <source>Use the dark theme</source>
        <translation>Dunkles Farbschema verwenden</translation>
    </message>
    <message>
        <source>Use the light theme</source>
        <translation>Helles Farbschema verwenden</translation>
    </message>
    <message>
        <source>Use the theme of the desktop</source>
        <translation>Farbschema der Arbeitsumgebung verwenden</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>Wartet auf Antwort</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Watch an agent at work. You can stop it at any time.</source>
        <translation>Einem Agenten bei der Arbeit zusehen. Er lässt sich jederzeit anhalten.</translation>
    </message>
    <message>
        <source>Watch an agent work</source>
        <translation>Agenten zusehen</translation>
    </message>
    <message>
        <source>Welcome to Berth</source>
        <translation>Willkommen bei Berth</translation>
    </message>
    <message>
        <source>Went back a page</source>
        <translation>Eine Seite zurückgegangen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What a day may cost</source>
        <translation>Was ein Tag kosten darf</translation>
    </message>
    <message>
        <source>What a user may spend on models in a day (default: what they like).</source>
        <translation>Was ein Benutzer an einem Tag für Modelle ausgeben darf (üblich: so viel er mag).</translation>
    </message>
    <message>
        <source>What agents have done is kept.</source>
        <translation>Was Agenten getan haben, bleibt erhalten.</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>What becomes of the containers when the server ends: remove, pause or keep.</source>
        <translation>Was aus den Containern wird, wenn der Server endet: remove (entfernen), pause (anhalten) oder keep (behalten).</translation>
    </message>
    <message>
        <source>What containers reach: none, allowlist (package registries, code hosts and --allow-host) or bridge (everything that this machine reaches).</source>
        <translation>Was Container erreichen: none (nichts), allowlist (Paketquellen, Code-Plattformen und --allow-host) oder bridge (alles, was dieser Rechner erreicht).</translation>
    </message>
    <message>
        <source>What is in them now cannot be had back: %1</source>
        <translation>Was jetzt darin steht, ist dann verloren: %1</translation>
    </message>
    <message>
        <source>What is kept there is shown while it runs.</source>
        <translation>Was er aufbewahrt, ist zu sehen, solange er läuft.</translation>
    </message>
    <message>
        <source>What is not needed</source>
        <translation>Was nicht gebraucht wird</translation>
    </message>
    <message>
        <source>What it is for, such as "laptop"</source>
        <translation>Wofür er ist, etwa „Laptop“</translation>
    </message>
    <message>
        <source>What needed a person and is over stands here, with how long it lasted.</source>
        <translation>Hier steht, was einen Menschen brauchte und vorbei ist, und wie lange es dauerte.</translation>
    </message>
    <message>
        <source>What needs a person is told here: a workspace that is nearly full, a model that fails, a run that costs much.</source>
        <translation>Hier steht, was einen Menschen braucht: ein fast voller Arbeitsbereich, ein ausfallendes Modell, ein teurer Lauf.</translation>
    </message>
    <message>
        <source>What needs you</source>
        <translation>Was ansteht</translation>
    </message>
    <message>
        <source>What should the agent do?</source>
        <translation>Was soll der Agent tun?</translation>
    </message>
    <message>
        <source>What the agent has to do</source>
        <translation>Was der Agent tun soll</translation>
    </message>
    <message>
        <source>What the agent has to do, in your own words</source>
        <translation>Was der Agent tun soll, in eigenen Worten</translation>
    </message>
    <message>
        <source>What the agent wants to do</source>
        <translation>Was der Agent tun will</translation>
    </message>
    <message>
        <source>What the conversation used</source>
        <translation>Was das Gespräch verbraucht hat</translation>
    </message>
    <message>
        <source>What the server can be told is here while it runs.</source>
        <translation>Was sich am Server einstellen lässt, steht hier, solange er läuft.</translation>
    </message>
    <message>
        <source>What the workspace uses</source>
        <translation>Was der Arbeitsbereich verbraucht</translation>
    </message>
    <message>
        <source>What the workspace's own program printed</source>
        <translation>Ausgaben des Programms im Arbeitsbereich</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Was sie bewirken</translation>
    </message>
    <message>
        <source>What waits for you is kept until Berth starts again.</source>
        <translation>Was auf Sie wartet, bleibt, bis Berth wieder startet.</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>Was geändert wurde</translation>
    </message>
    <message>
        <source>What was changed in the file</source>
        <translation>Was in der Datei geändert wurde</translation>
    </message>
    <message>
        <source>What was done before is kept.</source>
        <translation>Was vorher geschah, bleibt erhalten.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>What workspaces reach</source>
        <translation>Was Arbeitsbereiche erreichen</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>When to ask</source>
        <translation>Wann nachgefragt wird</translation>
    </message>
    <message>
        <source>When to ask you</source>
        <translation>Wann gefragt wird</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Where agents work</source>
        <translation>Wo Agenten arbeiten</translation>
    </message>
    <message>
        <source>Where agents work: docker (containers), sandbox (bubblewrap), auto (the first of these that this machine has) or local, which runs commands on this machine as you, without isolation.</source>
        <translation>Wo Agenten arbeiten: docker (Container), sandbox (bubblewrap), auto (das erste davon, das dieser Rechner hat) oder local: Befehle laufen auf diesem Rechner mit Ihren Rechten, ohne Abschottung.</translation>
    </message>
    <message>
        <source>Where everything is kept (default: ~/.local/share/berth).</source>
        <translation>Wo alles aufbewahrt wird (üblich: ~/.local/share/berth).</translation>
    </message>
    <message>
        <source>Which cards are shown</source>
        <translation>Welche Karten gezeigt werden</translation>
    </message>
    <message>
        <source>While you write</source>
        <translation>Beim Schreiben</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Who agents are in a container: standard (a user on a read-only system) or developer (root of a system that they may change).</source>
        <translation>Wer Agenten in einem Container sind: standard (ein Benutzer in einem System, das nur gelesen wird) oder developer (root in einem System, das sie ändern dürfen).</translation>
    </message>
    <message>
        <source>Who may come with a token: known (users that were made here) or all (a user is made when they come first).</source>
        <translation>Wer mit einem Token kommen darf: known (Benutzer, die hier gemacht wurden) oder all (ein Benutzer wird gemacht, wenn er zum ersten Mal kommt).</translation>
    </message>
    <message>
        <source>Whoever reaches that port is root there: use TLS or a socket.</source>
        <translation>Wer diesen Port erreicht, ist dort root: TLS oder einen Socket nehmen.</translation>
    </message>
    <message>
        <source>Whom the issuer's tokens must be made for.</source>
        <translation>Für wen die Token des Ausstellers gemacht sein müssen.</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>Wessen</translation>
    </message>
    <message>
        <source>Why am I asked?</source>
        <translation>Warum wird gefragt?</translation>
    </message>
    <message>
        <source>Why it is not needed</source>
        <translation>Warum entbehrlich</translation>
    </message>
    <message>
        <source>Why not?</source>
        <translation>Warum nicht?</translation>
    </message>
    <message>
        <source>Without containers</source>
        <translation>Ohne Container</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Arbeitet</translation>
    </message>
    <message>
        <source>Working %1</source>
        <translation>Arbeitet %1</translation>
    </message>
    <message>
        <source>Working now</source>
        <translation>Arbeitet gerade</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Workspace %1</source>
        <translation>Arbeitsbereich %1</translation>
    </message>
    <message>
        <source>Workspace does not start</source>
        <translation>Arbeitsbereich startet nicht</translation>
    </message>
    <message>
        <source>Workspace ended by itself</source>
        <translation>Arbeitsbereich endete von selbst</translation>
    </message>
    <message>
        <source>Workspace hook</source>
        <translation>Hook für Arbeitsbereiche</translation>
    </message>
    <message>
        <source>Workspace, with its files</source>
        <translation>Arbeitsbereich mit seinen Dateien</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>Arbeitsbereiche</translation>
    </message>
    <message>
        <source>Write to the agent. It starts when you send.</source>
        <translation>An den Agenten schreiben. Mit dem Senden fängt er an.</translation>
    </message>
    <message>
        <source>Write to the agent. It will see this after your decision.</source>
        <translation>An den Agenten schreiben. Er sieht es nach der Entscheidung.</translation>
    </message>
    <message>
        <source>Write: read, and change it</source>
        <translation>Schreiben: lesen und ändern</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Ich</translation>
    </message>
    <message>
        <source>You are watching the demo</source>
        <translation>Sie sehen die Vorführung</translation>
    </message>
    <message>
        <source>You get a new key that may do the same.</source>
        <translation>Es entsteht ein neuer Schlüssel mit denselben Rechten.</translation>
    </message>
    <message>
        <source>You see data until %1.</source>
        <translation>Stand der Daten: %1.</translation>
    </message>
    <message>
        <source>Your own endpoint</source>
        <translation>Eigene Adresse</translation>
    </message>
    <message>
        <source>Your usual one</source>
        <translation>Der übliche</translation>
    </message>
    <message>
        <source>[image]</source>
        <translation>[Bild]</translation>
    </message>
    <message>
        <source>actions</source>
        <comment>in the palette</comment>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>after %1, files are kept</source>
        <translation>nach %1, Dateien bleiben erhalten</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>erlaubt</translation>
    </message>
    <message>
        <source>as many as before</source>
        <translation>so viele wie davor</translation>
    </message>
    <message>
        <source>as the server says</source>
        <translation>wie der Server vorgibt</translation>
    </message>
    <message>
        <source>asked for another name than it connected to</source>
        <translation>verlangte einen anderen Namen als den des Ziels</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>auto keeps a new master key in the desktop session's keychain; off in a file.</source>
        <translation>auto bewahrt einen neuen Hauptschlüssel im Schlüsselbund der Sitzung auf; off in einer Datei.</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>blockiert</translation>
    </message>
    <message>
        <source>calls in a row</source>
        <comment>after In</comment>
        <translation>Aufrufen nacheinander</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>config.json</source>
        <translation>config.json</translation>
    </message>
    <message>
        <source>days</source>
        <comment>after In</comment>
        <translation>Tagen</translation>
    </message>
    <message>
        <source>debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>disk %1</source>
        <translation>Platz %1</translation>
    </message>
    <message>
        <source>disk limits are measured, for the engine cannot enforce them</source>
        <translation>Grenzen für Platz werden gemessen, denn die Engine kann sie nicht durchsetzen</translation>
    </message>
    <message>
        <source>done</source>
        <translation>getan</translation>
    </message>
    <message numerus="yes">
        <source>edited %n file(s)</source>
        <translation><numerusform>%n Datei bearbeitet</numerusform><numerusform>%n Dateien bearbeitet</numerusform></translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>every workspace</source>
        <translation>alle Arbeitsbereiche</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>Ende %1</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>fetched</source>
        <translation>geladen</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>für %1</translation>
    </message>
    <message numerus="yes">
        <source>for %n day(s)</source>
        <translation><numerusform>für %n Tag</numerusform><numerusform>für %n Tage</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>for %n hour(s)</source>
        <translation><numerusform>für %n Stunde</numerusform><numerusform>für %n Stunden</numerusform></translation>
    </message>
    <message>
        <source>from the cache</source>
        <translation>aus dem Cache</translation>
    </message>
    <message>
        <source>history</source>
        <comment>in the palette</comment>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>hours</source>
        <comment>after In</comment>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>in</source>
        <translation>hinein</translation>
    </message>
    <message>
        <source>in %1/s, out %2/s (dashed)</source>
        <translation>ein %1/s, aus %2/s (gestrichelt)</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>it has no workspace yet</source>
        <translation>es hat noch keinen Arbeitsbereich</translation>
    </message>
    <message>
        <source>it is not a socket that can be connected to</source>
        <translation>es ist kein Socket, mit dem man sich verbinden kann</translation>
    </message>
    <message>
        <source>it is on another server</source>
        <translation>er führt zu einem anderen Server</translation>
    </message>
    <message>
        <source>it takes connections and does not answer</source>
        <translation>sie nimmt Verbindungen an und antwortet nicht</translation>
    </message>
    <message>
        <source>key stored</source>
        <translation>Schlüssel hinterlegt</translation>
    </message>
    <message>
        <source>last used: %1</source>
        <translation>zuletzt benutzt: %1</translation>
    </message>
    <message>
        <source>leads into a private network</source>
        <translation>führt in ein privates Netz</translation>
    </message>
    <message>
        <source>leads to this server</source>
        <translation>führt zu diesem Server</translation>
    </message>
    <message>
        <source>left</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>local</source>
        <translation>lokal</translation>
    </message>
    <message>
        <source>log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>made here</source>
        <translation>hier gebaut</translation>
    </message>
    <message>
        <source>max., mean %1 ms</source>
        <translation>max., Mittel %1 ms</translation>
    </message>
    <message>
        <source>mean %1 ms</source>
        <translation>Mittel %1 ms</translation>
    </message>
    <message>
        <source>memory, processors and processes are limited</source>
        <translation>Speicher, Prozessoren und Prozesse sind begrenzt</translation>
    </message>
    <message>
        <source>metrics</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>minutes</source>
        <comment>after In</comment>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>modified</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>move</source>
        <comment>in the palette</comment>
        <translation>bewegen</translation>
    </message>
    <message>
        <source>neither a name nor an address</source>
        <translation>weder Name noch Adresse</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>never used</source>
        <translation>nie benutzt</translation>
    </message>
    <message>
        <source>new window</source>
        <comment>in the palette</comment>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>no card is chosen</source>
        <translation>keine Karte ist gewählt</translation>
    </message>
    <message>
        <source>no conversation is open</source>
        <translation>kein Gespräch ist offen</translation>
    </message>
    <message>
        <source>no failure has ended its run</source>
        <translation>der Lauf ist nicht gescheitert</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>kein Schlüssel</translation>
    </message>
    <message>
        <source>no limit of steps has ended its run</source>
        <translation>keine Grenze der Schritte hat den Lauf beendet</translation>
    </message>
    <message>
        <source>no model loaded yet</source>
        <translation>noch kein Modell geladen</translation>
    </message>
    <message>
        <source>no workspace is made of it</source>
        <translation>kein Arbeitsbereich nutzt es</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not on the list</source>
        <translation>steht nicht auf der Liste</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>nicht gemeldet</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>nothing is working</source>
        <translation>nichts arbeitet</translation>
    </message>
    <message>
        <source>nothing needs you</source>
        <translation>nichts steht an</translation>
    </message>
    <message>
        <source>nothing to do</source>
        <translation>nichts zu tun</translation>
    </message>
    <message>
        <source>notification</source>
        <translation>Benachrichtigung</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>of all models</source>
        <translation>aller Modelle</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>on the list</source>
        <translation>steht auf der Liste</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>out</source>
        <translation>heraus</translation>
    </message>
    <message>
        <source>page</source>
        <translation>Seite</translation>
    </message>
    <message numerus="yes">
        <source>pauses %n</source>
        <translation><numerusform>hält %n an</numerusform><numerusform>hält %n an</numerusform></translation>
    </message>
    <message>
        <source>percent</source>
        <comment>after In</comment>
        <translation>Prozent</translation>
    </message>
    <message numerus="yes">
        <source>ran %n command(s)</source>
        <translation><numerusform>%n Befehl ausgeführt</numerusform><numerusform>%n Befehle ausgeführt</numerusform></translation>
    </message>
    <message>
        <source>read</source>
        <translation>lesen</translation>
    </message>
    <message numerus="yes">
        <source>read %n file(s)</source>
        <translation><numerusform>%n Datei gelesen</numerusform><numerusform>%n Dateien gelesen</numerusform></translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>result</source>
        <translation>Ergebnis</translation>
    </message>
    <message numerus="yes">
        <source>resumes %n</source>
        <translation><numerusform>setzt %n fort</numerusform><numerusform>setzt %n fort</numerusform></translation>
    </message>
    <message>
        <source>run</source>
        <comment>in the palette</comment>
        <translation>ausführen</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>seconds</source>
        <comment>after In</comment>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>since the server started</source>
        <translation>seit dem Start des Servers</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>such as 1.5</source>
        <translation>etwa 1.5</translation>
    </message>
    <message>
        <source>such as 10g</source>
        <translation>etwa 10g</translation>
    </message>
    <message>
        <source>such as 2g</source>
        <translation>etwa 2g</translation>
    </message>
    <message>
        <source>such as 512</source>
        <translation>etwa 512</translation>
    </message>
    <message>
        <source>text or json.</source>
        <translation>text oder json.</translation>
    </message>
    <message>
        <source>that of this computer</source>
        <translation>das dieses Computers</translation>
    </message>
    <message>
        <source>the agent is not at work</source>
        <translation>der Agent arbeitet nicht</translation>
    </message>
    <message>
        <source>the connection to the engine is not protected</source>
        <translation>die Verbindung zur Engine ist nicht geschützt</translation>
    </message>
    <message>
        <source>the engine does not describe itself: %1</source>
        <translation>die Engine beschreibt sich nicht: %1</translation>
    </message>
    <message>
        <source>the engine does not enforce limits of %1</source>
        <translation>die Engine setzt diese Grenzen nicht durch: %1</translation>
    </message>
    <message>
        <source>the engine does not filter system calls</source>
        <translation>die Engine filtert keine Systemaufrufe</translation>
    </message>
    <message>
        <source>the engine gives containers users of their own, so shared folders must be open to those</source>
        <translation>die Engine gibt Containern eigene Benutzer, also müssen geteilte Ordner denen offenstehen</translation>
    </message>
    <message>
        <source>the engine is another machine, or behaves like one</source>
        <translation>die Engine ist ein anderer Rechner, oder verhält sich so</translation>
    </message>
    <message>
        <source>the engine runs without root</source>
        <translation>die Engine läuft ohne root</translation>
    </message>
    <message>
        <source>the engine warns: %1</source>
        <translation>die Engine warnt: %1</translation>
    </message>
    <message>
        <source>the engine's disk (%1) has %2 left</source>
        <translation>auf der Platte der Engine (%1) sind %2 frei</translation>
    </message>
    <message>
        <source>the engine's disk has project quotas: disk limits are hard</source>
        <translation>die Platte der Engine hat Projektquoten: Grenzen für Platz sind hart</translation>
    </message>
    <message>
        <source>the engine's machine has only %1 of memory</source>
        <translation>der Rechner der Engine hat nur %1 Arbeitsspeicher</translation>
    </message>
    <message>
        <source>the helper fits the engine's machine</source>
        <translation>der Helfer passt zum Rechner der Engine</translation>
    </message>
    <message>
        <source>the host does not answer</source>
        <translation>der Rechner antwortet nicht</translation>
    </message>
    <message>
        <source>the host took too long</source>
        <translation>der Rechner brauchte zu lange</translation>
    </message>
    <message>
        <source>the image %1 cannot be looked at: %2</source>
        <translation>das Image %1 lässt sich nicht ansehen: %2</translation>
    </message>
    <message>
        <source>the image %1 is not on the engine</source>
        <translation>das Image %1 ist nicht auf der Engine</translation>
    </message>
    <message>
        <source>the image %1 is there (%2)</source>
        <translation>das Image %1 ist da (%2)</translation>
    </message>
    <message>
        <source>the limit of bytes is used up</source>
        <translation>die erlaubte Datenmenge ist aufgebraucht</translation>
    </message>
    <message>
        <source>the list is in sight</source>
        <translation>die Liste ist zu sehen</translation>
    </message>
    <message>
        <source>the path is too long for a socket</source>
        <translation>der Pfad ist zu lang für einen Socket</translation>
    </message>
    <message>
        <source>the server</source>
        <translation>der Server</translation>
    </message>
    <message>
        <source>the server does not answer</source>
        <translation>der Server antwortet nicht</translation>
    </message>
    <message>
        <source>the server does not take this key</source>
        <translation>der Server nimmt diesen Schlüssel nicht an</translation>
    </message>
    <message>
        <source>the server is stopped</source>
        <translation>der Server ist angehalten</translation>
    </message>
    <message>
        <source>the socket is there, but nobody listens on it</source>
        <translation>der Socket ist da, aber niemand hört darauf</translation>
    </message>
    <message>
        <source>there is no such host</source>
        <translation>diesen Rechner gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such socket</source>
        <translation>diesen Socket gibt es nicht</translation>
    </message>
    <message>
        <source>this page has no filter</source>
        <translation>diese Seite hat keinen Filter</translation>
    </message>
    <message>
        <source>this page only</source>
        <translation>nur auf dieser Seite</translation>
    </message>
    <message>
        <source>this user may not use the socket</source>
        <translation>dieser Benutzer darf den Socket nicht benutzen</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>too many connections at once</source>
        <translation>zu viele Verbindungen zugleich</translation>
    </message>
    <message numerus="yes">
        <source>used tools %n time(s)</source>
        <translation><numerusform>%n Mal Werkzeuge benutzt</numerusform><numerusform>%n Mal Werkzeuge benutzt</numerusform></translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>what answers there is no engine: %1</source>
        <translation>was dort antwortet, ist keine Engine: %1</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>workspaces</source>
        <comment>in the palette</comment>
        <translation>Arbeitsbereiche</translation>
    </message>
    <message>
        <source>write</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>you allowed it</source>
        <translation>wurde erlaubt</translation>
    </message>
    <message>
        <source>you denied it</source>
        <translation>wurde abgelehnt</translation>
    </message>
</context>
</TS>
