'use strict'
const { readFile } = require('node:fs/promises')
const { invalidRequest } = require('./errors.cjs')

/** The bytes of a picture's file: a path, a `file:` URL, a Buffer, any view of an ArrayBuffer, or an ArrayBuffer. */
async function pictureBytes(picture, signal) {
  if (picture instanceof Uint8Array) return picture
  if (ArrayBuffer.isView(picture)) return new Uint8Array(picture.buffer, picture.byteOffset, picture.byteLength)
  if (picture instanceof ArrayBuffer) return new Uint8Array(picture)
  if (typeof picture === 'string' || picture instanceof URL) {
    try {
      return await readFile(picture, { signal })
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
