'use strict'
const { Engine } = require('./engine.cjs')
const { KycError } = require('./errors.cjs')
const { missingModels, modelsDir, prepareModels } = require('./models.cjs')
const native = require('./native.cjs')

exports.Engine = Engine
exports.KycError = KycError
exports.missingModels = missingModels
exports.modelsDir = modelsDir
exports.prepareModels = prepareModels
exports.version = native.version()
