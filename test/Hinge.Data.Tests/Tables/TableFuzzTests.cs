using System.Globalization;
using System.Text;
using CsCheck;
using Hinge.Testing;

namespace Hinge.Data.Tests.Tables;

/// <summary>
/// Whatever the bytes of a table of any kind, reading and learning from it gives a data set or a <see cref="DataFormatException"/>, in bounded
/// managed memory.
/// </summary>
public sealed class TableFuzzTests : TableFolder
{
    /// <summary>Messages, Arrow's wrappers and first-use costs.</summary>
    private const long Fixed = 16 << 20;

    private const long PerByte = 1000;

    private const string Rows = "(VALUES (1.5, 'red', true, DATE '2026-05-31', [1.0, 2.0]::FLOAT[], 'x'), (NULL, 'blue', false, DATE '2025-01-01', [0.5, 0.0]::FLOAT[], 'y'), (-2, 'red', true, NULL, [3.0, 1.0]::FLOAT[], 'x')) t(a, colour, b, d, v, label)";

    private const string ClaimsManyRows =
        """
        UEFSMRUAFWoVOiwVBhUAFQYVBgAANRghAAAAQQUAdgEAPA8AAAAAAAAA7P////////8VABU4FTwsFQYVABUGFQYAABxsAgAAAAYBAwAAAHJlZAQAAABibHVlAwAAAHJlZBUAFQ4VEiwVBhUAFQYVBg
        AABxgCAAAABgEFFQAVWhUqLBUGFQAVBhUGAAAtGCEAAABBAwB2AQAcfFAAAHlOAAAVABWGARVWLBUMFQAVBhUGAABDGCEAAABBKgB2AQB0AgAAAAwDAACAPwAAAEAAAAA/AAAAAAAAQEAAAIA/FQAV
        KhUuLBUGFQAVBhUGAAAVUAIAAAAGAQEAAAB4AQAAAHkBAAAAeBUCGZw1ABgNZHVja2RiX3NjaGVtYRUMABUEJQIYAWElChUCFRYsXBUCFRYAAAAVDCUCGAZjb2xvdXIlAAAVACUCGAFiABUCJQIYAW
        QlDAA1AhgBdhUCFQYANQQYBGxpc3QVAgAVCCUCGAdlbGVtZW50ABUMJQIYBWxhYmVsJQAAFgYZHBlsJgAcFQQZFQAZGAFhFQIWBhaMARZcJgg8GAgPAAAAAAAAABgI7P////////8WAigIDwAAAAAA
        AAAYCOz/////////EREAAAAmABwVDBkVABkYBmNvbG91chUCFgYWWhZeJmQ8GANyZWQYBGJsdWUWACgDcmVkGARibHVlEREAAAAmABwVABkVABkYAWIVAhYGFjAWNCbCATwYAQEYAQAWACgBARgBAB
        ERAAAAJgAcFQIZFQAZGAFkFQIWBhZ8Fkwm9gE8GAR8UAAAGAR5TgAAFgIoBHxQAAAYBHlOAAAREQAAACYAHBUIGRUAGTgBdgRsaXN0B2VsZW1lbnQVAhYMFqoBFnomwgI8GAQAAEBAGAQAAAAAFgAo
        BAAAQEAYBAAAAAAREQAAACYAHBUMGRUAGRgFbGFiZWwVAhYGFkwWUCa8AzwYAXkYAXgWACgBeRgBeBERAAAAFogFFv7//3+EBAAoKER1Y2tEQiB2ZXJzaW9uIHYxLjUuNiAoYnVpbGQgMDY5Y2M5Zj
        liNSkZbBwAABwAABwAABwAABwAABwAAAAmAgAAUEFSMQ==
        """;

    /// <summary>Reads, then reads once more as a model of it does.</summary>
    private void Survives(byte[] bytes, string ending)
    {
        // One file a thread: samples run side by side.
        string path = Folder.Write(string.Create(CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}{ending}"), bytes);
        BadInput.Survives(() => Like(Train(path), path), Fixed + PerByte * bytes.Length);
    }

    private void Batter(byte[] valid, string ending, string telling, int iterations) =>
        MutatedBytes.Battered(valid, telling).Sample(bytes => Survives(bytes, ending), iter: iterations);

    [Theory]
    [InlineData(".csv", "a,\"b \"\"c\"\"\",d,label\r\n1,2.5e-3,2026-01-02,x\r\n-4,five and six,,\"y,\nz\"\r\n")]
    [InlineData(".tsv", "a\tb\tlabel\n1\ttrue\tx\n2\tfalse\ty\n\t\tz\n")]
    [InlineData(".jsonl", "{\"a\": 1, \"v\": [1, 2.5], \"label\": \"x\"}\n{\"a\": null, \"v\": [3, 4], \"label\": \"y\"}\n")]
    [InlineData(".json", "[{\"a\": 1, \"label\": \"x\"}, {\"a\": \"2026-01-01\", \"label\": \"y\"}]")]
    public void Train_BatteredText_OnlyDataFormatException(string ending, string text) =>
        Batter(Encoding.UTF8.GetBytes(text), ending, "{}[]\",:;\t\r\n .-eE0123456789\uFEFF", iterations: 250);

    [Theory]
    [InlineData(".csv.gz", "a,label\n1,x\n2,y\n")]
    [InlineData(".jsonl.gz", "{\"a\": 1, \"label\": \"x\"}\n{\"a\": 2, \"label\": \"y\"}\n")]
    public void Train_BatteredGzip_OnlyDataFormatException(string ending, string text) =>
        Batter(TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(text)), ending, "", iterations: 200);

    [Fact]
    public void Train_BatteredParquet_OnlyDataFormatException()
    {
        string path = Folder.File("whole.parquet");
        DuckDb(null, $"COPY (SELECT * FROM {Rows}) TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)");
        Batter(File.ReadAllBytes(path), ".parquet", "", iterations: 400);
    }

    /// <summary>Found by the test above: 820 bytes that claim a thousand million rows, for which room was made beforehand.</summary>
    [Fact]
    public void Train_ParquetThatClaimsManyRows_TakesMemoryInProportion() => Survives(Convert.FromBase64String(ClaimsManyRows), ".parquet");

    [Fact]
    public void Train_BatteredSqlite_OnlyDataFormatException()
    {
        string path = Folder.File("whole.sqlite");
        using (Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = new("CREATE TABLE t (a, c TEXT, label TEXT); INSERT INTO t VALUES (1.5, 'r', 'x'), (NULL, 'g', 'y'), (-2, 'r', 'x')", connection);
            command.ExecuteNonQuery();
        }
        // Most of a small file is empty pages: blows fall where something is.
        byte[] whole = File.ReadAllBytes(path);
        MutatedBytes.Battered(whole[..200], "").Select(start => (byte[])[.. start, .. whole[200..]]).Sample(bytes => Survives(bytes, ".sqlite"), iter: 200);
        MutatedBytes.Battered(whole[^200..], "").Select(end => (byte[])[.. whole[..^200], .. end]).Sample(bytes => Survives(bytes, ".sqlite"), iter: 200);
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".tsv")]
    [InlineData(".jsonl")]
    [InlineData(".parquet")]
    [InlineData(".sqlite")]
    [InlineData(".duckdb")]
    public void Train_RandomBytes_OnlyDataFormatException(string ending) =>
        MutatedBytes.Random(longest: 300).Sample(bytes => Survives(bytes, ending), iter: 60);
}
