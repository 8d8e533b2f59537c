namespace Hinge.Data.Tables;

/// <summary>A file of a table, or a table of a database.</summary>
/// <param name="Source">What it is, for messages.</param>
/// <param name="From">What stands behind FROM in SQL.</param>
/// <param name="Csv">What its header says, where it is CSV.</param>
/// <param name="HoldsText">Whether its values are text that tells what a column is, as those of CSV are.</param>
/// <param name="Bytes">How long its file is, where what the file says of the number of its rows cannot be trusted.</param>
internal sealed record TablePart(string Source, string From, CsvLayout? Csv = null, bool HoldsText = false, long? Bytes = null)
{
    /// <summary>The line of its names, where it has lines.</summary>
    public long? HeaderLine => Csv?.HeaderLine;

    /// <summary>The length of its file; 0 where it is none.</summary>
    public long FileBytes { get; } = File.Exists(Source) ? new FileInfo(Source).Length : 0;
}
