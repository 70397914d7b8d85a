'use strict'
const native = require('./native.cjs')
const { KycError, invalidRequest, settled } = require('./errors.cjs')

/** The folder of prepared models: the given one, or the cache that the command line uses. */
function modelsDir(folder) {
  const chosen = folder ?? native.cacheDir()
  if (chosen == null) throw new KycError(3001, 'model_missing', 'no cache folder is known for this user; set KYC_MODELS_DIR')
  if (typeof chosen !== 'string' || chosen === '') throw invalidRequest('`modelsDir` is a path')
  return chosen
}

/** Ids of the files that an engine needs and that are not prepared. */
const missingModels = (folder) => settled(native.missingModels(modelsDir(folder)))

/** Fetches, verifies and converts what is missing. */
async function prepareModels({ modelsDir: folder, demo = false, progress = bar() } = {}) {
  if (progress !== false && typeof progress !== 'function') throw invalidRequest('`progress` is a function or false')
  return settled(await native.prepareModels(modelsDir(folder), Boolean(demo), progress || undefined))
}

/** One line that grows on a terminal's standard error, plain lines elsewhere. */
function bar() {
  const { stderr } = process
  let said = ''
  return ({ event, name, done, total }) => {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1)
    if (event === 'fetching' && stderr.isTTY) stderr.write(`\r\x1b[K${name} ${megabytes(done)}/${megabytes(total)} MB`)
    else if (event === 'fetching' && name !== said) stderr.write(`fetching ${name} (${megabytes(total)} MB)\n`)
    else if (event === 'ready') stderr.write(`${stderr.isTTY ? '\r\x1b[K' : ''}ready ${name} (${done}/${total})\n`)
    else if (event === 'waiting') stderr.write('waiting for another process that prepares models\n')
    said = name
  }
}

module.exports = { missingModels, modelsDir, prepareModels }
