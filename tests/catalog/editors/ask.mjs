// What an editor gets for a catalogue: the servers that editors run, asked as editors ask them. See test_editors.py.
//
//   node ask.mjs taplo|vscode FOLDER < questions.json > answers.json
//
// A question is {file, text, line, character}, and its answer {problems, completions, hover}. Files lie in FOLDER.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";

const require = createRequire(join(process.env.NODE_PATH, "x"));
const [which, folder] = process.argv.slice(2);
const questions = JSON.parse(readFileSync(0, "utf8"));

async function vscode() {
  const { getLanguageService, TextDocument } = require("vscode-json-languageservice");
  const service = getLanguageService({
    schemaRequestService: async (uri) => readFileSync(fileURLToPath(uri), "utf8"),
    workspaceContext: { resolveRelativePath: (path, resource) => new URL(path, resource).href },
    clientCapabilities: { textDocument: { completion: { completionItem: { documentationFormat: ["markdown"] } } } },
  });
  service.configure({ validate: true });
  return async ({ file, text, line, character }) => {
    const document = TextDocument.create(pathToFileURL(join(folder, file)).href, "json", 1, text);
    const parsed = service.parseJSONDocument(document);
    const problems = await service.doValidation(document, parsed);
    const found = await service.doComplete(document, { line, character }, parsed);
    const hover = await service.doHover(document, { line, character }, parsed);
    return { problems, completions: found.items, hover: hover && [hover.contents].flat().join("\n") };
  };
}

async function taplo() {
  const { TaploLsp } = require("@taplo/lsp");
  const waiting = new Map();
  const published = new Map();
  let server, numbers = 0;
  const environment = {
    now: () => new Date(0),
    envVar: () => undefined,
    envVars: () => [],
    stdErrAtty: () => false,
    stdin: async () => new Uint8Array(),
    stdout: async (bytes) => bytes.length,
    stderr: async (bytes) => bytes.length,
    glob: () => [],
    readFile: async (path) => readFileSync(path.startsWith("file:") ? fileURLToPath(path) : path),
    writeFile: async () => {},
    urlToFilePath: (url) => fileURLToPath(url),
    isAbsolute: (path) => path.startsWith("/"),
    cwd: () => folder,
    findConfigFile: () => undefined,
  };
  server = await TaploLsp.initialize(environment, {
    onMessage(message) {
      if (message.method === "textDocument/publishDiagnostics") published.set(message.params.uri, message.params.diagnostics);
      else if (message.method && message.id !== undefined) {
        const result = message.method === "workspace/configuration" ? message.params.items.map(() => null) : null;
        setImmediate(() => server.send({ jsonrpc: "2.0", id: message.id, result }));
      } else if (waiting.has(message.id)) waiting.get(message.id)(message.result);
    },
  });
  const tell = (method, params) => server.send({ jsonrpc: "2.0", method, params });
  const ask = (method, params) =>
    new Promise((resolve) => {
      waiting.set(++numbers, resolve);
      server.send({ jsonrpc: "2.0", id: numbers, method, params });
    });
  const uri = pathToFileURL(folder).href;
  await ask("initialize", {
    rootUri: uri,
    workspaceFolders: [{ uri, name: "catalogues" }],
    capabilities: { textDocument: { hover: { contentFormat: ["markdown"] } } },
  });
  tell("initialized", {});
  return async ({ file, text, line, character }) => {
    const textDocument = { uri: pathToFileURL(join(folder, file)).href };
    published.delete(textDocument.uri);
    tell("textDocument/didOpen", { textDocument: { ...textDocument, languageId: "toml", version: 1, text } });
    for (let n = 0; n < 100 && !published.get(textDocument.uri)?.length; n++) await new Promise((go) => setTimeout(go, 10));
    const at = { textDocument, position: { line, character } };
    const found = await ask("textDocument/completion", at);
    const hover = await ask("textDocument/hover", at);
    return {
      problems: published.get(textDocument.uri) ?? [],
      completions: found?.items ?? found ?? [],
      hover: hover && (hover.contents.value ?? hover.contents),
    };
  };
}

const answer = await { taplo, vscode }[which]();
const answers = [];
for (const question of questions) answers.push(await answer(question));
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
