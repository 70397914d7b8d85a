// A service with Express: npm install express, then node express.mjs [PORT]
// /verify takes JSON with the pictures in base64, /liveness one picture as it is:
//   curl --data-binary @selfie.jpg -H 'content-type: image/jpeg' http://127.0.0.1:8080/liveness
import express from 'express'
import { Engine, KycError } from 'kyc-core'

const engine = await Engine.open({ prepare: true })
const app = express()
app.disable('x-powered-by')

/** A signal that says that the caller has hung up: nobody is worked for who does not wait. */
function gone(response) {
  const controller = new AbortController()
  response.on('close', () => controller.abort())
  return controller.signal
}

const raw = express.raw({ type: 'image/*', limit: '10mb' })
app.post('/liveness', raw, async (request, response) => {
  response.json(await engine.checkLiveness(request.body, { signal: gone(response) }))
})

app.post('/verify', express.json({ limit: '30mb' }), async (request, response) => {
  const { document, selfie, today } = request.body ?? {}
  const bytes = (text) => (typeof text === 'string' ? Buffer.from(text, 'base64') : undefined)
  const { report } = await engine.verify(bytes(document), bytes(selfie), { today, signal: gone(response) })
  // Reasons are the tenant's; `end_user` is all that the applicant may be told.
  response.json({ verdict: report.decision.verdict, points: report.score.value, endUser: report.end_user.text, reasons: report.reasons })
})

app.use((error, request, response, next) => {
  if (response.headersSent || error.name === 'AbortError') return
  if (error instanceof KycError) response.status(error.number < 3000 ? 400 : 500).json({ code: error.code, message: error.message })
  else response.status(error.status ?? 500).json({ message: error.status ? error.message : 'something went wrong' })
})

const server = app.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})
