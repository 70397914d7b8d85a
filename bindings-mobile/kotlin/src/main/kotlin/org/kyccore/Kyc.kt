package org.kyccore

import java.nio.Buffer
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException

/**
 * An engine as Kotlin wants it: whatever it refuses is a [KycException] with our code, also what the generated classes under it
 * find wrong by themselves. Immutable and shared among threads; calls block, so on Android call it from a background dispatcher.
 *
 * [config] is the engine's configuration in JSON: `{"models_dir": "…"}`, or `{}` for an engine without models, which judges
 * stored evidence, reads MRZ text and assesses frames.
 */
class Kyc(config: String = "{}") : AutoCloseable {
    private val engine = refusing { Engine(config) }

    // The generated class takes calls for as long as another one is under way, also after `close`.
    @Volatile
    private var closed = false

    /** Runs any operation: JSON in, JSON out. The request names the pictures' files in [blobs] by their index. */
    fun call(op: String, request: String = "{}", blobs: List<ByteArray> = emptyList()): String =
        open { call(op, request, blobs) }

    /** The whole case. [today] is `YYYY-MM-DD`; the engine has no clock. */
    fun verify(
        document: ByteArray,
        today: String,
        selfie: ByteArray? = null,
        back: ByteArray? = null,
        policy: String? = null,
    ): Verified = open { verify(document, today, selfie, back, policy) }

    /** What a camera's frame still needs before the document's picture is taken. */
    fun assessFrame(frame: Frame, document: DocumentFormat): FrameAdvice = open { assessFrame(frame, document) }

    /** Whether frames show a live person who does what was asked; [actions] are those of `make_challenge`. */
    fun checkActiveLiveness(frames: List<TimedFrame>, actions: List<String> = emptyList(), mirrored: Boolean = false): String =
        open { checkActiveLiveness(frames, actions, mirrored) }

    /** Lets the models go once the calls that are under way have ended. Later calls are refused with `not_available`. */
    override fun close() {
        closed = true
        engine.close()
    }

    private inline fun <T> open(work: Engine.() -> T): T =
        if (closed) throw closed() else refusing { engine.work() }

    companion object {
        /** A frame out of one buffer: BGRA, RGBA, RGB or NV21. [stride] is the number of bytes from one row to the next. */
        fun frame(bytes: ByteBuffer, width: Int, height: Int, stride: Int, format: FrameFormat): Frame =
            refusing { Frame.packed(bytes.direct(), width.size(), height.size(), stride.size(), format) }

        /**
         * A frame out of the three planes of `ImageFormat.YUV_420_888`: `plane.buffer`, `rowStride`, and the `pixelStride` of the
         * colour planes. The planes are read where they lie; the frame is the only copy.
         */
        fun frame(
            y: ByteBuffer, u: ByteBuffer, v: ByteBuffer,
            width: Int, height: Int, yStride: Int, uvStride: Int, pixelStride: Int,
        ): Frame = refusing {
            Frame.yuv420(
                y.direct(), u.direct(), v.direct(),
                width.size(), height.size(), yStride.size(), uvStride.size(), pixelStride.size(),
            )
        }
    }
}

/** Only direct buffers have an address. A camera's are; what is left of any other is copied. */
private fun ByteBuffer.direct(): ByteBuffer =
    if (isDirect) slice() else ByteBuffer.allocateDirect(remaining()).also {
        it.put(duplicate())
        // `flip` of `ByteBuffer` itself is missing on older Androids.
        (it as Buffer).flip()
    }

private fun Int.size(): UInt = if (this < 0) throw invalid("a size is negative") else toUInt()

private fun invalid(detail: String) = KycException.Request(1001u, "invalid_request", detail)

private fun closed() = KycException.Request(1007u, "not_available", "the engine is closed")

private inline fun <T> refusing(work: () -> T): T =
    try {
        work()
    } catch (_: CharacterCodingException) {
        throw invalid("text that has no UTF-8 form")
    } catch (_: IllegalStateException) {
        // What the generated classes say of an object that was closed.
        throw closed()
    }
