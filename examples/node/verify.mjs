// The main job from Node: node verify.mjs passport.jpg selfie.jpg [YYYY-MM-DD]
// Prepares the models when they are missing, decides the case, and says why. `cargo xtask node` runs it.
import { Engine, KycError } from 'kyc-core'

const [document, selfie, today] = process.argv.slice(2)
if (!selfie) {
  console.error('usage: node verify.mjs DOCUMENT SELFIE [YYYY-MM-DD]')
  process.exit(2)
}

try {
  const engine = await Engine.open({ prepare: true })
  const { report } = await engine.verify(document, selfie, { today, signal: AbortSignal.timeout(60_000) })
  console.log(`${report.decision.verdict} with ${report.score.value} points`)
  for (const { check, outcome } of report.findings) console.log(`  ${check.padEnd(28)} ${outcome}`)
  for (const { text } of report.reasons) console.log(`  because: ${text}`)
  console.log(`tell the applicant: ${report.end_user.text}`)
  process.exitCode = { accepted: 0, review: 10, rejected: 11 }[report.decision.verdict]
} catch (error) {
  if (!(error instanceof KycError)) throw error
  console.error(`refused: ${error.code}: ${error.message}`)
  process.exitCode = 3
}
