using System.Collections.Immutable;

namespace Hinge.Playground.Programs;

/// <summary>A moment of a run: the line that comes next, the variables as they are before it, and what it will do.</summary>
/// <param name="Line">The line's place in the listing, from 0; its length at the end.</param>
/// <param name="Variables">By name.</param>
/// <param name="Effect">What the line does, with its numbers.</param>
public sealed record ProgramStep(int Line, ImmutableDictionary<string, Value> Variables, string Effect);
