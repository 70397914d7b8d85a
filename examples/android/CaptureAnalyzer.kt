// Android: CameraX frames to guidance, then the case. Sample source: it needs the AAR (bindings-mobile/android/build.sh) and an
// Android project, and is parsed but not compiled by this repository's tests; the same classes are, on the JVM.
package org.kyccore.example

import android.content.Context
import androidx.camera.core.ImageAnalysis
import androidx.camera.core.ImageProxy
import java.io.File
import java.time.LocalDate
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.kyccore.DocumentFormat
import org.kyccore.FrameAdvice
import org.kyccore.Kyc
import org.kyccore.KycException
import org.kyccore.Verified

/** Says what is still in the way of a good picture, frame by frame. Set `setOutputImageRotationEnabled(true)`: frames are upright. */
class CaptureAnalyzer(private val kyc: Kyc, private val tell: (FrameAdvice) -> Unit) : ImageAnalysis.Analyzer {
    override fun analyze(image: ImageProxy) = image.use {
        val (y, u, v) = image.planes
        // The only copy: the camera has its buffers back when this function ends.
        val frame = Kyc.frame(
            y.buffer, u.buffer, v.buffer, image.width, image.height, y.rowStride, u.rowStride, u.pixelStride,
        )
        tell(frame.use { kyc.assessFrame(it, DocumentFormat.PASSPORT) })
    }
}

/** Models come with the app, in `assets/models`, as `kyc models prepare` made them; the engine reads them from a folder. */
fun openEngine(context: Context): Kyc {
    val folder = File(context.noBackupFilesDir, "models")
    context.assets.list("models").orEmpty().forEach { name ->
        val file = File(folder.apply { mkdirs() }, name)
        if (!file.exists()) context.assets.open("models/$name").use { from -> file.outputStream().use(from::copyTo) }
    }
    // ONNX Runtime for Android is packed as a native library of the app.
    val runtime = File(context.applicationInfo.nativeLibraryDir, "libonnxruntime.so")
    return Kyc("""{"models_dir": "${folder.path}", "runtime_library": "${runtime.path}"}""")
}

/** The whole case, off the main thread. Show `endUser()` and nothing else of the answer to the applicant. */
suspend fun decide(kyc: Kyc, document: ByteArray, selfie: ByteArray): Result<Verified> = withContext(Dispatchers.Default) {
    try {
        Result.success(kyc.verify(document, LocalDate.now().toString(), selfie))
    } catch (refused: KycException) {
        Result.failure(refused)
    }
}
