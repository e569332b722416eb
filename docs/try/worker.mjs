// Plans in a worker, so that the page goes on while Python loads and plans. It reports what is loaded, says which part
// could not be loaded, and then answers requests without a network.

const HERE = new URL("./", import.meta.url).href;
const asked = self.fetch.bind(self);
let sizes = {}; // bytes of each part, by its path
let loaded = 0; // bytes

class NotLoaded extends Error {
  constructor(name, reason) {
    super(reason);
    this.part = name;
  }
}

function tell(more) {
  loaded += more;
  postMessage({ loaded, total: Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0) });
}

// Pyodide fetches its files itself, so what it calls counts the bytes and tells what is missing. Pyodide would wait for
// ever for its WebAssembly.
let giveUp;
const missing = new Promise((_resolve, reject) => (giveUp = reject));
self.fetch = async (input, options) => {
  const url = new URL(input instanceof Request ? input.url : input, HERE).href;
  const name = url.startsWith(HERE) ? url.slice(HERE.length) : url;
  const failed = (reason) => {
    const error = new NotLoaded(name, reason);
    giveUp(error);
    return error;
  };
  let answer;
  try {
    answer = await asked(url, options);
  } catch {
    throw failed("unreachable");
  }
  if (!answer.ok) throw failed(String(answer.status));
  const reader = answer.body.getReader();
  const counted = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        tell(value.byteLength);
        controller.enqueue(value);
      } catch {
        controller.error(failed("broken off"));
      }
    },
  });
  return new Response(counted, answer);
};

// A script is not fetched by the function above.
async function imported(name) {
  try {
    const found = await import(HERE + name);
    tell(sizes[name]);
    return found;
  } catch (error) {
    await fetch(HERE + name); // it tells why
    throw new NotLoaded(name, String(error));
  }
}

async function startPython() {
  const { loadPyodide } = await imported("pyodide/pyodide.mjs");
  await imported("pyodide/pyodide.asm.mjs");
  return loadPyodide({ indexURL: `${HERE}pyodide/` });
}

async function start() {
  sizes = await (await fetch(`${HERE}parts.json`)).json();
  if (!("stretchplan.zip" in sizes)) throw new NotLoaded("parts.json", "empty"); // as it is in the repository
  loaded = 0; // without the list itself
  const [python, archive, script] = await Promise.all([
    startPython(),
    fetch(`${HERE}stretchplan.zip`).then((one) => one.arrayBuffer()),
    fetch(`${HERE}planner.py`).then((one) => one.text()),
  ]);
  postMessage({ starting: true });
  // Not loadPackage(): it resolves with an empty list when it could fetch nothing.
  python.unpackArchive(archive, "zip", { extractDir: python.runPython("import site; site.getsitepackages()[0]") });
  const planner = python.toPy({ __name__: "planner" });
  python.runPython(script, { globals: planner, filename: "planner.py" });
  const answer = planner.get("answer");
  self.onmessage = ({ data: { id, request, catalog } }) => {
    try {
      const found = answer(request, catalog);
      const [plan, title, page] = found.toJs();
      found.destroy();
      postMessage({ id, plan, title, page });
    } catch (error) {
      postMessage({ id, broken: String(error.message ?? error) });
    }
  };
  postMessage({ ready: JSON.parse(planner.get("choices")()) });
  // The modules that the first plan imports are imported while the person fills in the form.
  answer('{"minutes": 2, "days_since_injury": null}', "seven").destroy();
}

Promise.race([start(), missing]).catch((error) => {
  const { part = "", message } = error;
  postMessage({ failed: { part, bytes: sizes[part] ?? 0, reason: part ? message : String(error) } });
});
