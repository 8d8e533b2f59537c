namespace Hinge.Playground.Programs;

/// <summary>A program's run over all examples, seen at one of them.</summary>
/// <param name="Steps">What comes before the loop over examples, the turn of the example watched, and what comes after; the end last.</param>
/// <param name="Loss">The loss that it returns.</param>
/// <param name="Gradient">dW, D×K, or K×D where the program turns it over.</param>
public sealed record ProgramRun(IReadOnlyList<ProgramStep> Steps, double Loss, Value Gradient);
