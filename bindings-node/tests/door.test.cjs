// The door without models: results, errors, bad input. `cargo xtask node` runs it on the installed package.
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { Worker } = require('node:worker_threads')
const { Engine, KycError, missingModels, prepareModels, version } = require('kyc-core')

const today = '2026-11-21'
const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'
const judgeOnly = Engine.open({ models: false })

/** Whatever happens, it is an answer or an error of ours. */
async function refused(work) {
  try {
    await work()
  } catch (error) {
    assert.ok(error instanceof KycError || error.code === 'ENOENT' || error.code === 'ENAMETOOLONG', String(error.stack))
    assert.notEqual(error.code, 'internal')
    return error
  }
  return null
}

test('a zone is read from text, and both module systems give the same class', async () => {
  const engine = await judgeOnly
  const answer = await engine.readMrzText(zone, { today })
  assert.equal(answer.mrz.seen.check_digits_valid, true)
  assert.deepEqual((await engine.readMrzText(zone, { today: new Date(2026, 10, 21) })).mrz, answer.mrz)
  assert.deepEqual((await engine.readMrzText(zone)).mrz, answer.mrz)
  const other = await import('kyc-core')
  assert.equal(other.Engine, Engine)
  assert.equal((await engine.describe()).engine_version, version)
})

test('a refusal has a code, a number and no values', async () => {
  const engine = await judgeOnly
  const error = await refused(() => engine.call('no_such_thing'))
  assert.deepEqual([error.name, error.code, error.number], ['KycError', 'unknown_operation', 1002])
  for (const request of [{ document: { front: 'Jane Roe' } }, { 'Jane Roe': 1 }]) {
    assert.ok(!(await refused(() => engine.call('verify', request))).message.includes('Jane'))
  }
})

test('a wrong deployment is told apart', async () => {
  const missing = await refused(() => Engine.open({ modelsDir: '/no/such/folder' }))
  assert.ok(missing.number >= 3000 && missing.number < 4000)
  assert.ok(missingModels('/no/such/folder').length > 5)
  const config = await refused(() => Engine.open({ models: false, config: { surprise: 1 } }))
  assert.equal(config.code, 'invalid_config')
  const unwritable = await refused(() => prepareModels({ modelsDir: __filename + '/models', progress: false }))
  assert.ok(unwritable.number >= 3000)
})

const wrong = [null, undefined, 7, NaN, 5n, '', '\0', '\ud800', {}, [], Symbol('x'), () => 1, new Date(NaN), Buffer.from('x')]

test('wrong types are errors of ours', async () => {
  const engine = await judgeOnly
  const circular = {}
  circular.self = circular
  for (const value of [...wrong, circular]) {
    for (const work of [
      () => engine.call(value),
      () => engine.call('verify', { document: value, today }),
      () => engine.call('verify', { document: { front: 0 }, today }, value),
      () => engine.call('check_liveness', { image: 0 }, [value]),
      () => engine.callJson('verify', value),
      () => engine.callJson('verify', '{}', [value]),
      () => engine.verify(value, null, { today }),
      () => engine.verify('/no/such/file', null, value),
      () => engine.judge(value, { today }),
      () => engine.readMrzText(value, { today }),
      () => engine.matchFaces(value, value, { threshold: value }),
      () => Engine.open({ models: false, config: { threads: [value] } }),
      () => Engine.open({ runtimeLibrary: value, models: false, config: { x: 1 } }),
      () => new Engine(value),
      () => missingModels(value ?? 3),
      // Text is a folder, and this would prepare it.
      () => prepareModels({ modelsDir: typeof value === 'string' ? 3 : value ?? 3, progress: false }),
    ]) {
      const error = await refused(work)
      // Any text is a folder where nothing is prepared, or no zone; nothing else is answered.
      if (error === null) assert.equal(typeof value, 'string', `${String(work)} took ${typeof value}`)
    }
    if (value != null) assert.equal((await refused(() => engine.describe({ signal: value }))).code, 'invalid_request')
  }
})

test('ten thousand random calls leave the process alive', async () => {
  const engine = await judgeOnly
  let seed = 7
  const pick = (list) => list[(seed = (seed * 48271) % 2147483647) % list.length]
  const operations = [...(await engine.describe()).operations.map((operation) => operation.name), '', 'verify ', 3]
  const requests = ['{}', '[]', '{', '{"today":"2026-11-21"}', '{"image":4294967296}', '{"image":0}', '\ud800', ...wrong]
  const blobs = [[], [new Uint8Array()], [Buffer.from('x')], [new Uint8Array(new SharedArrayBuffer(8))], ...wrong]
  for (let round = 0; round < 100; round += 1) {
    const calls = Array.from({ length: 100 }, () => refused(() => engine.callJson(pick(operations), pick(requests), pick(blobs))))
    await Promise.all(calls)
  }
})

test('a huge blob is a finding', async () => {
  const answer = await (await judgeOnly).call('read_barcode', { image: 0 }, [Buffer.alloc(200_000_000)])
  assert.equal(answer.capture.picture.problem, 'file_too_large')
})

test('a closed engine says so', async () => {
  const engine = await Engine.open({ models: false })
  const under = engine.callJson('describe', '{}')
  engine.close()
  engine.close()
  assert.equal(engine.closed, true)
  assert.ok((await under).includes('operations'))
  assert.equal((await refused(() => engine.describe())).code, 'not_available')
})

test('an aborted call rejects with the reason of its signal', async () => {
  const engine = await judgeOnly
  const early = AbortSignal.abort(new Error('changed my mind'))
  await assert.rejects(engine.describe({ signal: early }), /changed my mind/)
  const controller = new AbortController()
  const pending = Array.from({ length: 50 }, () => engine.describe({ signal: controller.signal }))
  controller.abort()
  const ends = await Promise.allSettled(pending)
  assert.ok(ends.every((end) => end.status === 'rejected' && end.reason.name === 'AbortError'))
  assert.ok(await engine.describe({ signal: new AbortController().signal }))
})

test('ten thousand calls need no more memory than the first', async () => {
  const engine = await judgeOnly
  const blob = Buffer.alloc(100_000)
  const calls = async (count) => {
    for (let at = 0; at < count; at += 1) {
      await engine.readMrzText(zone, { today })
      assert.equal((await refused(() => engine.call('check_liveness', { image: 0 }, [blob]))).code, 'not_available')
    }
    // Two collections: weak references of the first are freed by the second.
    globalThis.gc()
    globalThis.gc()
    return process.memoryUsage().rss
  }
  const before = await calls(3000)
  // One leaked blob in a hundred calls would already show; V8's own heap moves by a few megabytes.
  assert.ok((await calls(10_000)) - before < 10_000_000)
})

test('workers have engines of their own', async () => {
  const code = `
    const { parentPort } = require('node:worker_threads')
    require(${JSON.stringify(require.resolve('kyc-core'))}).Engine.open({ models: false })
      .then((engine) => engine.describe()).then((answer) => parentPort.postMessage(answer.operations.length))`
  const counts = await Promise.all([1, 2, 3].map(() => new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true })
    worker.on('message', resolve)
    worker.on('error', reject)
  })))
  assert.ok(counts.every((count) => count === counts[0] && count >= 8))
})
