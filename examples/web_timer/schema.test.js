// @ts-nocheck
// The published schemas compile in Ajv's strict mode, and a plan is valid by its own.
import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** @param {string} file */
const read = (file) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"));

for (const name of ["plan", "request", "catalog", "programme"]) {
  test(`the schema of a ${name} compiles in strict mode`, () => {
    const ajv = new Ajv.default({ strict: true, strictRequired: true, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(read(`docs/${name}.schema.json`));
    if (name === "plan") assert.ok(validate(read("tests/golden/plan.json")), JSON.stringify(validate.errors));
    if (name === "request") {
      assert.ok(validate({ minutes: 10, days_since_injury: 3, pace: "slow", targets: ["hips"] }));
      assert.ok(!validate({ minutes: 0, days_since_injury: 3 }));
      assert.ok(!validate({ minutes: 10 }));
    }
  });
}
