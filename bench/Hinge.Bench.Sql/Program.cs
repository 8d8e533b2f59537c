using DuckDB.NET.Data;

// Runs SQL statements, one an argument, in an empty DuckDB on one thread: for scripts of bench/data that write Parquet.
using DuckDBConnection connection = new("DataSource=:memory:");
connection.Open();
foreach (string sql in args.Prepend("SET threads=1"))
{
    using DuckDBCommand command = connection.CreateCommand();
    command.CommandText = sql;
    command.ExecuteNonQuery();
}
