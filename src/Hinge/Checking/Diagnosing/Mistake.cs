namespace Hinge.Checking.Diagnosing;

/// <summary>One known way to get the gradient wrong.</summary>
public abstract class Mistake
{
    /// <summary>A short name in kebab case; stable.</summary>
    public abstract string Id { get; }

    /// <summary>What the code looks like that makes it.</summary>
    public abstract string CodePattern { get; }

    /// <summary>What it does to dW, why that is wrong, and how to mend it.</summary>
    public abstract string Explanation { get; }

    /// <summary>The program with this mistake made in it; null where it does not apply to it.</summary>
    /// <param name="program">The program so far.</param>
    /// <param name="exampleCount">N.</param>
    public abstract GradientProgram? In(GradientProgram program, int exampleCount);
}
