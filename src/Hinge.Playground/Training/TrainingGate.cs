namespace Hinge.Playground.Training;

/// <summary>Lets only a few trainings run at once, whatever is opened.</summary>
public sealed class TrainingGate : IDisposable
{
    /// <summary>How many may run at once.</summary>
    public const int Limit = 2;

    private readonly SemaphoreSlim _places = new(Limit);

    /// <summary>Takes a place if one is free.</summary>
    public bool TryEnter() => _places.Wait(0);

    /// <summary>Gives the place back.</summary>
    public void Leave() => _places.Release();

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
