// The main job from Kotlin: MODELS_FOLDER DOCUMENT SELFIE YYYY-MM-DD
// Decides the case and says why; the exit code is 0 for accepted, 10 for a person to look, 11 for rejected, 3 for an error.
package org.kyccore.example

import java.io.File
import kotlin.system.exitProcess
import org.kyccore.CaseVerdict
import org.kyccore.Kyc
import org.kyccore.KycException

fun main(arguments: Array<String>) {
    exitProcess(decide(arguments))
}

fun decide(arguments: Array<String>): Int {
    if (arguments.size != 4) {
        System.err.println("usage: verify MODELS_FOLDER DOCUMENT SELFIE YYYY-MM-DD")
        return 2
    }
    val (models, document, selfie, today) = arguments
    return try {
        Kyc("""{"models_dir": "${models.replace("\\", "/")}"}""").use { kyc ->
            val case = kyc.verify(File(document).readBytes(), today, File(selfie).readBytes())
            println("${case.verdict()} with ${case.points()} points")
            case.reasons().forEach { println("  ${it.check}: ${it.text}") }
            println("tell the applicant: ${case.endUser()}")
            when (case.verdict()) {
                CaseVerdict.ACCEPTED -> 0
                CaseVerdict.REVIEW -> 10
                CaseVerdict.REJECTED -> 11
            }
        }
    } catch (refused: KycException) {
        System.err.println("refused: ${refused.message}")
        3
    }
}
