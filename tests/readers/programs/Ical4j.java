import java.io.FileInputStream;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.StringJoiner;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;

/** java Ical4j calendar.ics: what ical4j finds, once it has found no error. */
public class Ical4j {
    public static void main(String[] given) throws Exception {
        var all = new StringJoiner(",", "[", "]");
        try (var in = new FileInputStream(given[0])) {
            var calendar = new CalendarBuilder().build(in);
            if (calendar.validate().hasErrors()) throw new IllegalStateException(calendar.validate().toString());
            for (var part : calendar.getComponents(Component.VEVENT)) {
                var event = (VEvent) part;
                var alarm = event.getAlarms().isEmpty() ? null
                    : ((java.time.Duration) event.getAlarms().get(0).getTrigger().get().getDuration()).negated().toMinutes();
                all.add("{\"uid\":" + text(event, "UID") + ",\"start\":" + seconds(event.getDateTimeStart().getDate())
                    + ",\"end\":" + seconds(event.getDateTimeEnd().getDate()) + ",\"title\":" + text(event, "SUMMARY")
                    + ",\"description\":" + text(event, "DESCRIPTION") + ",\"alarm\":" + alarm
                    + ",\"private\":" + text(event, "CLASS").equals("\"PRIVATE\"")
                    + ",\"cancelled\":" + text(event, "STATUS").equals("\"CANCELLED\"")
                    + ",\"sequence\":" + text(event, "SEQUENCE").replace("\"", "") + "}");
            }
        }
        System.out.println(all);
    }

    static long seconds(Temporal moment) {
        return ((ZonedDateTime) moment).toEpochSecond();
    }

    static String text(VEvent event, String name) {
        var value = event.<Property>getProperty(name).map(Property::getValue).orElse("");
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
