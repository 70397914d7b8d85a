'use strict'
const native = require('./native.cjs')
const { invalidRequest, settled } = require('./errors.cjs')
const { missingModels, modelsDir, prepareModels } = require('./models.cjs')
const { pictureBytes } = require('./pictures.cjs')

const KEY = Symbol('Engine.open')
// What the engine itself takes when `max_picture_bytes` is not set.
const MAX_PICTURE_BYTES = 10 * 1024 * 1024

/** An immutable engine. Open one, share it; its work runs off JavaScript's thread. */
class Engine {
  #door
  #limit

  /** Engines are made by `Engine.open`: loading models takes its time and happens off this thread. */
  constructor(key, door, limit) {
    if (key !== KEY) throw invalidRequest('engines are opened: await Engine.open()')
    this.#door = door
    this.#limit = limit
  }

  static async open(options = {}) {
    if (!isObject(options)) throw invalidRequest('the options are an object')
    const { models = true, prepare = false, modelsDir: folder, runtimeLibrary, config = {} } = options
    if (!isObject(config)) throw invalidRequest('`config` is an object')
    const members = { ...config }
    if (models) {
      members.models_dir = modelsDir(folder)
      if (prepare && missingModels(folder).length > 0) await prepareModels({ modelsDir: folder })
    }
    if (runtimeLibrary !== undefined) members.runtime_library = runtimeLibrary
    const door = settled(await native.open(json(members)))
    return new Engine(KEY, door, members.max_picture_bytes ?? MAX_PICTURE_BYTES)
  }

  // The door ------------------------------------------------------------------------------------------------------

  /** Any operation by name. The request names the pictures in `blobs` by their index. */
  async call(op, request = {}, blobs = [], { signal } = {}) {
    if (!isObject(request)) throw invalidRequest('a request is an object')
    if (!Array.isArray(blobs)) throw invalidRequest('`blobs` is an array of pictures')
    checkSignal(signal)
    const text = json(request)
    const pictures = await Promise.all(blobs.map((blob) => pictureBytes(blob, this.#limit, signal)))
    return JSON.parse(await this.callJson(op, text, pictures, { signal }))
  }

  /** The door itself: JSON text in, JSON text out, the bytes of picture files beside it. */
  async callJson(op, request, blobs = [], { signal } = {}) {
    if (typeof op !== 'string' || typeof request !== 'string') throw invalidRequest('`op` and `request` are strings')
    if (!Array.isArray(blobs) || !blobs.every((blob) => blob instanceof Uint8Array)) {
      throw invalidRequest('`blobs` is an array of Uint8Arrays')
    }
    checkSignal(signal)
    signal?.throwIfAborted()
    const token = new native.Token()
    const answer = this.#door.call(op, request, blobs, token)
    return settled(await (signal ? abortable(answer, token, signal) : answer))
  }

  // The operations ------------------------------------------------------------------------------------------------

  /** The whole case: pictures to evidence to a decided, explained report. */
  verify(document, selfie, options) {
    return this.#seen('verify', { document, selfie }, options)
  }

  /** Pictures to evidence; nothing is judged. */
  perceive(document, selfie, options) {
    return this.#seen('perceive', { document, selfie }, options)
  }

  /** What one document says, both sides merged. */
  readDocument(document, options) {
    return this.#seen('read_document', { document }, options)
  }

  /** A machine-readable zone from a picture. */
  readMrz(image, options) {
    return this.#seen('read_mrz', { image }, options)
  }

  /** A machine-readable zone from its lines. */
  readMrzText(text, options) {
    return this.#seen('read_mrz', {}, { text, ...options })
  }

  /** Stored evidence to a report. A stored response of `verify` serves too. */
  judge(evidence, options) {
    return this.#seen('judge', {}, { evidence: evidence?.evidence ?? evidence, ...options })
  }

  /** Whether one photo shows a live person (passive). */
  async checkLiveness(image, { signal, ...request } = {}) {
    return this.call('check_liveness', { image: 0, ...request }, [image], { signal })
  }

  /** Whether the live photo `a` shows the person in `b`. */
  async matchFaces(a, b, { signal, ...request } = {}) {
    return this.call('match_faces', { a: 0, b: 1, ...request }, [a, b], { signal })
  }

  /** What this engine is and can do. */
  describe(options) {
    return this.call('describe', {}, [], options)
  }

  /** Calls with the pictures as blobs, their indices in the request, and the day. */
  async #seen(op, { document, ...pictures }, options) {
    if (options != null && !isObject(options)) throw invalidRequest('the options are an object')
    const { signal, back, today, ...request } = options ?? {}
    const blobs = []
    const index = (picture) => blobs.push(picture) - 1
    request.today = day(today)
    if (document != null) request.document = { front: index(document), ...(back != null && { back: index(back) }) }
    for (const [name, picture] of Object.entries(pictures)) if (picture != null) request[name] = index(picture)
    return this.call(op, request, blobs, { signal })
  }

  // Its life ------------------------------------------------------------------------------------------------------

  /** Lets the models go. Later calls are refused with `not_available`. */
  close() {
    this.#door.close()
  }

  get closed() {
    return this.#door.closed
  }
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function json(value) {
  try {
    return JSON.stringify(value, representable)
  } catch {
    // JavaScript's own words can repeat values, which can be personal data.
    throw invalidRequest('the request cannot be written as JSON')
  }
}

/** JSON would turn a threshold of NaN into null, and the engine would take its default. */
function representable(_, value) {
  if (['function', 'symbol'].includes(typeof value) || (typeof value === 'number' && !Number.isFinite(value))) throw new TypeError()
  return value
}

function checkSignal(signal) {
  if (signal != null && !(signal instanceof AbortSignal)) throw invalidRequest('`signal` is an AbortSignal')
}

/** Rejects with the signal's reason at once; a call that has not started yet never does. */
function abortable(answer, token, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      token.cancel()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** A day as `YYYY-MM-DD`: a string as it is, a Date or today by this machine's calendar. */
function day(today = new Date()) {
  if (typeof today === 'string') return today
  if (!(today instanceof Date) || Number.isNaN(today.getTime())) throw invalidRequest('`today` is a Date, or a string as YYYY-MM-DD')
  const two = (number) => String(number).padStart(2, '0')
  return `${String(today.getFullYear()).padStart(4, '0')}-${two(today.getMonth() + 1)}-${two(today.getDate())}`
}

module.exports = { Engine }
