'use strict'
const { createReadStream } = require('node:fs')
const { buffer } = require('node:stream/consumers')
const { invalidRequest } = require('./errors.cjs')

/**
 * The bytes of a picture's file: a path, a `file:` URL, a Buffer, any view of an ArrayBuffer, or an ArrayBuffer. A file is
 * read one byte past `limit` at most, so that the engine itself says that it is too long.
 */
async function pictureBytes(picture, limit, signal) {
  if (picture instanceof Uint8Array) return picture
  if (ArrayBuffer.isView(picture)) return new Uint8Array(picture.buffer, picture.byteOffset, picture.byteLength)
  if (picture instanceof ArrayBuffer) return new Uint8Array(picture)
  if (typeof picture === 'string' || picture instanceof URL) {
    try {
      return await buffer(createReadStream(picture, { end: limit, signal }))
    } catch (error) {
      // One reason for an aborted call, wherever it was when it was aborted.
      signal?.throwIfAborted()
      // What the file system says passes through (ENOENT …); a path that is none is a wrong request.
      if (error instanceof TypeError) throw invalidRequest('a picture’s path is not a path')
      throw error
    }
  }
  throw invalidRequest('a picture is a path, a file: URL, a Buffer, a Uint8Array or an ArrayBuffer')
}

module.exports = { pictureBytes }
