import LofiScore

/// State of a channel between messages: its controllers, program and parameters.
///
/// Follows MIDI 1.0 with RP-015 (reset all controllers), RP-018 (increments) and the tuning of GM2. Effects on the
/// sound are recorded in a history.
struct ChannelState {
    private(set) var history: ChannelHistory

    /// MIDI channel, 0…15.
    private let number: Int
    private var tick = 0
    private var controllers = ChannelState.initialControllers
    private var bankCoarse = 0
    private var bankFine = 0
    private var bend = 0
    private var bendRangeCents = 200
    private var pressure = 0
    private var selection = ParameterSelection()
    /// LSB of a generator value, which precedes the MSB.
    private var generatorFine = 0
    /// 14 bits, ±100 cents; 8192 = no detune.
    private var fineTuning = 8192
    private var coarseTuning = 0
    /// As set by GS or XG; nil if not set.
    private var isRhythmPart: Bool?
    /// As implied by the bank of the last program; nil if the bank does not say.
    private var isDrumBank: Bool?
    private var device = DeviceState()
    /// The values last recorded in the history.
    private var known = (volume: 100, tuningCents: 0.0, transposition: 0)

    init(number: Int) {
        self.number = number
        history = ChannelHistory(isDrums: number == 9)
    }

    /// Effect of a message on other channels.
    enum Effect {
        /// Bend range in cents, shared by all member channels of a zone.
        case bendRange(Int)
        /// An MPE configuration message with its number of member channels.
        case zone(members: Int)
    }

    /// Applies a message of the channel.
    /// - Returns: its effect on other channels, if any.
    mutating func read(_ message: ChannelMessage, ofTrack track: Int) -> Effect? {
        tick = message.tick
        let (data1, data2) = (Int(message.data1), Int(message.data2))
        switch message.status {
        case 0xA0:
            let pitch = isDrums ? data1 : ChannelHistory.pitch(data1, movedBy: transposition)
            add(.keyPressure(pitch: pitch, value: data2))
        case 0xB0: return control(data1, data2, track)
        case 0xC0:
            isDrumBank = BankSelect.isDrums(bank: bankCoarse, standard: device.standard)
            add(.program(data1, bank: BankSelect.number(coarse: bankCoarse, fine: bankFine)))
            update()
        case 0xD0:
            pressure = data1
            add(.pressure(data1))
        default:
            bend = (data2 << 7 | data1) - 8192
            if bend != 0 { history.isBent = true }
            addBend()
        }
        return nil
    }

    // MARK: External changes

    /// Applies settings made for all channels.
    mutating func follow(_ device: DeviceState, tick: Int) {
        self.tick = tick
        self.device = device
        update()
    }

    /// Restores the power-on state.
    mutating func reset(_ device: DeviceState, tick: Int) {
        self.tick = tick
        resetControllers(all: true)
        (bankCoarse, bankFine, isRhythmPart, isDrumBank) = (0, 0, nil, nil)
        (fineTuning, coarseTuning, bendRangeCents) = (8192, 0, 200)
        follow(device, tick: tick)
    }

    /// Applies a GS or XG message that turns drums on or off.
    mutating func setRhythmPart(_ isRhythmPart: Bool, tick: Int) {
        self.tick = tick
        self.isRhythmPart = isRhythmPart
        update()
    }

    /// Sets the bend range in cents.
    mutating func setBendRange(cents: Int, tick: Int) {
        self.tick = tick
        guard bendRangeCents != cents else { return }
        bendRangeCents = cents
        if bend != 0 { addBend() }
    }

    // MARK: Effective values

    /// Channel volume × master volume. Both follow a square law (General MIDI 2, sections 3.3.4 and 4.1), so they
    /// multiply.
    private var volume: Int { Int((Double(controllers[7]) * device.volume).rounded()) }

    private var tuningCents: Double { Double(fineTuning - 8192) / 8192 * 100 + device.tuningCents }

    private var transposition: Int { coarseTuning + device.transposition }

    private var isDrums: Bool {
        device.zones.manager(of: number) == nil && (isRhythmPart ?? isDrumBank ?? (number == 9))
    }

    /// Records the values that differ from the last recorded ones.
    private mutating func update() {
        if volume != known.volume { add(.controller(7, value: volume)) }
        if tuningCents != known.tuningCents { add(.tuning(cents: tuningCents)) }
        if transposition != known.transposition { history.transpositions.append((tick, transposition)) }
        if isDrums != history.rhythm.last?.isDrums { history.rhythm.append((tick, isDrums)) }
        known = (volume, tuningCents, transposition)
    }

    private mutating func add(_ change: ControlEvent.Change) {
        history.changes.append(ControlEvent(tick: tick, change: change))
    }

    private mutating func addBend() { add(.pitchBend(cents: Double(bend) / 8192 * Double(bendRangeCents))) }

    // MARK: Controllers

    /// General MIDI defaults of volume, balance, pan and expression; sound controllers are centred (RP-021).
    private static let initialControllers: [UInt8] = {
        var values = [UInt8](repeating: 0, count: 120)
        (values[7], values[8], values[10], values[11]) = (100, 64, 64, 127)
        for sound in 70...79 { values[sound] = 64 }
        return values
    }()

    /// Whether RP-015 exempts it from the reset, as FluidSynth does: volume, balance, pan, sound controllers and
    /// effects.
    private static func isKeptByReset(_ controller: Int) -> Bool {
        [7, 8, 10, 39, 40, 42].contains(controller) || 70...79 ~= controller || 91...95 ~= controller
    }

    private mutating func control(_ controller: Int, _ value: Int, _ track: Int) -> Effect? {
        if ChannelMode.endsNotes(controller) { history.noteEnds.append((tick, track)) }
        switch controller {
        case 0: bankCoarse = value
        case 32: bankFine = value
        case 6, 38, 96, 97: return enter(controller, value)
        case 98...101: selection.select(controller, value)
        case 7:
            controllers[7] = UInt8(value)
            known.volume = volume
            add(.controller(7, value: volume))
        case ..<120: set(controller, value)
        case ChannelMode.resetAllControllers: resetControllers(all: false)
        // The value is a number of channels; here each channel is on its own.
        case ChannelMode.mono: add(.controller(controller, value: 1))
        case ChannelMode.allSoundOff, ChannelMode.poly: add(.controller(controller, value: 0))
        default: break
        }
        return nil
    }

    private mutating func set(_ controller: Int, _ value: Int) {
        controllers[controller] = UInt8(value)
        add(.controller(controller, value: value))
    }

    private mutating func resetControllers(all: Bool) {
        for (controller, initial) in Self.initialControllers.enumerated() where controllers[controller] != initial {
            guard all || !Self.isKeptByReset(controller) else { continue }
            if controller == 7 { controllers[7] = initial } else { set(controller, Int(initial)) }
        }
        if bend != 0 {
            bend = 0
            addBend()
        }
        if pressure != 0 {
            pressure = 0
            add(.pressure(0))
        }
        selection = ParameterSelection()
        update()
    }

    // MARK: Parameters

    /// Applies a data entry, increment or decrement to the selected parameter.
    private mutating func enter(_ controller: Int, _ value: Int) -> Effect? {
        switch selection.parameter {
        case .bendRange:
            let cents: Int
            switch controller {
            case 6: cents = value * 100 + bendRangeCents % 100
            case 38: cents = bendRangeCents / 100 * 100 + min(99, value)
            default: cents = max(0, min(12799, bendRangeCents + Self.step(controller)))
            }
            setBendRange(cents: cents, tick: tick)
            return .bendRange(cents)
        case .fineTuning:
            switch controller {
            case 6: fineTuning = value << 7 | fineTuning & 0x7F
            case 38: fineTuning = fineTuning & 0x3F80 | value
            default: fineTuning = max(0, min(16383, fineTuning + Self.step(controller)))
            }
            update()
        case .coarseTuning:
            // The LSB of coarse tuning has no meaning.
            if controller == 6 { coarseTuning = value - 64 }
            if controller > 38 { coarseTuning = max(-64, min(63, coarseTuning + Self.step(controller))) }
            update()
        case .zone: if controller == 6 { return .zone(members: value) }
        case .generator(let number):
            if controller == 38 { generatorFine = value }
            if controller == 6 { add(.generator(number, value: value << 7 | generatorFine)) }
        case .soundController(let number): if controller == 6 { set(number, value) }
        case nil: break
        }
        return nil
    }

    /// Step of an increment or decrement (RP-018): 1 cent, 1/8192 of a semitone, or 1 semitone.
    private static func step(_ controller: Int) -> Int { controller == 96 ? 1 : -1 }
}
