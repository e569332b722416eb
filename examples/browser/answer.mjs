// Answers requests in Node, as a page would: node answer.mjs REQUESTS.jsonl prints one answer for each line.

import { readFile } from "node:fs/promises";
import { loadPyodide } from "pyodide";
import { planner } from "./plan.mjs";

// A copy, because Pyodide does not take Node's Buffer although that is a Uint8Array.
const archive = Uint8Array.from(await readFile(new URL("stretchplan.zip", import.meta.url)));
const answer = await planner(loadPyodide, archive);
for (const line of (await readFile(process.argv[2], "utf8")).trimEnd().split("\n")) console.log(answer(line));
