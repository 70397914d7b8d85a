// Compiled with `tsc --strict`, not run: the declarations are right when this has no error.
import { Engine, KycError, prepareModels, type FaceComparison, type VerifyResponse } from 'kyc-core'

export async function decide(passport: string, selfie: Uint8Array, signal: AbortSignal): Promise<string> {
  await prepareModels({ progress: ({ event, name, done, total }) => console.log(event, name, done / total) })
  const engine = await Engine.open({ modelsDir: 'models', config: { threads: 4 } })
  try {
    const answer: VerifyResponse = await engine.verify(passport, selfie, { today: new Date(), language: 'fr', signal })
    const { comparison } = await engine.matchFaces(selfie, passport, { threshold: 0.7 })
    const seen: FaceComparison | undefined = 'seen' in comparison ? comparison.seen : undefined
    const described = await engine.call('describe', {})
    const judged = await engine.judge(answer, { policy: described.policies[0] ?? 'api-v1' })
    const verdict: 'accepted' | 'review' | 'rejected' = judged.report.decision.verdict
    return seen?.match === true ? verdict : 'rejected'
  } catch (error) {
    if (error instanceof KycError && error.code === 'blob_missing') return error.message
    throw error
  } finally {
    engine.close()
  }
}

// @ts-expect-error: no operation has that name
export const wrong = (engine: Engine) => engine.call('surprise')
// @ts-expect-error: a number is no picture
export const neither = (engine: Engine) => engine.verify(7)
