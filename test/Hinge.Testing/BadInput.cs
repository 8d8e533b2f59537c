using System.Globalization;
using Hinge.Data;
using Xunit;

namespace Hinge.Testing;

/// <summary>Assertions on errors about input: the type, the place, and the words that a user needs.</summary>
public static class BadInput
{
    /// <summary>Asserts that <paramref name="read"/> refuses its input at the given place.</summary>
    /// <param name="source">The file that the message must begin with.</param>
    /// <param name="line">The line it must name, or null for none.</param>
    /// <param name="read">What must fail.</param>
    /// <param name="fragments">What the message must say.</param>
    public static DataFormatException Refused(string source, long? line, Action read, params string[] fragments)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(read);
        Assert.Equal(source, error.DataSource);
        Assert.True(line == error.Line, $"line: expected {line}, actual {error.Line}, in \"{error.Message}\"");
        string column = error.Column is { } within ? string.Create(CultureInfo.InvariantCulture, $":{within}") : "";
        string place = line is { } number ? string.Create(CultureInfo.InvariantCulture, $"{source}:{number}{column}: ") : $"{source}: ";
        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
        foreach (string fragment in fragments)
            Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>Asserts that <paramref name="read"/> succeeds or throws <see cref="DataFormatException"/>, within <paramref name="bytes"/> of allocations.</summary>
    public static void Survives(Action read, long bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (DataFormatException)
        {
            // Refusing is right; any other exception escapes to the test.
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= bytes, string.Create(CultureInfo.InvariantCulture, $"allocated bytes: expected at most {bytes}, actual {allocated}"));
    }
}
