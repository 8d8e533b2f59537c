using Hinge.Data.Tables;
using Hinge.Testing;

namespace Hinge.Data.Tests.Tables;

/// <summary>The same table in every format, several files, databases and queries.</summary>
public sealed class TableFormatTests : TableFolder
{
    private const string Rows = "(VALUES (1.5, 'red', true, DATE '2026-05-31', [1.0, 2.0], 'x'), (NULL, 'blue', false, DATE '2025-01-01', [0.5, 0.0], 'y'), (-2, 'red', true, NULL, [3.0, 1.0], 'x')) t(a, colour, b, d, v, label)";

    [Fact]
    public void Read_ParquetJsonAndDuckDb_GiveTheSameData()
    {
        string where = Folder.Path.Replace("'", "''", StringComparison.Ordinal);
        DuckDb("t.duckdb", $"CREATE TABLE t AS SELECT * FROM {Rows}", $"COPY t TO '{where}/t.parquet' (FORMAT parquet)", $"COPY t TO '{where}/t.jsonl' (FORMAT json)", $"COPY t TO '{where}/t.json.gz' (FORMAT json, COMPRESSION gzip)");

        Dataset parquet = Train(Folder.File("t.parquet"));

        Assert.Equal(3, parquet.ExampleCount);
        Assert.Contains("colour=red", parquet.FeatureNames!);
        Assert.Equal([1, 0.5, 3], Feature(parquet, "v[0]"));
        Assert.Equal([0, 1, 0], Feature(parquet, "a missing"));
        foreach (string name in new[] { "t.jsonl", "t.json.gz", "t.duckdb" })
            Assert.True(parquet.Fingerprint() == Train(Folder.File(name)).Fingerprint(), name);
        using TableSource query = TableSource.OpenQuery($"select * from '{Folder.File("t.parquet")}';");
        Assert.Equal(parquet.Fingerprint(), Hinge.Data.Featurization.TableDataset.ForTraining(query).Fingerprint());
        using TableSource inside = TableSource.OpenQuery("select * from t where colour = 'red'", Folder.File("t.duckdb"));
        Assert.Equal(2, inside.Read([]).RowCount);
    }

    [Fact]
    public void Read_PatternOfFiles_JoinsThemInTheOrderOfTheirNames()
    {
        Folder.Write("part2.csv", "label,a\ny,3\nz,4\n");
        Folder.Write("part1.csv", "a,label\n1,x\n2,y\n");

        Dataset data = Train(Folder.File("part*.csv"), options: Unscaled);

        Assert.Equal([1, 2, 3, 4], Feature(data, "a"));
        Assert.Equal([0, 1, 1, 2], data.Labels.Values.ToArray());
    }

    [Fact]
    public void Read_WithProgress_TellsTheBytesOfAllFilesInOrder()
    {
        for (int part = 1; part <= 2; part++)
            Folder.Write($"part{part}.csv", "a,label\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{part * i},x{i % 2}\n")));
        using TableSource source = TableSource.Open(Folder.File("part*.csv"));
        Log log = new();
        source.Progress = log;
        Assert.Equal(40_000, source.Read([new ColumnRequest("a", ColumnType.Number)]).RowCount);

        long first = new FileInfo(Folder.File("part1.csv")).Length;
        Assert.Equal(first + new FileInfo(Folder.File("part2.csv")).Length, source.FileBytes);
        Assert.Equal(source.FileBytes, log.Values[^1]);
        Assert.Contains(first, log.Values);
        Assert.Equal(log.Values.Order(), log.Values);
    }

    private sealed class Log : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }

    [Fact]
    public void Read_PatternOfFilesWithOtherColumns_NamesTheFile()
    {
        Folder.Write("part1.csv", "a,label\n1,x\n");
        string second = Folder.Write("part2.csv", "b,label\n1,x\n");
        BadInput.Refused(second, 1, () => Train(Folder.File("part*.csv")), "no column \"a\"", "same columns");
        Folder.Write("part2.csv", "a,label\n1,x\nNaN,y\n");
        BadInput.Refused(second, 3, () => Train(Folder.File("part*.csv")), "\"NaN\"");
    }

    [Fact]
    public void Read_FloatLabelsOfParquet_AreWholeNumbersLikeThoseOfCsv()
    {
        DuckDb(null, $"COPY (SELECT 1.5 AS a, 3.0::DOUBLE AS label UNION ALL SELECT 2, 10.0) TO '{Folder.File("l.parquet")}' (FORMAT parquet)");

        Assert.Equal(["3", "10"], Train(Folder.File("l.parquet")).Labels.ClassNames);
    }

    [Fact]
    public void Read_Sqlite_IsLikeCsv()
    {
        string path = Folder.File("t.db");
        Sqlite(path, "CREATE TABLE t (a, c TEXT, label TEXT)", "INSERT INTO t VALUES (1.5, 'r', 'x'), (NULL, 'g', 'y'), (-2, 'r', 'x'), (4, NULL, 'y')");
        Folder.Write("t.csv", "a,c,label\n1.5,r,x\n,g,y\n-2,r,x\n4,,y\n");

        Assert.Equal(Train(Folder.File("t.csv")).Fingerprint(), Train(path).Fingerprint());
        using (TableSource query = TableSource.OpenQuery("select a, label from t where a > 0 order by a desc", path))
            Assert.Equal([4, 1.5], ((NumberColumn)query.Read([new("a", ColumnType.Number)])["a"]).Values.ToArray());
        Sqlite(path, "INSERT INTO t VALUES (x'00', 'r', 'x')");
        BadInput.Refused(path, null, () => Train(path), "row 5: column \"a\" must hold numbers or text");
        Sqlite(path, "CREATE TABLE u (a)");
        BadInput.Refused(path, null, () => Train(path), "several tables", "--sql");
        Assert.Throws<DataFormatException>(() => TableSource.OpenQuery("delete from t", path));
    }

    private static void Sqlite(string path, params string[] statements)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        foreach (string sql in statements)
        {
            using Microsoft.Data.Sqlite.SqliteCommand command = new(sql, connection);
            command.ExecuteNonQuery();
        }
    }

    [Theory]
    [InlineData("insert into t values (1)")]
    [InlineData("select 1; drop table t")]
    [InlineData("copy (select 1) to 'x.csv'")]
    [InlineData("select * from 'none.parquet'")]
    [InlineData("selec 1")]
    [InlineData("")]
    public void Query_ThatIsNoSelectOfWhatIsThere_IsRefused(string sql)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(() => TableSource.OpenQuery(sql));

        Assert.StartsWith("query: ", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("x.csv"));
    }

    [Fact]
    public void Read_FilesThatAreNotWhatTheirNamesSay_AreRefused()
    {
        string parquet = Folder.Write("t.parquet", "a,label\n1,x\n"), json = Folder.Write("t.jsonl", "{\"a\": 1, \"label\": \"x\"}\n{oops\n"), database = Folder.Write("t.duckdb", "no database");

        BadInput.Refused(parquet, null, () => Train(parquet), "no Parquet file");
        BadInput.Refused(json, 2, () => Train(json), "must be a JSON object");
        BadInput.Refused(database, null, () => Train(database));
    }

    [Fact]
    public void Read_JsonWithSeveralTypesInAMember_IsRefusedOrTakenAsSaid()
    {
        string path = Folder.Write("t.jsonl", "{\"a\": 1, \"label\": \"x\"}\n{\"a\": \"two\", \"label\": \"y\"}\n");

        BadInput.Refused(path, null, () => Train(path), "column \"a\" must hold values of one type", "--category");
        Assert.Equal(["a=1", "a=two", "a other"], Train(path, options: new() { Category = ["a"] }).FeatureNames);
    }

    [Fact]
    public void Read_DatabaseOfSeveralTables_AsksWhich()
    {
        DuckDb("two.duckdb", "CREATE TABLE t (a INT)", "CREATE TABLE u (a INT)");
        string path = Folder.File("two.duckdb");

        BadInput.Refused(path, null, () => Train(path), "several tables", "\"t\", \"u\"", "--sql");
    }

    [Theory]
    [InlineData("[1, 2]", "[1]", "the same length, here 2 numbers")]
    [InlineData("[1, 2]", "NULL", "hold a vector")]
    [InlineData("[1, 2]", "[1, NULL]", "without gaps")]
    [InlineData("[1, 2]", "[1, 'nan'::FLOAT]", "finite numbers")]
    public void Read_VectorsThatDoNotFit_NameTheRow(string first, string second, string problem)
    {
        DuckDb(null, $"COPY (SELECT * FROM (VALUES ({first}::FLOAT[], 'x'), ({second}::FLOAT[], 'y')) t(v, label)) TO '{Folder.File("v.parquet")}' (FORMAT parquet)");
        string path = Folder.File("v.parquet");

        BadInput.Refused(path, null, () => Train(path), "row 2: column \"v\" must", problem);
    }

    [Fact]
    public void Read_ManyVectors_ComeAsTheyAre()
    {
        DuckDb(null, $"COPY (SELECT (i % 2)::INT AS label, [i, i + 0.5, -i]::FLOAT[3] AS v FROM range(10000) t(i)) TO '{Folder.File("v.parquet")}' (FORMAT parquet, ROW_GROUP_SIZE 3000)");

        Dataset data = Train(Folder.File("v.parquet"));

        DenseMatrix<float> dense = Assert.IsType<DenseMatrix<float>>(data.Features);
        for (int i = 0; i < 10000; i++) Assert.Equal([i, i + 0.5f, -i], dense.Row(i).ToArray());
        Assert.Equal(["v[0]", "v[1]", "v[2]"], data.FeatureNames);
    }
}
