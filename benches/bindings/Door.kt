// As `door.rs`, from Kotlin: MODELS A B. Prints the medians of match_faces in ms, of what of it lies outside the engine's
// stages in us, and of read_mrz in us, and the growth of resident memory in KiB over 10,000 calls with a blob of 100,000
// bytes. Compiled with the JVM's tests.
package org.kyccore.bench

import java.io.File
import org.kyccore.Kyc

private const val ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

private val STAGE = Regex("\"start_us\":(\\d+),\"duration_us\":(\\d+)")

/** When the last stage of the response ended, in us from the start of the call. */
private fun stages(answer: String): Double =
    STAGE.findAll(answer).maxOf { it.groupValues[1].toDouble() + it.groupValues[2].toDouble() }

/** Microseconds of each call, and what [of] makes of its answer. */
private fun <T> timed(runs: Int, work: () -> String, of: (String) -> T): List<Pair<Double, T>> = List(runs) {
    val start = System.nanoTime()
    val answer = work()
    Pair((System.nanoTime() - start) / 1e3, of(answer))
}

private fun median(times: List<Double>): Double = times.sorted()[times.size / 2]

fun main(arguments: Array<String>) {
    val (models, a, b) = arguments
    Kyc("""{"models_dir": "$models"}""").use { kyc ->
        val blobs = listOf(File(a).readBytes(), File(b).readBytes())
        val faces = { kyc.call("match_faces", """{"a": 0, "b": 1}""", blobs) }
        timed(3, faces, ::stages)
        val compared = timed(25, faces, ::stages)
        val ms = median(compared.map { it.first }) / 1e3
        val outside = median(compared.map { it.first - it.second })
        val reads = timed(20_000, { kyc.call("read_mrz", """{"text": "$ZONE", "today": "2026-11-21"}""") }) { }
        val us = median(reads.map { it.first })
        val blob = listOf(ByteArray(100_000))
        fun resident(calls: Int): Long {
            repeat(calls) { kyc.call("read_mrz", """{"text": "$ZONE", "today": "2026-11-21"}""", blob) }
            System.gc()
            return File("/proc/self/statm").readText().split(' ')[1].toLong() * 4
        }
        // The machine's own heap grows to its working size first.
        val before = resident(20_000)
        println("%.3f %.1f %.2f %d".format(java.util.Locale.ROOT, ms, outside, us, resident(10_000) - before))
    }
}
