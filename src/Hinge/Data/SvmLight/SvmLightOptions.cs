namespace Hinge.Data.SvmLight;

/// <summary>How to read svmlight text.</summary>
public sealed record SvmLightOptions
{
    /// <summary>What number the first feature has; default <see cref="IndexBase.Auto"/>. Files to go with a model are read as its training data was: <see cref="SvmLightNumbering"/>.</summary>
    public IndexBase IndexBase { get; init; }

    /// <summary>How many threads may work, at least 1; default all of the machine's processors. The result is the same for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told how many bytes have been read so far, of the file as it is stored; from any thread, one at a time.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>Told, once, of what was passed over.</summary>
    public Action<string>? Remark { get; init; }

    /// <summary>Checks that every value is in its range.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(IndexBase)) throw new ArgumentException($"IndexBase must be Auto, One or Zero; got {IndexBase}.");
        if (Threads < 1)
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Threads must be at least 1; got {Threads}."));
    }
}
