import LofiPlugin

/// Needle drop and lift: when the stylus is in the groove, and the noise of placing and lifting it.
struct StylusHandling {
    /// Frame in which the stylus lands; silence before.
    let landFrame: Int
    /// Frame in which the run-out reaches the locked groove; `Int.max` if it never does.
    let lockFrame: Int
    /// Frame in which the stylus is lifted; silence after.
    let liftFrame: Int
    /// Frames from the end of the music to the lift; 0 if the stylus stays in the groove.
    let tailFrames: Int
    /// Handling noises in order of frame.
    let strikes: [VinylClicks.Strike]

    /// Levels in dB above the surface, times and counts are estimates, not measured on recordings (2026-11-24): a thump
    /// of the arm, a skid of a tenth of a second, then the groove.
    init(settings: Settings, context: AudioContext, random: RandomStream) {
        var random = random
        let rate = context.sampleRate
        let runOutSeconds = settings.number("run-out")
        let endFrame = runOutSeconds > 0 ? context.arc.endFrame : nil
        // The record of a loop goes on turning.
        let drops = settings.flag("needle-drop") && context.loopFrames == nil
        let land = drops ? Int(0.35 * rate) : 0
        let lift = endFrame.map { $0 + Int(runOutSeconds * rate) } ?? .max
        var strikes: [VinylClicks.Strike] = []
        func thump(_ frame: Int, _ height: Double) {
            let pop = VinylClickShapes.clickCount + Int(random.unit() * Double(VinylClickShapes.popCount))
            strikes.append(VinylClicks.Strike(frame: frame, shape: pop, height: height))
        }
        func skid(_ start: Int, seconds: Double, count: Int, height: Double) {
            for _ in 0..<count {
                let share = random.unit()
                let shape = Int(random.unit() * Double(VinylClickShapes.clickCount))
                strikes.append(
                    VinylClicks.Strike(
                        frame: start + Int(share * seconds * rate), shape: shape,
                        height: height - 10 * share + 4 * random.normal()))
            }
        }
        if drops {
            thump(land, 50)
            thump(land + Int(0.045 * rate), 40)
            skid(land, seconds: 0.12, count: 14, height: 32)
        }
        if let endFrame {
            // Once per turn the stylus crosses from the end of the spiral into the locked groove.
            let turn = RecordSpeed.turnSeconds(settings.text("rpm")) * rate
            for index in 0..<Int((Double(lift - endFrame) / turn).rounded(.up)) {
                let frame = endFrame + Int((Double(index) * turn).rounded())
                thump(frame, 30)
                skid(frame, seconds: 0.01, count: 2, height: 26)
            }
            thump(lift - Int(0.03 * rate), 38)
        }
        landFrame = land
        lockFrame = endFrame ?? .max
        liftFrame = lift
        tailFrames = endFrame.map { lift - $0 } ?? 0
        self.strikes = strikes.sorted { $0.frame < $1.frame }
    }

    /// Silences the part of the block in which the stylus is off the record.
    func silence(_ block: AudioBlock, startFrame: Int) {
        for index in 0..<max(0, min(block.count, landFrame - startFrame)) { block[index] = .zero }
        let lifted = liftFrame == .max ? block.count : max(0, min(block.count, liftFrame - startFrame))
        for index in lifted..<block.count { block[index] = .zero }
    }
}
