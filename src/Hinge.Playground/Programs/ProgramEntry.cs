using Hinge.Checking.Diagnosing;

namespace Hinge.Playground.Programs;

/// <summary>A program that the page offers.</summary>
/// <param name="Id">Its name in links.</param>
/// <param name="Group">What it is listed under.</param>
/// <param name="Title">What the page calls it.</param>
/// <param name="Program">What it computes, as the catalogue has it.</param>
/// <param name="Lines">Its listing, which is what runs.</param>
public sealed record ProgramEntry(string Id, string Group, string Title, GradientProgram Program, IReadOnlyList<CodeLine> Lines);
