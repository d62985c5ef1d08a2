/// Features of recorded ambiences of a kind (REFERENCES: ambience): medians, and ranges from minimum to maximum.
struct AmbienceReference: Sendable {
    /// Number of recordings.
    let recordings: Int
    /// See `AmbienceFeatures`.
    let octaves: [Double]
    let modulation: [Double]
    let correlations: [Double]
    let crest: ClosedRange<Double>
    let levelSpread: ClosedRange<Double>
    let perSecond: ClosedRange<Double>
    let medianHeight: ClosedRange<Double>
    let intervalVariation: ClosedRange<Double>
    let fano: ClosedRange<Double>
    let decayMilliseconds: ClosedRange<Double>
}

extension AmbienceReference {
    static let steadyRain = AmbienceReference(
        recordings: 13,
        octaves: [-13.0, -7.5, -9.6, -8.5, -8.5, -8.2, -9.2, -11.5],
        modulation: [-31.4, -32.9, -32.9, -28.0, -27.2, -25.3, -21.7, -21.0, -20.7],
        correlations: [0.72, 0.60, 0.40, -0.00], crest: 25.1...40.9, levelSpread: 0.32...1.71,
        perSecond: 1.79...17.34, medianHeight: 7.2...9.5, intervalVariation: 0.82...1.24,
        fano: 0.53...2.8, decayMilliseconds: 3...12.5)

    static let lightRain = AmbienceReference(
        recordings: 7,
        octaves: [-13.5, -12.5, -11.5, -9.7, -6.8, -8.2, -11.4, -12.9],
        modulation: [-24.1, -27.0, -26.1, -23.4, -23.0, -23.7, -20.9, -20.0, -19.6],
        correlations: [0.63, 0.74, 0.65, 0.27], crest: 18.3...39.1, levelSpread: 0.49...3.96,
        perSecond: 4.53...22.59, medianHeight: 7.5...10.4, intervalVariation: 0.79...1.5,
        fano: 0.54...1.07, decayMilliseconds: 3...12)

    static let heavyRain = AmbienceReference(
        recordings: 5,
        octaves: [-27.3, -20.0, -15.6, -8.5, -5.5, -6.8, -8.4, -11.0],
        modulation: [-36.1, -27.9, -24.4, -23.9, -20.7, -18.5, -15.3, -12.7, -16.0],
        correlations: [0.50, 0.65, 0.50, 0.29], crest: 20.9...35.6, levelSpread: 0.34...1.53,
        perSecond: 4.11...48.43, medianHeight: 7.7...13, intervalVariation: 0.51...0.94,
        fano: 0.33...1.06, decayMilliseconds: 2...18)

    static let waves = AmbienceReference(
        recordings: 4,
        octaves: [-26.2, -18.7, -12.1, -7.0, -5.5, -7.7, -10.3, -15.3],
        modulation: [-11.9, -8.5, -9.8, -10.7, -18.4, -21.1, -21.4, -20.9, -21.1],
        correlations: [0.64, 0.64, 0.71, 0.62], crest: 18.3...26.7, levelSpread: 4.08...6.39,
        perSecond: 0.28...8.99, medianHeight: 7.1...7.7, intervalVariation: 1.12...1.91,
        // 4 ms in each of the 3 that have such events; widened by a quarter, as wherever there are so few.
        fano: 2.31...4.78, decayMilliseconds: 3...5)

    static let wind = AmbienceReference(
        recordings: 5,
        octaves: [-10.6, -11.1, -9.4, -6.6, -4.9, -14.9, -30.9, -33.3],
        modulation: [-14.3, -6.8, -8.9, -16.0, -25.3, -29.0, -27.9, -23.7, -23.1],
        correlations: [0.58, 0.49, 0.36, 0.03], crest: 15.8...23.1, levelSpread: 2.89...4.27,
        perSecond: 0...3.42, medianHeight: 6.3...7.1, intervalVariation: 1.28...3.44,
        fano: 1.55...4.61, decayMilliseconds: 2...22.9)

    static let fire = AmbienceReference(
        recordings: 2,
        octaves: [-15.5, -12.6, -12.4, -13.8, -14.9, -9.5, -8.5, -7.5],
        modulation: [-17.9, -11.1, -7.2, -3.7, -0.8, 0.5, 2.4, 3.2, 2.4],
        correlations: [0.94, 0.91, 0.69, 0.25], crest: 34.1...43.3, levelSpread: 2.14...5.04,
        perSecond: 18.4...20.07, medianHeight: 10.5...11.4, intervalVariation: 0.96...1.04,
        fano: 0.94...1.3, decayMilliseconds: 5...6)

    static let thunder = AmbienceReference(
        recordings: 2,
        octaves: [-10.8, -5.3, -4.2, -8.1, -15.4, -21.8, -26.4, -32.4],
        modulation: [-5.5, -8.8, -10.6, -9.7, -12.4, -10.7, -10.4, -8.9, -11.8],
        correlations: [0.86, 0.78, 0.17, 0.03], crest: 27.1...28.4, levelSpread: 7.53...18.61,
        perSecond: 0.64...0.88, medianHeight: 8.5...8.5, intervalVariation: 1.77...1.77,
        fano: 1.89...1.89, decayMilliseconds: 625...625)

    static let city = AmbienceReference(
        recordings: 7,
        octaves: [-9.4, -8.2, -8.2, -9.7, -7.5, -10.4, -16.7, -23.6],
        modulation: [-14.3, -12.4, -15.4, -19.7, -21.8, -23.3, -23.8, -22.5, -23.3],
        correlations: [0.86, 0.83, 0.56, 0.56], crest: 18...23.4, levelSpread: 2.32...7.54,
        perSecond: 0.6...2.71, medianHeight: 6.4...7.3, intervalVariation: 1.02...2,
        fano: 1.14...4.38, decayMilliseconds: 4...17)

    static let cafe = AmbienceReference(
        recordings: 5,
        octaves: [-22.1, -11.4, -9.7, -4.0, -8.1, -12.0, -15.4, -27.4],
        modulation: [-19.3, -19.9, -20.1, -17.0, -17.7, -18.7, -19.5, -18.9, -19.1],
        correlations: [0.77, 0.67, 0.54, 0.28], crest: 18.3...26.7, levelSpread: 1.23...2.77,
        perSecond: 4.61...13.16, medianHeight: 7...8.2, intervalVariation: 1.51...1.92,
        fano: 1.77...3.62, decayMilliseconds: 10...31.9)

    static let night = AmbienceReference(
        recordings: 3,
        octaves: [-22.8, -17.5, -22.0, -24.4, -23.7, -19.8, -0.3, -23.2],
        modulation: [-37.6, -33.2, -27.7, -18.5, -9.6, -8.3, -11.7, -17.8, -20.2],
        correlations: [0.73, 0.41, 0.56, 0.78], crest: 20.4...23.1, levelSpread: 1.15...1.84,
        perSecond: 0.89...49.86, medianHeight: 7...9, intervalVariation: 0.76...1.87,
        fano: 0.78...4.34, decayMilliseconds: 4...6)

    static let train = AmbienceReference(
        recordings: 3,
        octaves: [-12.5, -10.5, -6.1, -6.0, -9.5, -16.3, -17.3, -23.1],
        modulation: [-18.0, -16.2, -15.9, -17.9, -15.5, -15.7, -15.6, -14.3, -14.4],
        correlations: [0.71, 0.81, 0.67, 0.72], crest: 19.5...21, levelSpread: 2.19...28.48,
        perSecond: 7.8...10.62, medianHeight: 7.7...8.6, intervalVariation: 1.47...1.87,
        fano: 2.42...3.75, decayMilliseconds: 23.4...24.9)

    static let birds = AmbienceReference(
        recordings: 2,
        octaves: [-37.9, -31.2, -27.5, -24.2, -30.0, -9.3, -1.3, -11.9],
        modulation: [-12.9, -6.5, -8.4, -13.7, -13.8, -11.0, -13.4, -13.9, -16.0],
        correlations: [0.24, -0.01, 0.14, -0.02], crest: 25.7...26.1, levelSpread: 5.23...5.42,
        perSecond: 6.07...11.09, medianHeight: 7.3...7.7, intervalVariation: 1.28...2.41,
        fano: 2.2...7.27, decayMilliseconds: 8...12)

    static let fan = AmbienceReference(
        recordings: 4,
        octaves: [-18.2, -4.8, -11.7, -10.1, -9.1, -10.2, -17.4, -21.8],
        // Modulation and level spread on 3 of them. Events are left out: only the ceiling fan's were counted.
        modulation: [-26.4, -32.1, -31.9, -31.0, -29.0, -26.5, -24.8, -22.8, -23.0],
        correlations: [], crest: 11.1...16.1, levelSpread: 0.31...2.27,
        perSecond: 0...0, medianHeight: 0...0, intervalVariation: 0...0, fano: 0...0, decayMilliseconds: 0...0)
}
