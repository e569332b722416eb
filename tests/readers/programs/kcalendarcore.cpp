// kcalendarcore < calendar.ics: what KCalendarCore finds, the library of KOrganizer and Kalendar.
#include <KCalendarCore/ICalFormat>
#include <KCalendarCore/MemoryCalendar>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>
#include <cstdio>
using namespace KCalendarCore;

int main()
{
    QFile in;
    in.open(stdin, QIODevice::ReadOnly);
    MemoryCalendar::Ptr calendar(new MemoryCalendar(QTimeZone("UTC")));
    if (!ICalFormat().fromString(calendar, QString::fromUtf8(in.readAll()))) return 1;
    QJsonArray found;
    for (const Event::Ptr &event : calendar->events()) {
        const auto alarms = event->alarms();
        QJsonValue alarm;
        if (!alarms.isEmpty()) alarm = -alarms.first()->startOffset().asSeconds() / 60;
        found.append(QJsonObject{
            {"uid", event->uid()}, {"start", event->dtStart().toSecsSinceEpoch()},
            {"end", event->dtEnd().toSecsSinceEpoch()}, {"title", event->summary()},
            {"description", event->description()}, {"alarm", alarm},
            {"private", event->secrecy() == Incidence::SecrecyPrivate},
            {"cancelled", event->status() == Incidence::StatusCanceled}, {"sequence", event->revision()}});
    }
    std::puts(QJsonDocument(found).toJson(QJsonDocument::Compact).constData());
}
