// node readers.cjs FAMILY PACKAGE < file: prints as JSON what the package finds in the file.
const fs = require("node:fs");
const [, , family, name, ...rest] = process.argv;
const bytes = fs.readFileSync(0);
const text = bytes.toString("utf8");
const seconds = (moment) => (moment ? Math.round(moment.getTime() / 1000) : null);

const calendars = {
  "ical.js"() {
    const ICAL = require("ical.js").default ?? require("ical.js");
    const calendar = new ICAL.Component(ICAL.parse(text));
    for (const zone of calendar.getAllSubcomponents("vtimezone")) {
      ICAL.TimezoneService.register(new ICAL.Timezone(zone));
    }
    return calendar.getAllSubcomponents("vevent").map((part) => {
      const event = new ICAL.Event(part);
      const alarm = part.getFirstSubcomponent("valarm");
      return {
        uid: event.uid, start: event.startDate.toUnixTime(), end: event.endDate.toUnixTime(), title: event.summary,
        description: event.description ?? "", alarm: alarm && -alarm.getFirstPropertyValue("trigger").toSeconds() / 60,
        private: part.getFirstPropertyValue("class") === "PRIVATE",
        cancelled: part.getFirstPropertyValue("status") === "CANCELLED", sequence: event.sequence,
      };
    });
  },
  "node-ical"() {
    const found = Object.values(require("node-ical").sync.parseICS(text)).filter((one) => one.type === "VEVENT");
    return found.map((event) => ({
      uid: event.uid, start: seconds(event.start), end: seconds(event.end), title: event.summary,
      description: event.description ?? "",
      alarm: event.alarms?.length ? { "-PT10M": 10 }[event.alarms[0].trigger] ?? null : null,
      private: event.class === "PRIVATE", cancelled: event.status === "CANCELLED", sequence: Number(event.sequence),
    }));
  },
  "ts-ics"() {
    return require("ts-ics").convertIcsCalendar(undefined, text).events.map((event) => ({
      uid: event.uid, start: seconds(event.start.date), end: seconds(event.end.date), title: event.summary,
      description: event.description ?? "", alarm: event.alarms?.[0].trigger.value.minutes ?? null,
      private: event.class === "PRIVATE", cancelled: event.status === "CANCELLED", sequence: event.sequence ?? null,
    }));
  },
  "cal-parser"() {
    return require("cal-parser").parseString(text).events.map((event) => ({
      uid: event.uid?.value, start: seconds(event.dtstart.value), end: seconds(event.dtend.value),
      title: event.summary.value, description: event.description?.value ?? "",
      alarm: event.trigger?.value === "-PT10M" ? 10 : null, private: event.class?.value === "PRIVATE",
      cancelled: event.status?.value === "CANCELLED", sequence: Number(event.sequence?.value),
    }));
  },
};

const watches = {
  "@garmin/fitsdk"() {
    const { Decoder, Stream } = require("@garmin/fitsdk");
    const { messages, errors } = new Decoder(Stream.fromBuffer(bytes)).read();
    if (errors.length) throw errors[0];
    return messages.workoutStepMesgs.map((step) => ({
      name: step.wktStepName, notes: step.notes ?? null, seconds: step.durationTime ?? null,
      repetitions: step.durationReps ?? null, back_to: step.durationStep ?? null, times: step.repeatSteps ?? null,
      intensity: step.intensity ?? null,
    }));
  },
  async "fit-file-parser"() {
    const found = require("fit-file-parser");
    const Parser = found.default ?? found;
    const parsed = await new Promise((done, failed) => {
      new Parser({ mode: "list" }).parse(bytes, (error, data) => (error ? failed(error) : done(data)));
    });
    const steps = rest[0] === "messages" ? parsed.messages.workout_step : [parsed.workout_step].flat();
    return steps.map((step) => ({
      name: step.wkt_step_name, notes: step.notes ?? null,
      seconds: step.duration_type === "time" ? step.duration_value / 1000 : null,
      repetitions: step.duration_type === "reps" ? step.duration_value : null,
      back_to: step.duration_type === "repeat_until_steps_cmplt" ? step.duration_value : null,
      times: step.duration_type === "repeat_until_steps_cmplt" ? step.target_value : null,
      intensity: step.intensity ?? null,
    }));
  },
  "fit-decoder"() {
    const { fit2json, parseRecords } = require("fit-decoder");
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const steps = parseRecords(fit2json(buffer)).records.filter((one) => one.type === "workout_step");
    return steps.map(({ data }) => ({
      name: data.wkt_step_name, notes: data.notes ?? null,
      seconds: data.duration_type === 0 ? data.duration_value / 1000 : null,
      repetitions: data.duration_type === 29 ? data.duration_value : null,
      back_to: data.duration_type === 6 ? data.duration_value : null,
      times: data.duration_type === 6 ? data.target_value : null, intensity: data.intensity ?? null,
    }));
  },
};

const tracks = {
  "videojs-vtt.js"() {
    const { WebVTT, VTTCue, VTTRegion } = require("videojs-vtt.js");
    const parser = new WebVTT.Parser({ VTTCue, VTTRegion }, WebVTT.StringDecoder());
    const cues = [];
    parser.oncue = (cue) => cues.push({ start: cue.startTime, end: cue.endTime, text: cue.text });
    parser.onparsingerror = (error) => { throw error; };
    parser.parse(text);
    parser.flush();
    return cues;
  },
  "node-webvtt"() {
    const { cues } = require("node-webvtt").parse(text);
    return cues.map((cue) => ({ start: cue.start, end: cue.end, text: cue.text }));
  },
  "webvtt-parser"() {
    const { WebVTTParser } = require("webvtt-parser");
    const { cues, errors } = new WebVTTParser().parse(text, rest[0]);
    if (errors.length) throw new Error(JSON.stringify(errors));
    return cues.map((cue) => ({ start: cue.startTime, end: cue.endTime, text: cue.text }));
  },
  "@plussub/srt-vtt-parser"() {
    const { entries } = require("@plussub/srt-vtt-parser").parse(text);
    return entries.map((cue) => ({ start: cue.from / 1000, end: cue.to / 1000, text: cue.text }));
  },
  subtitle() {
    const cues = require("subtitle").parseSync(text).filter((one) => one.type === "cue");
    return cues.map(({ data }) => ({ start: data.start / 1000, end: data.end / 1000, text: data.text }));
  },
};

/** Whether each of the documents is valid by the schema that stands before them. */
const schemas = {
  ajv(schema) {
    const Ajv = require("ajv/dist/2020");
    const ajv = new Ajv.default({ strict: true, strictRequired: true, allErrors: true });
    require("ajv-formats")(ajv);
    return ajv.compile(schema);
  },
  "@cfworker/json-schema"(schema) {
    const { Validator } = require("@cfworker/json-schema");
    const validator = new Validator(schema, "2020-12");
    return (document) => validator.validate(document).valid;
  },
  "@exodus/schemasafe"(schema) {
    return require("@exodus/schemasafe").validator(schema);
  },
  jsonschema(schema) {
    const { Validator } = require("jsonschema");
    const { $id, ...rest } = schema; // it cannot resolve a name such as urn:stretchplan:schema:plan:1.3
    return (document) => new Validator().validate(document, rest).valid;
  },
};

const tables = {
  "apache-arrow"() {
    const table = require("apache-arrow").tableFromIPC(bytes);
    return [...table].map((row) => row.toJSON()).map(({ id, total_seconds, prescriptions, error_code }) => ({
      id, total_seconds, error_code, stretches: prescriptions && [...prescriptions].map((one) => one.stretch_id),
    }));
  },
  "parquet-wasm"() {
    const { tableFromIPC } = require("apache-arrow");
    const table = tableFromIPC(require("parquet-wasm").readParquet(bytes).intoIPCStream());
    return [...table].map((row) => row.toJSON()).map(({ id, total_seconds, prescriptions, error_code }) => ({
      id, total_seconds, error_code, stretches: prescriptions && [...prescriptions].map((one) => one.stretch_id),
    }));
  },
  papaparse() {
    return require("papaparse").parse(text, { header: true, dynamicTyping: true, skipEmptyLines: true }).data;
  },
};

(async () => {
  let found;
  if (family === "schemas") {
    const { schema, documents } = JSON.parse(text);
    const valid = schemas[name](schema);
    found = documents.map((document) => Boolean(valid(document)));
  } else {
    found = await { calendars, watches, tracks, tables }[family][name]();
  }
  const plain = (_, value) => (typeof value === "bigint" ? Number(value) : value);
  process.stdout.write(JSON.stringify(found, plain));
})();
