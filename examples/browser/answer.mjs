// Answers requests in Node, as a page would: node answer.mjs REQUESTS.jsonl prints one answer for each line.

import { readFile } from "node:fs/promises";
import { loadPyodide } from "pyodide";
import { planner } from "./plan.mjs";

const answer = await planner(loadPyodide, await readFile(new URL("stretchplan.zip", import.meta.url)));
for (const line of (await readFile(process.argv[2], "utf8")).trimEnd().split("\n")) console.log(answer(line));
