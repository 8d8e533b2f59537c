namespace Hinge.Data.Tables;

/// <summary>
/// SQL that turns a source's column into one of the types that are read. What is no truth value or date becomes a mark that the builder refuses;
/// text that is no number becomes null, which <see cref="TableSource"/> looks into: to tell the two apart in every row took as long as reading.
/// </summary>
internal static class ColumnSql
{
    /// <summary>What counts as missing among numbers, truth values and dates, besides an empty field.</summary>
    private const string MissingWords = "'', 'NA', 'N/A', 'null', 'NULL'";

    /// <summary>The column of these names, as the types asked for.</summary>
    public static string Of(SourceColumn column, ColumnType wanted)
    {
        string name = Quoted.Name(column.Name);
        return (wanted, column.Type) switch
        {
            (ColumnType.Text, _) => $"nullif({Trimmed(column)}, '')",
            (ColumnType.Number, ColumnType.Number) or (ColumnType.Boolean, ColumnType.Boolean) or (ColumnType.Number, ColumnType.Boolean) => $"CAST({name} AS DOUBLE)",
            (ColumnType.Number, _) => Number(column),
            (ColumnType.Boolean, _) => $"CASE WHEN lower({Trimmed(column)}) IN ('true', '1') THEN 1.0::DOUBLE WHEN lower({Trimmed(column)}) IN ('false', '0') THEN 0.0::DOUBLE WHEN {IsKnown(column)} THEN 'NaN'::DOUBLE END",
            (ColumnType.Date, ColumnType.Date) => Microseconds($"CAST({name} AS TIMESTAMP)", $"{name} IS NOT NULL"),
            (ColumnType.Date, _) => Microseconds(Moment(column), IsKnown(column)),
            (ColumnType.Vector, ColumnType.Vector) => column.SqlType.StartsWith("FLOAT[", StringComparison.Ordinal) ? name : $"CAST({name} AS FLOAT[])",
            _ => throw new DataFormatException(column.Name, null, $"the column must hold lists of numbers; it is of type {column.SqlType}. Leave it out."),
        };
    }

    /// <summary>How many values there are, and how many of them are numbers: enough where all are.</summary>
    public static string NumberCensus(SourceColumn column) => $"count({Quoted.Name(column.Name)}), count({Number(column)})";

    /// <summary>How many values there are, and how many of them are numbers, truth values, and dates.</summary>
    public static string Census(SourceColumn column) =>
        $"count(*) FILTER (WHERE {IsKnown(column)}), count({Number(column)}), count(*) FILTER (WHERE lower({Trimmed(column)}) IN ('true', 'false')), count({Moment(column)})";

    /// <summary>Whether a row has a value that is not of that type.</summary>
    public static string IsNot(SourceColumn column, ColumnType type) =>
        $"{IsKnown(column)} AND {(type == ColumnType.Number ? Number(column) : Moment(column))} IS NULL";

    /// <summary>Text without blanks around it. Whole numbers have no ".0", so that a label is the same from a file of floats.</summary>
    public static string Trimmed(SourceColumn column) => $"trim({AsText(column)}, E' \\t')";

    private static string AsText(SourceColumn column)
    {
        string name = Quoted.Name(column.Name);
        return column.SqlType switch
        {
            "VARCHAR" => name,
            "JSON" => $"({name} ->> '$')",
            "FLOAT" or "DOUBLE" => $"CASE WHEN {name} = trunc({name}) AND abs({name}) < 1e15 THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE CAST({name} AS VARCHAR) END",
            _ => $"CAST({name} AS VARCHAR)",
        };
    }

    private static string IsKnown(SourceColumn column) => $"{Trimmed(column)} NOT IN ({MissingWords})";

    /// <summary>
    /// DuckDB takes 1_000 for a thousand; tables mean something else by it. Blanks around a number it passes over: trimming as well took ten times
    /// as long as the rest of reading.
    /// </summary>
    private static string Number(SourceColumn column) => $"CASE WHEN NOT contains({AsText(column)}, '_') THEN TRY_CAST({AsText(column)} AS DOUBLE) END";

    private static string Moment(SourceColumn column) => $"CASE WHEN {Trimmed(column)} LIKE '____-%' THEN TRY_CAST({Trimmed(column)} AS TIMESTAMP) END";

    private static string Microseconds(string moment, string known) =>
        $"CASE WHEN isfinite({moment}) THEN epoch_us({moment}) WHEN {known} THEN {DateBuilder.NoDate} END";
}
