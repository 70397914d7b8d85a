// Builds the native half and puts it where the package loads it: `npm run build`; `npm run build -- --debug` builds faster and
// runs slower. `--out=FILE`, and more arguments for cargo after a `--`, serve the tests.
import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('..', import.meta.url))
const debug = process.argv.includes('--debug')
const more = process.argv.includes('--') ? process.argv.slice(process.argv.indexOf('--') + 1) : []
const cargo = ['build', '-p', 'kyc-node', ...(debug ? [] : ['--release']), ...more, '--message-format=json-render-diagnostics']
const said = execFileSync('cargo', cargo, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 })
const built = said.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line))
const library = built.filter((row) => row.reason === 'compiler-artifact' && row.target.name === 'kyc_node').pop().filenames[0]
const elsewhere = process.argv.find((argument) => argument.startsWith('--out='))?.slice('--out='.length)
const target = elsewhere ?? join(folder, 'lib', `kyc.${process.platform}-${process.arch}.node`)
// A file that a running process has mapped must not be written into; a new one takes its place.
rmSync(target, { force: true })
copyFileSync(library, target)
console.log(`built ${target}`)
