package org.kyccore

import com.google.gson.JsonParser
import java.io.File
import java.nio.ByteBuffer
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

private const val ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
private const val READ = """{"text": "$ZONE", "today": "2026-11-21"}"""

/** The door without models: results, errors, bad input, threads, memory. */
class DoorTest {
    private val kyc = Kyc()

    @Test
    fun aZoneIsReadFromText() {
        assertTrue(kyc.call("read_mrz", READ).contains("\"check_digits_valid\":true"))
        assertTrue(kyc.call("describe").contains("\"engine_version\":\"${version()}\""))
    }

    @Test
    fun aRefusalHasANumberANameAndNoValues() {
        val unknown = assertFailsWith<KycException.Request> { kyc.call("no_such_thing") }
        assertEquals("unknown_operation" to 1002, unknown.name to unknown.code.toInt())
        val wrong = assertFailsWith<KycException.Request> { kyc.call("verify", """{"Jane Roe": 1}""") }
        assertFalse(wrong.message.contains("Jane"))
        val config = assertFailsWith<KycException.Deployment> { Kyc("""{"surprise": 1}""") }
        assertEquals(3005, config.code.toInt())
        assertFailsWith<KycException.Deployment> { Kyc("""{"models_dir": "/no/such/folder"}""") }
        assertFailsWith<KycException.Request> { kyc.verify(ByteArray(0), "soon") }
        assertFailsWith<KycException.Request> { kyc.checkActiveLiveness(emptyList(), listOf("wave")) }
    }

    @Test
    fun aClosedEngineSaysSo() {
        val closed = Kyc()
        closed.close()
        closed.close()
        assertEquals("not_available", assertFailsWith<KycException.Request> { closed.call("describe") }.name)
    }

    @Test
    fun tenThousandRandomCallsLeaveTheMachineAlive() {
        val dice = Random(7)
        repeat(10_000) { assertOurs { randomCall(dice) } }
    }

    private val operations = JsonParser.parseString(kyc.call("describe")).asJsonObject["operations"].asJsonArray
        .map { it.asJsonObject["name"].asString } + listOf("", "verify ", "\uD800")

    @Test
    fun aHugeBlobIsAFinding() {
        assertTrue(kyc.call("read_barcode", """{"image": 0}""", listOf(ByteArray(64_000_000))).contains("file_too_large"))
    }

    private fun randomCall(dice: Random) {
        val requests = listOf(
            "{}", "[]", "{", "", "null", "{\"image\":0}", "{\"image\":4294967296}", "{\"today\":\"2026-11-21\"}", "\uD800", "\u0000",
            "{\"document\":{\"front\":0},\"selfie\":1,\"today\":\"2026-11-21\"}", "x".repeat(5000),
        )
        val blobs = List(dice.nextInt(3)) { dice.nextBytes(dice.nextInt(2000)) }
        when (dice.nextInt(8)) {
            0 -> kyc.verify(dice.nextBytes(9), requests.random(dice), dice.nextBytes(9), null, requests.random(dice))
            1 -> kyc.assessFrame(randomFrame(dice), DocumentFormat.entries.random(dice))
            2 -> kyc.checkActiveLiveness(List(dice.nextInt(3)) { TimedFrame(randomFrame(dice), dice.nextLong().toULong()) }, requests.take(dice.nextInt(2)))
            3 -> Kyc(requests.random(dice)).close()
            else -> kyc.call(operations.random(dice), requests.random(dice), blobs)
        }
    }

    private fun randomFrame(dice: Random): Frame {
        fun size() = listOf(-1, 0, 1, 2, 63, 64, 65, Int.MAX_VALUE).random(dice)
        fun plane() = dice.nextBytes(dice.nextInt(9000)).let { if (dice.nextBoolean()) ByteBuffer.wrap(it) else ByteBuffer.allocateDirect(it.size).put(it).flip() }
        return if (dice.nextBoolean()) Kyc.frame(plane(), size(), size(), size(), FrameFormat.entries.random(dice))
        else Kyc.frame(plane(), plane(), plane(), size(), size(), size(), size(), size())
    }

    /** Whatever happens, it is an answer or an exception of ours. */
    private fun assertOurs(work: () -> Unit) {
        try {
            work()
        } catch (refused: KycException) {
            assertFalse(refused is KycException.Internal, refused.message)
            assertTrue(refused.name().isNotEmpty())
        }
    }

    @Test
    fun manyThreadsShareAnEngineAndOneMayCloseIt() {
        val expected = kyc.call("read_mrz", READ)
        val pool = Executors.newFixedThreadPool(8)
        val answers = (1..400).map { pool.submit<String> { kyc.call("read_mrz", READ) } }
        assertTrue(answers.all { it.get() == expected })
        val shortLived = Kyc()
        val ends = (1..400).map { at ->
            pool.submit<Boolean> {
                if (at == 50) shortLived.close()
                try { shortLived.call("describe").isNotEmpty() } catch (_: KycException.Request) { false }
            }
        }
        assertFalse(ends.last().get())
        pool.shutdown()
        assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS))
    }

    @Test
    fun tenThousandCallsNeedNoMoreMemoryThanTheFirst() {
        val statm = File("/proc/self/statm")
        if (!statm.exists()) return println("skipped: resident memory is read from /proc")
        val blob = ByteArray(100_000)
        fun resident(calls: Int): Long {
            repeat(calls) {
                kyc.call("read_mrz", READ)
                assertFailsWith<KycException.Request> { kyc.call("check_liveness", "{\"image\": 0}", listOf(blob)) }
            }
            System.gc()
            return statm.readText().split(' ')[1].toLong() * 4096
        }
        // The machine's own heap grows to its working size first.
        val before = resident(5_000)
        val grown = resident(10_000) - before
        println("resident memory grew by ${grown / 1024} KiB over 10000 calls")
        // One leaked blob in thirty calls would already show; the heap of the machine itself moves by some megabytes.
        assertTrue(grown < 32_000_000, "$grown bytes")
    }

    @Test
    fun planesAreReadFromWhereTheyBegin() {
        // A picture of one grey, in planes that start behind other bytes: what is read must not depend on those.
        fun plane(size: Int, value: Byte): ByteBuffer {
            val all = ByteBuffer.allocateDirect(size + 1000).put(ByteArray(1000) { 77 }).put(ByteArray(size) { value }).flip()
            return all.position(1000)
        }
        val (y, u, v) = listOf(plane(640 * 480, 90), plane(320 * 240, -128), plane(320 * 240, -128))
        val frame = Kyc.frame(y, u, v, 640, 480, 640, 320, 1)
        val grey = Kyc.frame(ByteBuffer.wrap(ByteArray(640 * 480 * 4) { 90 }), 640, 480, 640 * 4, FrameFormat.BGRA)
        assertEquals(kyc.assessFrame(grey, DocumentFormat.CARD), kyc.assessFrame(frame, DocumentFormat.CARD))
        assertEquals(1000, y.position())
    }
}
