import LofiPlugin

/// Clicks that do not recur: static and loose dust, in bunches that may overlap.
struct StaticCrackle {
    /// Frame of the next click; `Int.max` if there is none.
    private(set) var nextFrame = Int.max

    private static let capacity = 32
    /// Static comes in gusts: interval in seconds between changes of the rate. Tuned, 2026-11-24, by the Fano factor at
    /// 1 s.
    private static let gustSeconds = 1.5

    private struct Bunch {
        var frame: Int
        let height: Double
        var specksLeft: Int
    }

    private var scatter: DustScatter
    private let sampleRate: Double
    private let bunchesPerSecond: Double
    private var nextBunch = Int.max
    private var bunches: [Bunch] = []
    private var gust = 1.0
    private var gustEnd = 0

    /// - Parameter perSecond: mean rate of clicks of any level.
    init(perSecond: Double, sampleRate: Double, scatter: DustScatter) {
        self.scatter = scatter
        self.sampleRate = sampleRate
        bunchesPerSecond = perSecond / scatter.meanBunch
        bunches.reserveCapacity(Self.capacity)
        if perSecond > 0 { nextBunch = bunch(after: 0) }
        findNext()
    }

    /// Returns the level of the click at `nextFrame`, in dB above the surface, and moves on to the next one.
    mutating func next() -> Double {
        let frame = nextFrame
        let bunchHeight: Double
        if nextBunch == frame {
            bunchHeight = scatter.nextHeight()
            let size = scatter.bunchSize()
            if size > 1, bunches.count < Self.capacity {
                bunches.append(
                    Bunch(frame: frame + frames(scatter.gapInBunch()), height: bunchHeight, specksLeft: size - 1))
            }
            nextBunch = bunch(after: frame)
        } else {
            let index = bunches.firstIndex { $0.frame == frame } ?? 0
            bunchHeight = bunches[index].height
            bunches[index].specksLeft -= 1
            bunches[index].frame += frames(scatter.gapInBunch())
            if bunches[index].specksLeft == 0 { bunches.remove(at: index) }
        }
        findNext()
        return scatter.speckHeight(inBunch: bunchHeight)
    }

    /// A gap that extends beyond its gust is drawn anew from there: a Poisson process has no memory.
    private mutating func bunch(after frame: Int) -> Int {
        var start = frame
        while true {
            let next = start + frames(scatter.gapBetweenBunches(perSecond: bunchesPerSecond * gust))
            if next <= gustEnd { return next }
            start = gustEnd
            gust = scatter.gust()
            gustEnd = start + frames(Self.gustSeconds)
        }
    }

    private mutating func findNext() {
        nextFrame = bunches.reduce(nextBunch) { min($0, $1.frame) }
    }

    private func frames(_ seconds: Double) -> Int { 1 + Int(min(seconds * sampleRate, 1e12)) }
}
