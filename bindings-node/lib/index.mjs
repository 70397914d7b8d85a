import kyc from './index.cjs'

export const { Engine, KycError, missingModels, modelsDir, prepareModels, version } = kyc
