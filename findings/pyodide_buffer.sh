#!/usr/bin/env bash
# Pyodide 314.0.7 in Node: unpackArchive() takes a Uint8Array, and a Buffer, which readFile() gives and which is a
# Uint8Array, is refused: "Unknown typed array type 'Buffer'. This is a problem with Pyodide, please open an issue".
# A copy with Uint8Array.from(buffer) is taken. Found on 2026-11-28 with Node 20.20.2.
set -euo pipefail
cd "$(mktemp -d)"
npm init -y >/dev/null
npm install --silent pyodide@314.0.7
python3 -c 'import zipfile; zipfile.ZipFile("a.zip", "w").writestr("hello.txt", "hello")'
cat > try.mjs <<'END'
import { readFile } from "node:fs/promises";
import { loadPyodide } from "pyodide";
const python = await loadPyodide();
const archive = await readFile("a.zip");
console.log(archive instanceof Uint8Array);
try {
  python.unpackArchive(archive, "zip");
  console.log("taken");
} catch (error) {
  console.log(String(error.message).includes("Unknown typed array type 'Buffer'") ? "refused" : error.message);
}
python.unpackArchive(Uint8Array.from(archive), "zip");
console.log(python.runPython('open("hello.txt").read()'));
END
found=$(node try.mjs | tr '\n' ' ')
echo "$found"
[ "$found" = "true refused hello " ]
