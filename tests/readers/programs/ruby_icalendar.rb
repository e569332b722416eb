# ruby ruby_icalendar.rb SOURCE < calendar.ics: what the gem icalendar finds.
$LOAD_PATH.unshift File.join(ARGV[0], "lib")
require "json"
require "stringio"
require "icalendar"
events = Icalendar::Calendar.parse($stdin.read.force_encoding("UTF-8")).first.events
puts JSON.generate(events.map { |event|
  alarm = event.alarms.first
  {
    uid: event.uid.to_s, start: event.dtstart.to_time.to_i, end: event.dtend.to_time.to_i, title: event.summary.to_s,
    description: event.description.to_s, alarm: alarm && alarm.trigger.hours * 60 + alarm.trigger.minutes,
    private: event.ip_class.to_s == "PRIVATE", cancelled: event.status.to_s == "CANCELLED",
    sequence: event.sequence.to_i
  }
})
