/// A compressor's static curve: by how many dB it turns a level down.
struct GainCurve {
    let threshold: Double
    let ratio: Double
    /// Width of the bend in dB, above 0.
    let knee: Double

    /// 0 or less (D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design", JAES 2012).
    func reduction(at level: Double) -> Double {
        let over = level - threshold
        let slope = 1 / ratio - 1
        if 2 * over <= -knee { return 0 }
        if 2 * over >= knee { return slope * over }
        let bend = over + knee / 2
        return slope * bend * bend / (2 * knee)
    }
}
