import LofiPlugin

/// The generators included with lofi-render.
package let standardGenerators: [any ScoreGenerator.Type] = [
    ComposerGenerator.self, NoteChordGenerator.self, MelodyGenerator.self, RuleGenerator.self, ExternalProgram.self,
]
