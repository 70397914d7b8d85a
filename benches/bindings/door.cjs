// As `door.rs`, from Node: node door.cjs MODELS A B. Prints the medians of match_faces in ms and of read_mrz in us, and
// the growth of resident memory in KiB over 10,000 calls with a blob of 100,000 bytes. With --expose-gc.
const { readFileSync } = require('node:fs')
const { Engine } = require('kyc-core')

const text = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'

async function median(work, runs) {
  const times = []
  for (let at = 0; at < runs; at += 1) {
    const start = process.hrtime.bigint()
    await work()
    times.push(Number(process.hrtime.bigint() - start) / 1e3)
  }
  return times.sort((a, b) => a - b)[runs >> 1]
}

async function main([modelsDir, a, b]) {
  const engine = await Engine.open({ modelsDir })
  const [one, other] = [readFileSync(a), readFileSync(b)]
  const faces = () => engine.matchFaces(one, other)
  await median(faces, 3)
  const ms = (await median(faces, 25)) / 1e3
  const us = await median(() => engine.readMrzText(text, { today: '2026-11-21' }), 5000)
  const blob = Buffer.alloc(100_000)
  const resident = async (calls) => {
    for (let at = 0; at < calls; at += 1) await engine.call('read_mrz', { text, today: '2026-11-21' }, [blob])
    // Two collections: weak references of the first are freed by the second.
    globalThis.gc()
    globalThis.gc()
    return process.memoryUsage().rss / 1024
  }
  const before = await resident(20_000)
  console.log(ms.toFixed(3), us.toFixed(2), ((await resident(10_000)) - before).toFixed(0))
}

main(process.argv.slice(2))
