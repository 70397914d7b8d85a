// As `door.rs`, from Node: node door.cjs MODELS A B. Prints the medians of match_faces in ms, of what of it lies outside the
// engine's stages in us, and of read_mrz in us, and the growth of resident memory in KiB over 10,000 calls with a blob of
// 100,000 bytes. With --expose-gc.
const { readFileSync } = require('node:fs')
const { Engine } = require('kyc-core')

const text = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'

const middle = (times) => times.sort((a, b) => a - b)[times.length >> 1]

// Microseconds of each call, and what it answered.
async function timed(work, runs) {
  const calls = []
  for (let at = 0; at < runs; at += 1) {
    const start = process.hrtime.bigint()
    const answer = await work()
    calls.push([Number(process.hrtime.bigint() - start) / 1e3, answer])
  }
  return calls
}

const stages = (answer) => Math.max(...answer.timings.map((stage) => stage.start_us + stage.duration_us))

async function main([modelsDir, a, b]) {
  const engine = await Engine.open({ modelsDir })
  const [one, other] = [readFileSync(a), readFileSync(b)]
  const faces = () => engine.matchFaces(one, other)
  await timed(faces, 3)
  const compared = await timed(faces, 25)
  const ms = middle(compared.map(([took]) => took)) / 1e3
  const outside = middle(compared.map(([took, answer]) => took - stages(answer)))
  const reads = await timed(() => engine.readMrzText(text, { today: '2026-11-21' }).then(() => {}), 5000)
  const us = middle(reads.map(([took]) => took))
  const blob = Buffer.alloc(100_000)
  const resident = async (calls) => {
    for (let at = 0; at < calls; at += 1) await engine.call('read_mrz', { text, today: '2026-11-21' }, [blob])
    // Two collections: weak references of the first are freed by the second.
    globalThis.gc()
    globalThis.gc()
    return process.memoryUsage().rss / 1024
  }
  const before = await resident(20_000)
  console.log(ms.toFixed(3), outside.toFixed(1), us.toFixed(2), ((await resident(10_000)) - before).toFixed(0))
}

main(process.argv.slice(2))
