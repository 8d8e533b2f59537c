using System.Globalization;

namespace Hinge.Data.Tables;

/// <summary>What to say where a name is none of those there.</summary>
internal static class NearestName
{
    /// <summary>The most names listed.</summary>
    private const int Most = 10;

    /// <summary>"Did you mean …? The columns are …".</summary>
    public static string Remedy(string name, IReadOnlyList<string> names)
    {
        string list = string.Join(", ", names.Take(Most).Select(Quoted.Shown));
        if (names.Count > Most) list = string.Create(CultureInfo.InvariantCulture, $"{list} and {names.Count - Most} more");
        string? nearest = Of(name, names);
        return $"{(nearest is null ? "" : $"Did you mean {Quoted.Shown(nearest)}? ")}The columns are: {list}.";
    }

    /// <summary>The name that is the fewest edits away, upper and lower case being alike; null where none is near.</summary>
    public static string? Of(string name, IReadOnlyList<string> names)
    {
        string? best = null;
        int fewest = Math.Max(1, (name.Length + 1) / 3) + 1;
        foreach (string other in names)
        {
            if (Math.Abs(other.Length - name.Length) >= fewest) continue;
            int edits = Edits(name.ToUpperInvariant(), other.ToUpperInvariant());
            if (edits < fewest) (best, fewest) = (other, edits);
        }
        return best;
    }

    /// <summary>How many characters must be put in, taken out or replaced (Levenshtein, 1966).</summary>
    private static int Edits(string one, string other)
    {
        int[] above = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = above[0];
            above[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.Min(replaced, 1 + Math.Min(above[j], above[j - 1]));
            }
        }
        return above[^1];
    }
}
