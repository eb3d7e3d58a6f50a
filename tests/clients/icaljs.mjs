// Reads calendar files with ical.js, which Thunderbird and Nextcloud read with.
// In: a file; out: its events.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const shown = time => (time.isDate ? time : time.convertToZone(ICAL.Timezone.utcTimezone)).toICALString();

function read(file) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  return calendar.getAllSubcomponents("vevent").map(component => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      title: event.summary,
      start: shown(event.startDate),
      end: shown(event.endDate),
      status: component.getFirstPropertyValue("status"),
      description: event.description,
      busy: component.getFirstPropertyValue("transp") !== "TRANSPARENT",
    };
  });
}

process.stdout.write(JSON.stringify(read(readFileSync(0, "utf8"))));
