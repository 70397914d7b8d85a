'use strict'
// The one place that knows how the native half is called.
const { platform, arch } = process
const file = `./kyc.${platform}-${arch}.node`

try {
  module.exports = require(file)
} catch (cause) {
  throw new Error(`kyc-core has no native half for ${platform}-${arch} here: run \`npm run build\` in bindings-node`, { cause })
}
