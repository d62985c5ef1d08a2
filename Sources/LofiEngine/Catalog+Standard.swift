import LofiArrange
import LofiDSP
import LofiGenerate
import LofiPlugin
import LofiSynthesis

extension Catalog {
    /// The plugins that ship with lofi-render.
    public static let standard = Catalog(
        generators: standardGenerators, transforms: standardTransforms, synthesizers: standardSynthesizers,
        effects: standardEffects, layers: standardNoiseLayers)

    /// The index at which to insert a transform among those of a style: before the first one that comes later in the
    /// catalogue, so that, for example, a song gets its length before its drums.
    func position(of kind: String, among kinds: [String]) -> Int {
        let order = transforms.map { $0.kind }
        let rank = order.firstIndex(of: kind) ?? order.count
        return kinds.firstIndex { (order.firstIndex(of: $0) ?? 0) > rank } ?? kinds.count
    }
}
