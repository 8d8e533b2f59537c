using System.Text.Json;

namespace Hinge.Data;

/// <summary>What a data set knows of the table that its features were made of.</summary>
/// <param name="Featurization">
/// How the features were made of the table's columns, as JSON. A model trained on the data carries it, so that other tables are read in the same
/// way; it is plain data, which only the reader that wrote it interprets. An <see cref="ArgumentException"/> where it is no JSON.
/// </param>
/// <param name="Parts">Makes parts of the data anew, or null: then the rows stand for themselves.</param>
/// <param name="RowHashes">
/// A hash of what the table holds in each row's columns, computed when it is asked for: unlike the features it does not depend on what was learnt
/// from other rows. Null: then the features' own hashes serve.
/// </param>
public sealed record DatasetOrigin(string Featurization, DatasetParts? Parts = null, Func<ulong[]>? RowHashes = null)
{
    /// <summary>How the features were made of the table's columns, as JSON.</summary>
    public string Featurization { get; } = Require(Featurization);

    /// <summary>That of some of the rows, which stand for themselves.</summary>
    internal DatasetOrigin Select(int[] examples) => new(Featurization, null, RowHashes is { } all ? () => Select(all(), examples) : null);

    /// <summary>Asked before training, not when the model is saved.</summary>
    private static string Require(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return json;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"Featurization must be one JSON value: {e.Message}", nameof(json), e);
        }
    }

    private static ulong[] Select(ulong[] hashes, int[] examples) => Array.ConvertAll(examples, i => hashes[i]);
}
