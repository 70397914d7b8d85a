// iOS: camera frames to guidance, then the case. Sample source: it needs the Swift package (bindings-mobile/swift) and Xcode, and is
// parsed but not compiled by this repository's tests, which run on Linux.
import AVFoundation
import Foundation
import KycCore

/// Says what is still in the way of a good picture, frame by frame.
final class CaptureDelegate: NSObject, AVCaptureVideoDataOutputSampleBufferDelegate {
    private let engine: Engine
    private let tell: @MainActor (FrameAdvice) -> Void

    init(engine: Engine, tell: @escaping @MainActor (FrameAdvice) -> Void) {
        self.engine = engine
        self.tell = tell
    }

    /// Ask the output for `kCVPixelFormatType_32BGRA` and set the connection's rotation so that frames are upright.
    func captureOutput(_ output: AVCaptureOutput, didOutput sample: CMSampleBuffer, from connection: AVCaptureConnection) {
        guard let pixels = CMSampleBufferGetImageBuffer(sample) else { return }
        CVPixelBufferLockBaseAddress(pixels, .readOnly)
        defer { CVPixelBufferUnlockBaseAddress(pixels, .readOnly) }
        guard let base = CVPixelBufferGetBaseAddress(pixels) else { return }
        let (height, stride) = (CVPixelBufferGetHeight(pixels), CVPixelBufferGetBytesPerRow(pixels))
        // A view of the camera's memory; the frame is the only copy of it.
        let view = Data(bytesNoCopy: base, count: height * stride, deallocator: .none)
        let frame = Frame.packed(
            bytes: view, width: UInt32(CVPixelBufferGetWidth(pixels)), height: UInt32(height), stride: UInt32(stride), format: .bgra)
        guard let advice = try? engine.assessFrame(frame: frame, document: .passport) else { return }
        Task { @MainActor in tell(advice) }
    }
}

/// Models come with the app, in the folder `models` of its bundle, as `kyc models prepare` made them.
func openEngine() throws -> Engine {
    let models = Bundle.main.url(forResource: "models", withExtension: nil)?.path ?? ""
    let config = try JSONSerialization.data(withJSONObject: ["models_dir": models])
    return try Engine(config: String(decoding: config, as: UTF8.self))
}

/// The whole case, off the main thread. Show `endUser()` and nothing else of the answer to the applicant.
func decide(engine: Engine, document: Data, selfie: Data) async throws -> Verified {
    let today = ISO8601DateFormatter.string(from: Date(), timeZone: .current, formatOptions: .withFullDate)
    return try await Task.detached {
        do {
            return try engine.verify(document: document, today: today, selfie: selfie)
        } catch let KycError.Request(code, name, detail) {
            throw NSError(domain: name, code: Int(code), userInfo: [NSLocalizedDescriptionKey: detail])
        }
    }.value
}
