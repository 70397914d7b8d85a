package org.kyccore

import com.google.gson.JsonParser
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import java.nio.ByteBuffer
import javax.imageio.ImageIO
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.kyccore.example.decide

/** The real models on the demo's pictures, and the example. */
class RealTest {
    private val demo = File(System.getProperty("kyc.demo"))
    private val models: String = System.getProperty("kyc.models")
    private fun picture(name: String) = demo.resolve(name).readBytes()

    @Test
    fun aPassportAndItsHolderAreAcceptedAndAStrangerIsNot() {
        Kyc("""{"models_dir": "$models"}""").use { kyc ->
            val holder = kyc.verify(picture("document.jpg"), "2026-11-21", picture("selfie.jpg"))
            assertEquals(CaseVerdict.ACCEPTED, holder.verdict(), holder.reasons().toString())
            val stranger = kyc.verify(picture("document.jpg"), "2026-11-21", picture("stranger.jpg"))
            assertEquals(CaseVerdict.REJECTED, stranger.verdict())
            assertTrue(stranger.reasons().isNotEmpty() && stranger.endUser().isNotEmpty())
        }
    }

    @Test
    fun aCamerasFramesAreFollowed() {
        val selfie = ImageIO.read(demo.resolve("selfie.jpg"))
        val (width, height) = selfie.width / 4 to selfie.height / 4
        val bytes = ByteBuffer.allocateDirect(4 * width * height)
        for (y in 0 until height) for (x in 0 until width) {
            val rgb = selfie.getRGB(4 * x, 4 * y)
            bytes.put(rgb.toByte()).put((rgb shr 8).toByte()).put((rgb shr 16).toByte()).put(-1)
        }
        bytes.flip()
        Kyc("""{"models_dir": "$models"}""").use { kyc ->
            val frames = List(8) { TimedFrame(Kyc.frame(bytes, width, height, 4 * width, FrameFormat.BGRA), (150 * it).toULong()) }
            val answer = JsonParser.parseString(kyc.checkActiveLiveness(frames)).asJsonObject
            // A face is followed in each; eight copies of one picture are no live sequence.
            assertEquals(8, answer["guidance"].asJsonArray.size())
            assertTrue(answer["guidance"].asJsonArray.all { it.asJsonObject["problem"]?.isJsonNull != false }, answer["guidance"].toString())
            assertTrue(!answer["verdict"].asJsonObject["is_live"].asBoolean)
        }
    }

    @Test
    fun theExampleDecidesTheDemo() {
        val printed = ByteArrayOutputStream()
        val (out, case) = System.out to arrayOf(models, "$demo/document.jpg", "$demo/selfie.jpg", "2026-11-21")
        val end = try {
            System.setOut(PrintStream(printed))
            decide(case)
        } finally {
            System.setOut(out)
        }
        assertEquals(0, end)
        assertTrue(printed.toString().startsWith("ACCEPTED"), printed.toString())
    }
}
