using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Hinge.Data;
using Hinge.Data.SvmLight;

namespace Hinge.Benchmarks;

/// <summary>64 MB of svmlight text in memory to sparse rows, once the code is compiled: what a first read in a process takes more is the compiler's.</summary>
public class ReadingBenchmarks
{
    private const int Bytes = 64_000_000;

    private byte[] _text = [];

    public static IEnumerable<Text> Texts => [new("pixels", 780, 150, "0.######"), new("terms", 130_000, 45, "0.################")];

    [ParamsSource(nameof(Texts))]
    public Text Kind { get; set; } = new("pixels", 780, 150, "0.######");

    [GlobalSetup]
    public void MakeAndCheck()
    {
        (_text, int entries) = Kind.Write(Bytes);
        Expect.Close(entries, ((SparseMatrix<float>)Read().Features).Values.Length, 0, "the number of entries");
    }

    [Benchmark]
    public Dataset Read()
    {
        using MemoryStream stream = new(_text);
        return SvmLightReader.Read<float>(stream, "text");
    }

    /// <summary>Rows of so many entries among so many features, their values in (0, 1) written in a format.</summary>
    public sealed record Text(string Name, int FeatureCount, int EntriesInARow, string Format)
    {
        /// <inheritdoc/>
        public override string ToString() => Name;

        /// <summary>Whole lines, about so many bytes, and how many entries they hold.</summary>
        internal (byte[] Text, int Entries) Write(int bytes)
        {
            Random random = new(1);
            StringBuilder text = new(bytes + 10_000);
            int entries = 0;
            while (text.Length < bytes)
            {
                text.Append(random.Next(10));
                int column = 0;
                for (int e = 0; e < EntriesInARow && column < FeatureCount; e++, entries++)
                {
                    column += 1 + random.Next(2 * FeatureCount / EntriesInARow);
                    text.Append(CultureInfo.InvariantCulture, $" {column}:").Append(Math.Max(random.NextDouble(), 1e-3).ToString(Format, CultureInfo.InvariantCulture));
                }
                text.Append('\n');
            }
            return (Encoding.ASCII.GetBytes(text.ToString()), entries);
        }
    }
}
