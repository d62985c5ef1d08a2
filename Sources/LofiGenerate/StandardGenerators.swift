import LofiPlugin

/// The generators that come with lofi-render.
package let standardGenerators: [any ScoreGenerator.Type] = [
    ComposerGenerator.self, NoteChordGenerator.self, MelodyGenerator.self, RuleGenerator.self, ExternalProgram.self,
]
