'use strict'

/**
 * What the engine refuses: a caller's or a deployment's mistake. `code` is the stable name, `number` the stable number
 * (1xxx the caller, 2xxx the bytes, 3xxx the deployment, 9xxx ours).
 */
class KycError extends Error {
  constructor(number, code, message) {
    super(message)
    this.name = 'KycError'
    this.number = number
    this.code = code
  }
}

/** The answer, or its refusal thrown. */
function settled(answer) {
  if (answer !== null && typeof answer === 'object' && typeof answer.number === 'number' && 'message' in answer) {
    throw new KycError(answer.number, answer.name, answer.message)
  }
  return answer
}

/** What JavaScript finds wrong before the engine sees it; never repeats a value. */
const invalidRequest = (message) => new KycError(1001, 'invalid_request', message)

module.exports = { KycError, invalidRequest, settled }
