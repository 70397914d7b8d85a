// The example service, from outside.
const assert = require('node:assert/strict')
const { spawn } = require('node:child_process')
const { readFileSync } = require('node:fs')
const { once } = require('node:events')
const { join } = require('node:path')
const { test } = require('node:test')

const folder = process.env.KYC_DEMO
const options = { skip: folder ? false : 'KYC_DEMO names no folder of demo pictures; `cargo xtask node` makes one' }

test('the service answers and refuses', options, async () => {
  const service = spawn(process.execPath, ['service.cjs', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = await once(service.stdout, 'data')
    const base = line.toString().trim().split(' ').pop()
    const post = (path, body) => fetch(base + path, { method: 'POST', body })
    const live = await post('/liveness', readFileSync(join(folder, 'selfie.jpg')))
    assert.equal((await live.json()).liveness.seen.is_live, true)
    assert.ok('not_seen' in (await (await post('/mrz', 'hello')).json()).mrz)
    assert.deepEqual([(await post('/else', 'x')).status, (await fetch(base)).status], [404, 405])
  } finally {
    service.kill()
    await once(service, 'exit')
  }
})

test('the Express service decides, refuses and does not mind broken JSON', options, async () => {
  const service = spawn(process.execPath, ['express.mjs', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = await once(service.stdout, 'data')
    const base = line.toString().trim().split(' ').pop()
    const base64 = (name) => readFileSync(join(folder, name)).toString('base64')
    const post = (path, body, type = 'application/json') => fetch(base + path, { method: 'POST', body, headers: { 'content-type': type } })
    const verify = async (selfie, today) =>
      post('/verify', JSON.stringify({ document: base64('document.jpg'), selfie: base64(selfie), today }))
    assert.equal((await (await verify('selfie.jpg', '2026-11-21')).json()).verdict, 'accepted')
    assert.equal((await (await verify('stranger.jpg', '2026-11-21')).json()).verdict, 'rejected')
    const refused = await verify('selfie.jpg', 'soon')
    assert.deepEqual([refused.status, (await refused.json()).code], [400, 'invalid_request'])
    assert.equal((await post('/verify', '{')).status, 400)
    const live = await post('/liveness', readFileSync(join(folder, 'selfie.jpg')), 'image/jpeg')
    assert.equal((await live.json()).liveness.seen.is_live, true)
  } finally {
    service.kill()
    await once(service, 'exit')
  }
})
