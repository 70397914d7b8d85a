// As `door.rs`, from Node: node door.cjs MODELS A B. Prints the medians of match_faces in ms and of read_mrz in us.
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
  console.log(ms.toFixed(3), (await median(() => engine.readMrzText(text, { today: '2026-11-21' }), 5000)).toFixed(2))
}

main(process.argv.slice(2))
