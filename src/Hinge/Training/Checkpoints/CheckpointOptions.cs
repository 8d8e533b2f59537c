namespace Hinge.Training.Checkpoints;

/// <summary>Where a training run keeps what it needs to go on after an interruption, however sudden.</summary>
/// <remarks>
/// A run that was killed and resumed, as often as may be, gives the same bits as one that was never stopped, if data and how they are
/// kept, objective, solver, seed, shards, the gap asked for and the version of Hinge are the same, and the settings of gradient descent: others are refused. Checkpoints are
/// taken between the rounds of a solver, of gradient descent between epochs, and are replaced atomically: the file is whole at any moment, and holds the last of them. It
/// stays after the run.
/// </remarks>
public sealed record CheckpointOptions
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The least time between two checkpoints; at least zero, default 30 seconds. It can be longer: a round is not interrupted, and the method of multipliers takes them only where it builds its preconditioner anew.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether to go on from the file where it exists; default false, which begins anew and replaces it.</summary>
    public bool Resume { get; init; }

    /// <summary>Checks every value against its documented range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Path);
        if (Every < TimeSpan.Zero)
            throw new ArgumentException($"Every must be at least zero; got {Every}.");
    }
}
