// As `door.rs`, from Kotlin: MODELS A B. Prints the medians of match_faces in ms and of read_mrz in us, and
// the growth of resident memory in KiB over 10,000 calls with a blob of 100,000 bytes. Compiled with the JVM's tests.
package org.kyccore.bench

import java.io.File
import org.kyccore.Kyc

private const val ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

private fun median(runs: Int, work: () -> Unit): Double = List(runs) {
    val start = System.nanoTime()
    work()
    (System.nanoTime() - start) / 1e3
}.sorted()[runs / 2]

fun main(arguments: Array<String>) {
    val (models, a, b) = arguments
    Kyc("""{"models_dir": "$models"}""").use { kyc ->
        val blobs = listOf(File(a).readBytes(), File(b).readBytes())
        val faces = { kyc.call("match_faces", """{"a": 0, "b": 1}""", blobs); Unit }
        median(3, faces)
        val ms = median(25, faces) / 1e3
        val us = median(20_000) { kyc.call("read_mrz", """{"text": "$ZONE", "today": "2026-11-21"}""") }
        val blob = listOf(ByteArray(100_000))
        fun resident(calls: Int): Long {
            repeat(calls) { kyc.call("read_mrz", """{"text": "$ZONE", "today": "2026-11-21"}""", blob) }
            System.gc()
            return File("/proc/self/statm").readText().split(' ')[1].toLong() * 4
        }
        // The machine's own heap grows to its working size first.
        val before = resident(20_000)
        println("%.3f %.2f %d".format(java.util.Locale.ROOT, ms, us, resident(10_000) - before))
    }
}
