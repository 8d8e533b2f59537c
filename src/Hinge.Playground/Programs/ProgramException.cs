namespace Hinge.Playground.Programs;

/// <summary>A program does what it must not, as where Python would stop with an error.</summary>
public sealed class ProgramException(string message) : Exception(message);
