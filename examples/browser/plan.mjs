// Plans in a browser or in Node: Python by Pyodide, stretchplan and what it needs from one archive.

/**
 * Start Python and return a function that answers a request.
 * @param {Function} loadPyodide of pyodide.mjs
 * @param {ArrayBuffer | Uint8Array} archive the content of stretchplan.zip, which bundle.py makes
 * @returns {Promise<(request: string) => string>} takes a request as JSON and returns a plan, or why there is none
 */
export async function planner(loadPyodide, archive) {
  const python = await loadPyodide();
  // Not loadPackage(): it resolves with an empty list when it could fetch nothing.
  python.unpackArchive(archive, "zip", { extractDir: python.runPython("import site; site.getsitepackages()[0]") });
  return python.runPython(`
import json, sys
import stretchplan as sp

def answer(text):
    try:
        return sp.plan(sp.PlanRequest.model_validate_json(text)).model_dump_json()
    except sp.StretchPlanError as error:
        return json.dumps(error.to_dict())
answer
`);
}
