import LofiPlatform
import LofiPlugin

/// A random clock that says in which frame the next event happens.
///
/// A renewal process (D. R. Cox, "Renewal theory", 1962): Erlang-distributed gaps (shape 1 is Poisson, with a
/// coefficient of variation of 1; shape 4 has 0.5), passed at a rate that changes from time to time, which bunches
/// events. Each event may start a burst.
struct EventClock: Sendable {
    /// Follow-up events after each event.
    enum Burst: Sendable {
        case none
        /// Seconds after the event, in ascending order.
        case fixed([Double])
        /// A random number of follow-ups, separated by random gaps.
        case random(count: ClosedRange<Double>, gapSeconds: ClosedRange<Double>)
    }

    /// Frame of the next event.
    private(set) var nextFrame = 0
    /// 0 for an event, 1 and up for its follow-ups in a burst.
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
    /// Current rate in events per second.
    private var rate = 0.0
    /// Seconds that this rate still lasts.
    private var bunchLeft = 0.0
    private var eventFrame = 0
    private var burstStart = 0
    private var burstCount = 0

    /// - Parameters:
    ///   - perSecond: mean rate of events, without their bursts.
    ///   - shape: shape of the Erlang distribution, 1 or more; higher is more regular.
    ///   - bunching: standard deviation of the logarithm of the rate.
    ///   - bunchSeconds: mean length of a bunch.
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

    /// Moves on to the next event or follow-up.
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

    /// Returns the gap to the next event in frames, at most a day's worth for a rate of 0.
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
