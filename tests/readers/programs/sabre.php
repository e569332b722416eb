<?php
// php sabre.php SOURCE < calendar.ics: what sabre/vobject finds, and what it warns of, also as a CalDAV server would.
$source = $argv[1] . '/lib/';
eval('namespace Sabre\Xml; interface XmlSerializable {}');  // of another package, for xCal alone
spl_autoload_register(function ($class) use ($source) {
    if (str_starts_with($class, 'Sabre\\VObject\\')) {
        require $source . str_replace('\\', '/', substr($class, 14)) . '.php';
    }
});
use Sabre\VObject;
$calendar = VObject\Reader::read(stream_get_contents(STDIN));
$found = [];
foreach ($calendar->VEVENT as $event) {
    $trigger = isset($event->VALARM) ? VObject\DateTimeParser::parseDuration((string) $event->VALARM->TRIGGER) : null;
    $found[] = [
        'uid' => (string) $event->UID,
        'start' => $event->DTSTART->getDateTime()->getTimestamp(),
        'end' => $event->DTEND->getDateTime()->getTimestamp(),
        'title' => (string) $event->SUMMARY,
        'description' => (string) $event->DESCRIPTION,
        'alarm' => $trigger ? $trigger->h * 60 + $trigger->i : null,
        'private' => (string) $event->CLASS === 'PRIVATE',
        'cancelled' => (string) $event->STATUS === 'CANCELLED',
        'sequence' => (int) (string) $event->SEQUENCE,
    ];
}
$warnings = array_map(fn ($one) => $one['message'], $calendar->validate());
echo json_encode($argv[2] === 'warnings' ? $warnings : $found);
