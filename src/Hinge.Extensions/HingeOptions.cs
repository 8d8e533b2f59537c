namespace Hinge.Extensions;

/// <summary>How a model is served.</summary>
public sealed record HingeOptions
{
    /// <summary>How often the file is looked at for a change; zero: never, only <see cref="ServedModel.Reload"/> does. Default: 2 seconds.</summary>
    /// <remarks>Asking beats waiting for notices, which network folders and containers' mounts do not send.</remarks>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal void Validate()
    {
        if (!(CheckEvery >= TimeSpan.Zero)) throw new ArgumentException($"{nameof(CheckEvery)} must be at least zero; got {CheckEvery}.");
    }
}
