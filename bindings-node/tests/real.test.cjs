// The real models on the demo's pictures, in every form a caller may have them.
const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')
const { pathToFileURL } = require('node:url')
const { Engine, missingModels, prepareModels } = require('kyc-core')

const today = '2026-11-21'
const folder = process.env.KYC_DEMO
const picture = (name) => join(folder ?? '', name)
const [passport, selfie, stranger] = ['document.jpg', 'selfie.jpg', 'stranger.jpg'].map(picture)
const options = { skip: folder ? false : 'KYC_DEMO names no folder of demo pictures; `cargo xtask node` makes one' }
let opened
const engine = () => (opened ??= Engine.open({ prepare: true }))

test('a passport and its holder are accepted and judged again', options, async () => {
  const answer = await (await engine()).verify(passport, selfie, { today })
  assert.equal(answer.report.decision.verdict, 'accepted', JSON.stringify(answer.report.reasons))
  const stored = JSON.parse(JSON.stringify(answer))
  const again = await (await Engine.open({ models: false })).judge(stored, { today })
  assert.deepEqual(again.report, answer.report)
})

test('a stranger does not match', options, async () => {
  const kyc = await engine()
  const matches = async (live) => (await kyc.matchFaces(live, passport)).comparison.seen.match
  assert.deepEqual(await Promise.all([matches(selfie), matches(stranger)]), [true, false])
})

test('every form of a picture gives the same answer', options, async () => {
  const kyc = await engine()
  const bytes = readFileSync(selfie)
  const plain = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  const forms = [selfie, pathToFileURL(selfie), bytes, new Uint8Array(bytes), plain, new DataView(plain)]
  const scores = []
  for (const form of forms) scores.push((await kyc.checkLiveness(form, { threshold: 0.5 })).liveness.seen.score)
  assert.equal(new Set(scores).size, 1, String(scores))
})

test('a document is read', options, async () => {
  const kyc = await engine()
  const [document, zone] = await Promise.all([kyc.readDocument(passport, { today }), kyc.readMrz(passport, { today })])
  // The same characters; `readMrz` looks for the zone first and may cut its lines a little otherwise.
  const texts = (mrz) => mrz.seen.lines.map((line) => line.text)
  assert.deepEqual(texts(document.document.seen.mrz), texts(zone.mrz))
})

test('JavaScript goes on while the engine looks, and may stop listening', options, async () => {
  const kyc = await engine()
  let turns = 0
  const timer = setInterval(() => (turns += 1), 2)
  await kyc.checkLiveness(selfie)
  clearInterval(timer)
  assert.ok(turns > 3, String(turns))
  await assert.rejects(kyc.verify(passport, selfie, { today, signal: AbortSignal.timeout(5) }), { name: 'TimeoutError' })
})

test('an applicant’s broken picture is a finding, a missing file an error', options, async () => {
  const kyc = await engine()
  const answer = await kyc.checkLiveness(Buffer.from('no picture at all'))
  assert.ok('problem' in answer.capture.picture && 'not_seen' in answer.liveness)
  await assert.rejects(kyc.checkLiveness(picture('nothing.jpg')), { code: 'ENOENT' })
})

const linux = { skip: options.skip || (process.platform !== 'linux' && '/dev/zero is an endless file') }
test('an endless file is a picture that is too long', linux, async () => {
  const answer = await (await engine()).checkLiveness('/dev/zero')
  assert.equal(answer.capture.picture.problem, 'file_too_large')
})

test('preparing what is there does nothing', options, async () => {
  await engine()
  const steps = []
  const done = await prepareModels({ progress: (step) => steps.push(step) })
  assert.deepEqual([done.made, steps.length, missingModels().length], [0, 0, 0])
})
