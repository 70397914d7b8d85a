// A service with nothing but Node: POST a photo to /liveness, or an MRZ as text to /mrz.
//   node service.cjs [PORT]      curl --data-binary @selfie.jpg http://127.0.0.1:8080/liveness
const { createServer } = require('node:http')
const { buffer } = require('node:stream/consumers')
const { Engine, KycError } = require('kyc-core')

const LIMIT = 10 * 1024 * 1024

/** The body, refused before it is read when it says it is too long. */
async function body(request) {
  const length = Number(request.headers['content-length'])
  if (!(length <= LIMIT)) throw Object.assign(new Error('a Content-Length of at most 10 MiB is needed'), { status: 413 })
  return buffer(request)
}

async function answer(engine, request, signal) {
  if (request.method !== 'POST') throw Object.assign(new Error('POST a picture or text'), { status: 405 })
  if (request.url === '/liveness') return engine.checkLiveness(await body(request), { signal })
  if (request.url === '/mrz') return engine.readMrzText((await body(request)).toString('utf8'), { signal })
  throw Object.assign(new Error('no such path'), { status: 404 })
}

async function main(port) {
  const engine = await Engine.open({ prepare: true })
  const server = createServer(async (request, response) => {
    // A caller who hangs up is not worked for.
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const send = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    try {
      send(200, await answer(engine, request, gone.signal))
    } catch (error) {
      if (error instanceof KycError) send(error.number < 3000 ? 400 : 500, { code: error.code, number: error.number, message: error.message })
      else if (error.status) send(error.status, { message: error.message })
      else send(500, { message: 'something went wrong' })
    }
  })
  server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
}

main(Number(process.argv[2] ?? 8080))
