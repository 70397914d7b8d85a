package org.kyccore

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.security.MessageDigest
import kotlin.test.Test
import kotlin.test.assertTrue

/** The conformance vectors: writes `ID HASH` a line into the file that `kyc.answers` names; `xtask` compares them with Rust's. */
class ConformanceTest {
    @Test
    fun everyVectorIsAnswered() {
        val root = File(System.getProperty("kyc.vectors"))
        val vectors = root.resolve("vectors").walk().filter { it.extension == "json" }.sortedBy { it.path }.toList()
        assertTrue(vectors.isNotEmpty())
        val rows = vectors.map { file ->
            val vector = JsonParser.parseString(file.readText()).asJsonObject
            "${vector["id"].asString} ${sha256(answer(vector, root.resolve("blobs")))}"
        }
        File(System.getProperty("kyc.answers")).writeText(rows.joinToString("\n", postfix = "\n"))
    }

    private fun answer(vector: JsonObject, folder: File): String {
        val blobs = vector["blobs"]?.asJsonArray.orEmpty().map { it.asJsonObject }.map { blob ->
            blob["file"]?.let { folder.resolve(it.asString).readBytes() } ?: blob["text"].asString.toByteArray()
        }
        val script = vector["script"]?.takeUnless { it.isJsonNull }?.asString
        return try {
            val engine = if (script == null) Engine("{}") else Engine.scripted(script)
            val response = engine.use { it.call(vector["op"].asString, vector["request"].toString(), blobs) }
            // Durations differ from run to run; they come last.
            response.substringBeforeLast(",\"timings\":[")
        } catch (refused: KycException) {
            refused.name()
        }
    }

    private fun sha256(text: String): String =
        MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).joinToString("") { "%02x".format(it) }
}

/** The stable name of what was refused. */
internal fun KycException.name(): String = when (this) {
    is KycException.Request -> name
    is KycException.Input -> name
    is KycException.Deployment -> name
    is KycException.Internal -> name
}

private fun com.google.gson.JsonArray?.orEmpty() = this ?: com.google.gson.JsonArray()
