namespace Hinge.Data.Tables;

/// <summary>A file of a table, or a table of a database.</summary>
/// <param name="Source">What it is, for messages.</param>
/// <param name="From">What stands behind FROM in SQL.</param>
/// <param name="Csv">What its header says, where it is CSV.</param>
/// <param name="HoldsText">Whether its values are text that tells what a column is, as those of CSV are.</param>
internal sealed record TablePart(string Source, string From, CsvLayout? Csv = null, bool HoldsText = false)
{
    /// <summary>The line of its names, where it has lines.</summary>
    public long? HeaderLine => Csv?.HeaderLine;
}
