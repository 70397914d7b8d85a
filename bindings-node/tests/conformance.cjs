// The Node runner of the conformance vectors: prints id and response hash. It needs a native half built with the feature
// `conformance`: node conformance.cjs NATIVE_HALF FOLDER_OF_CONFORMANCE
const { createHash } = require('node:crypto')
const { readFileSync, readdirSync } = require('node:fs')
const { join, resolve } = require('node:path')

const [native, root] = [require(resolve(process.argv[2])), process.argv[3]]

async function answer({ op, request, blobs = [], script }) {
  const door = await (script ? native.openScripted(script) : native.open('{}'))
  const bytes = blobs.map(({ file, text }) => (file ? readFileSync(join(root, 'blobs', file)) : Buffer.from(text)))
  const response = await door.call(op, JSON.stringify(request), bytes, new native.Token())
  if (typeof response !== 'string') return response.name
  // Durations differ from run to run; they come last.
  const end = response.lastIndexOf(',"timings":[')
  return end < 0 ? response : response.slice(0, end)
}

async function main() {
  const vectors = join(root, 'vectors')
  for (const folder of readdirSync(vectors).sort()) {
    for (const file of readdirSync(join(vectors, folder)).sort()) {
      if (!file.endsWith('.json')) continue
      const vector = JSON.parse(readFileSync(join(vectors, folder, file), 'utf8'))
      console.log(vector.id, createHash('sha256').update(await answer(vector)).digest('hex'))
    }
  }
}

main()
