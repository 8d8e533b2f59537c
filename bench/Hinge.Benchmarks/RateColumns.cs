using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Hinge.Benchmarks;

/// <summary>The columns of benchmarks whose cases are <see cref="IWork"/>: the rate, and its share of what <see cref="Machine"/> measures.</summary>
/// <remarks>The machine is measured once all cases are timed, in the same run.</remarks>
public sealed class RateColumns : ManualConfig
{
    /// <summary>GFLOP/s, the share of the multiply-add peak, and the share of copy bandwidth.</summary>
    public RateColumns()
    {
        SummaryStyle = SummaryStyle.Default.WithMaxParameterColumnWidth(40);
        AddColumn(
            new RateColumn("GFLOP/s", "Operations over the mean, in 10⁹ a second", (work, seconds) => work.Operations / seconds / 1e9, "0.0"),
            new RateColumn("of peak", "Share of the multiply-adds that the machine can do on as many threads, measured in this run", (work, seconds) => work.Operations / seconds / Machine.PeakOperations(work.Threads, work.IsDouble), "0 %"),
            new RateColumn("of copy", "Bytes of the features over the mean, as a share of copy bandwidth on as many threads, measured in this run", (work, seconds) => work.Bytes / seconds / Machine.CopyBandwidth(work.Threads), "0 %"));
    }

    private sealed class RateColumn(string name, string legend, Func<IWork, double, double> rate, string format) : IColumn
    {
        public string Id => name;

        public string ColumnName => name;

        public string Legend => legend;

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Custom;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
        {
            if (summary[benchmarkCase]?.ResultStatistics is not { Mean: > 0 } statistics) return "-";
            IWork work = benchmarkCase.Parameters.Items.Select(item => item.Value).OfType<IWork>().Single();
            return rate(work, statistics.Mean * 1e-9).ToString(format, CultureInfo.InvariantCulture);
        }
    }
}
