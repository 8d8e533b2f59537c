namespace Hinge.Data.Tables;

/// <summary>SQL that turns a source's column into one of the types that are read, or into a mark that it cannot be.</summary>
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
            (ColumnType.Number, _) => $"coalesce({Number(Known(column))}, CASE WHEN {Known(column)} IS NOT NULL THEN 'NaN'::DOUBLE END)",
            (ColumnType.Boolean, _) => $"CASE WHEN lower({Known(column)}) IN ('true', '1') THEN 1.0::DOUBLE WHEN lower({Known(column)}) IN ('false', '0') THEN 0.0::DOUBLE WHEN {Known(column)} IS NOT NULL THEN 'NaN'::DOUBLE END",
            (ColumnType.Date, ColumnType.Date) => Microseconds($"CAST({name} AS TIMESTAMP)", name),
            (ColumnType.Date, _) => Microseconds(Moment(Known(column)), Known(column)),
            (ColumnType.Vector, ColumnType.Vector) => column.SqlType.StartsWith("FLOAT[", StringComparison.Ordinal) ? name : $"CAST({name} AS FLOAT[])",
            _ => throw new DataFormatException(column.Name, null, $"the column must hold lists of numbers; it is of type {column.SqlType}. Leave it out."),
        };
    }

    /// <summary>How many values there are, and how many of them are numbers, truth values, and dates.</summary>
    public static string Census(SourceColumn column) =>
        $"count({Known(column)}), count({Number(Known(column))}), count(*) FILTER (WHERE lower({Known(column)}) IN ('true', 'false')), count({Moment(Known(column))})";

    /// <summary>Whether a row has a value that is not of that type.</summary>
    public static string IsNot(SourceColumn column, ColumnType type) =>
        $"{Known(column)} IS NOT NULL AND {(type == ColumnType.Number ? Number(Known(column)) : Moment(Known(column)))} IS NULL";

    /// <summary>Text without blanks around it. Whole numbers have no ".0", so that a label is the same from a file of floats.</summary>
    public static string Trimmed(SourceColumn column)
    {
        string name = Quoted.Name(column.Name);
        string text = column.SqlType switch
        {
            "VARCHAR" => name,
            "JSON" => $"({name} ->> '$')",
            "FLOAT" or "DOUBLE" => $"CASE WHEN {name} = trunc({name}) AND abs({name}) < 1e15 THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE CAST({name} AS VARCHAR) END",
            _ => $"CAST({name} AS VARCHAR)",
        };
        return $"trim({text}, E' \\t')";
    }

    private static string Known(SourceColumn column) =>
        $"CASE WHEN {Trimmed(column)} NOT IN ({MissingWords}) THEN {Trimmed(column)} END";

    /// <summary>DuckDB takes 1_000 for a thousand; tables mean something else by it.</summary>
    private static string Number(string text) => $"CASE WHEN NOT contains({text}, '_') THEN TRY_CAST({text} AS DOUBLE) END";

    private static string Moment(string text) => $"CASE WHEN {text} LIKE '____-%' THEN TRY_CAST({text} AS TIMESTAMP) END";

    private static string Microseconds(string moment, string known) =>
        $"CASE WHEN isfinite({moment}) THEN epoch_us({moment}) WHEN {known} IS NOT NULL THEN {DateBuilder.NoDate} END";
}
