import LofiPlatform
import LofiPlugin

/// When something happens next.
///
/// A renewal process (D. R. Cox, "Renewal theory", 1962): gaps of the Erlang distribution (shape 1 is Poisson, with a
/// coefficient of variation of 1; shape 4 has 0.5), run through at a rate that changes from time to time,
/// which makes bunches. Each event may come as a burst.
struct EventClock: Sendable {
    /// What follows an event.
    enum Burst: Sendable {
        case none
        /// So many seconds after it.
        case fixed([Double])
        case random(count: ClosedRange<Double>, gapSeconds: ClosedRange<Double>)
    }

    private(set) var nextFrame = 0
    /// 0 for an event, 1 … for what follows it in its burst.
    private(set) var burstIndex = 0
    private var random: RandomStream
    private let sampleRate: Double
    private let perSecond: Double
    private let shape: Int
    private let bunching: Double
    private let bunchSeconds: Double
    private let burst: Burst
    private let meanFactor: Double
    private var bunches: EvenShares
    /// Of events now, a second, and for how many seconds yet.
    private var rate = 0.0
    private var bunchLeft = 0.0
    private var eventFrame = 0
    private var burstStart = 0
    private var burstCount = 0

    /// - Parameters:
    ///   - bunching: standard deviation of the logarithm of the rate.
    ///   - bunchSeconds: how long a bunch lasts.
    init(
        perSecond: Double, shape: Int = 1, bunching: Double = 0, bunchSeconds: Double = 1, burst: Burst = .none,
        sampleRate: Double, random: RandomStream
    ) {
        self.random = random
        self.sampleRate = sampleRate
        self.perSecond = perSecond
        self.shape = shape
        self.bunching = bunching
        self.bunchSeconds = bunchSeconds
        self.burst = burst
        let reach = bunching * 3.0.squareRoot()
        meanFactor = reach > 0 ? sinh(reach) / reach : 1
        bunches = EvenShares(8, random: self.random.fork("bunches"))
        if bunching > 0 { nextBunch() }
        eventFrame = gapFrames()
        nextFrame = eventFrame
    }

    mutating func advance() {
        if burstIndex == 0 {
            burstStart = nextFrame
            eventFrame = nextFrame + gapFrames()
            switch burst {
            case .none: burstCount = 0
            case .fixed(let seconds): burstCount = seconds.count
            case .random(let count, _): burstCount = Int(random.uniform(count))
            }
        }
        guard burstIndex < burstCount else { return toEvent() }
        let after: Int
        switch burst {
        case .none: return toEvent()
        case .fixed(let seconds): after = burstStart + Int(seconds[burstIndex] * sampleRate)
        case .random(_, let gap): after = nextFrame + 1 + Int(random.uniform(gap) * sampleRate)
        }
        guard after < eventFrame else { return toEvent() }
        burstIndex += 1
        nextFrame = after
    }

    private mutating func toEvent() {
        burstIndex = 0
        nextFrame = eventFrame
    }

    /// A day where nothing ever happens.
    private mutating func gapFrames() -> Int { 1 + Int(min(86400, gapSeconds()) * sampleRate) }

    private mutating func gapSeconds() -> Double {
        guard perSecond > 0 else { return .infinity }
        var left = 0.0
        for _ in 0..<shape { left -= log(1 - random.unit()) / Double(shape) }
        guard bunching > 0 else { return left / perSecond }
        var seconds = 0.0
        while seconds < 3600 {
            let due = left / rate
            if due <= bunchLeft {
                bunchLeft -= due
                return seconds + due
            }
            left -= rate * bunchLeft
            seconds += bunchLeft
            nextBunch()
        }
        return seconds
    }

    private mutating func nextBunch() {
        bunchLeft = bunchSeconds * random.uniform(0.5...1.5)
        rate = perSecond * exp(bunching * bunches.deviate()) / meanFactor
    }
}
