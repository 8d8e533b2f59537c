using CsCheck;
using Hinge.Data.Featurization;
using Hinge.Data.Tests.Tables;
using Hinge.Testing;

namespace Hinge.Data.Tests.Featurization;

/// <summary>What becomes of columns, recomputed by plain code.</summary>
public sealed class FeaturizerTests : TableFolder
{
    [Fact]
    public void Numbers_AreStandardized_MissingOnesAreTheMeanAndSaySo()
    {
        Dataset data = TrainText("a,b,label\n1,5,x\n,5,y\n3,5,x\n8,5,y\nNA,5,x\n");
        double mean = (1 + 3 + 8) / 3.0, deviation = Math.Sqrt(((1 - mean) * (1 - mean) + (3 - mean) * (3 - mean) + (8 - mean) * (8 - mean)) / 3);

        Assert.Equal(["a", "a missing", "b"], data.FeatureNames);
        Assert.Equal([(float)((1 - mean) / deviation), 0, (float)((3 - mean) / deviation), (float)((8 - mean) / deviation), 0], Feature(data, "a"));
        Assert.Equal([0, 1, 0, 0, 1], Feature(data, "a missing"));
        Assert.Equal([0, 0, 0, 0, 0], Feature(data, "b"));
    }

    [Fact]
    public void Numbers_MaxAbsOrNone_KeepZeros()
    {
        const string Text = "a,label\n-4,x\n0,y\n2,x\n";

        Assert.Equal([-1, 0, 0.5], Feature(TrainText(Text, options: new() { Scale = NumberScale.MaxAbs }), "a"));
        Assert.Equal([-4, 0, 2], Feature(TrainText(Text, options: Unscaled), "a"));
    }

    [Fact]
    public void Booleans_AreOneAndZero_MissingOnesTheShare()
    {
        Dataset data = TrainText("b,label\ntrue,x\nFALSE,y\n,x\nTrue,y\n");

        Assert.Equal([1, 0, (float)(2 / 3.0), 1], Feature(data, "b"));
        Assert.Equal([0, 0, 1, 0], Feature(data, "b missing"));
    }

    [Fact]
    public void Categories_BeyondTheLimitAndUnseen_ShareAFeature()
    {
        Dataset data = TrainText("c,label\nr,x\ng,x\nr,x\ng,y\nb,y\na,y\n,x\nr,y\n", options: new() { CategoryLimit = 3, Category = ["c"] });
        Dataset others = Like(data, Folder.Write("u.csv", "c,label\nunseen,x\nb,y\na,x\n,y\n"));

        Assert.Equal(["c=a", "c=g", "c=r", "c other", "c missing"], data.FeatureNames);
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0], Feature(data, "c other"));
        Assert.Equal([1, 0, 1, 0, 0, 0, 0, 1], Feature(data, "c=r"));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0], Feature(data, "c missing"));
        Assert.Equal([1, 1, 0, 0], Feature(others, "c other"));
        Assert.Equal([0, 0, 1, 0], Feature(others, "c=a"));
    }

    [Fact]
    public void Dates_BecomeYearMonthDayAndHour()
    {
        Dataset data = TrainText("d,label\n2024-02-29 13:45,x\n2026-05-31,y\n,x\n2026-11-23T00:00:00Z,y\n");

        Assert.Equal(1 + 12 + 7 + 24 + 1, data.Features.FeatureCount);
        double mean = (2024 + 2026 + 2026) / 3.0, deviation = Math.Sqrt(((2024 - mean) * (2024 - mean) + 2 * (2026 - mean) * (2026 - mean)) / 3);
        Assert.Equal([(float)((2024 - mean) / deviation), (float)((2026 - mean) / deviation), 0, (float)((2026 - mean) / deviation)], Feature(data, "d year"));
        Assert.Equal([1, 0, 0, 0], Feature(data, "d month=2"));
        Assert.Equal([1, 0, 0, 0], Feature(data, "d day=Thursday"));
        Assert.Equal([0, 1, 0, 0], Feature(data, "d day=Sunday"));
        Assert.Equal([0, 0, 0, 1], Feature(data, "d day=Monday"));
        Assert.Equal([1, 0, 0, 0], Feature(data, "d hour=13"));
        Assert.Equal([0, 1, 0, 1], Feature(data, "d hour=0"));
        Assert.Equal([0, 0, 1, 0], Feature(data, "d missing"));
    }

    [Fact]
    public void Text_IsWhatTheVectorizerMakesOfTheTrainingRows()
    {
        string[] bodies = ["good and cheap", "bad and dear", "good but dear"];
        Dataset data = TrainText($"body,label\n{bodies[0]},x\n{bodies[1]},y\n{bodies[2]},x\n");
        (Hinge.Data.Text.TextVectorizer vectorizer, SparseMatrix<float> rows) = Hinge.Data.Text.TextVectorizer.FitTransform(bodies, new() { MinimumTexts = 1 });

        Assert.Equal(vectorizer.FeatureNames!.Select(term => $"body: {term}"), data.FeatureNames!);
        for (int r = 0; r < 3; r++) Assert.Equal(Row(rows, r), Row(data.Features, r));
    }

    [Fact]
    public void Kinds_AreChosenByTypeAndByHowOftenValuesRepeat()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * 37 % 60},w{i:00},{"abc"[i % 3]},the text of row {i * 7},{i % 2 == 0},2026-01-{i % 28 + 1:00},,{i % 2}\n"));
        Dataset data = TrainText($"id,number,name,letter,body,flag,day,nothing,label\n{rows}");

        Assert.Equal(
            [("id", FeatureKind.Ignored), ("number", FeatureKind.Number), ("name", FeatureKind.Ignored), ("letter", FeatureKind.Category), ("body", FeatureKind.Text), ("flag", FeatureKind.Boolean), ("day", FeatureKind.Date), ("nothing", FeatureKind.Ignored)],
            FeaturizerOf(data).Summary.Select(column => (column.Column, column.Kind)).OrderBy(column => Array.IndexOf(["id", "number", "name", "letter", "body", "flag", "day", "nothing"], column.Column)));
        Assert.Equal(data.Features.FeatureCount, FeaturizerOf(data).Summary.Sum(column => column.FeatureCount));
    }

    [Fact]
    public void Options_OverrideWhatWouldBeChosen()
    {
        FeaturizationOptions options = new() { Category = ["zip"], Ignore = ["b"], Text = ["colour"], Numeric = ["id"] };
        Dataset data = TrainText("id,zip,b,colour,label\n1,01234,1,red,x\n2,98765,2,blue,y\n", options: options);

        Assert.Equal(["id", "zip=01234", "zip=98765", "zip other", "colour: blue", "colour: red"], data.FeatureNames);
        ArgumentException twice = Assert.Throws<ArgumentException>(() => TrainText("a,label\n1,x\n", options: new() { Numeric = ["a"], Ignore = ["a"] }));
        Assert.Contains("got \"a\" twice", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_IsSparseWhereMostIsZero()
    {
        string few = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{(char)('a' + i % 2)},{i % 2}\n"));
        string many = string.Concat(Enumerable.Range(0, 400).Select(i => $"{i % 7},c{i % 90},{i % 2}\n"));

        Assert.False(TrainText($"a,c,label\n{few}").Features.IsSparse);
        Assert.True(TrainText($"a,c,label\n{many}").Features.IsSparse);
    }

    [Fact]
    public void Part_LearnsFromTheTrainingPartAlone()
    {
        const string Header = "a,c,body,label\n";
        string[] rows = ["1,r,good thing,x\n", "2,g,bad thing,y\n", "3,r,good stuff,x\n", "5,g,bad stuff,y\n", "900,unseen,secret word,x\n", "-70,u2,another secret,y\n"];
        FeaturizationOptions options = new() { Category = ["c"], Text = ["body"] };
        Dataset data = TrainText(Header + string.Concat(rows), options: options);

        (Dataset training, Dataset test) = data.Part([0, 1, 2, 3], [4, 5]);
        Dataset alone = TrainText(Header + string.Concat(rows[..4]), options: options, name: "alone.csv");
        Dataset tested = Like(alone, Folder.Write("test.csv", Header + string.Concat(rows[4..])));

        Assert.Equal(alone.Fingerprint(), training.Fingerprint());
        Assert.Equal(alone.Featurization, training.Featurization);
        Assert.Equal(tested.Fingerprint(), test.Fingerprint());
        Assert.DoesNotContain(training.FeatureNames!, name => name.Contains("secret", StringComparison.Ordinal));
        (Dataset inner, _) = training.Part([2, 0], [1, 3]);
        Assert.Equal([1, -1], Feature(inner, "a"));
    }

    [Fact]
    public void RowHashes_DependOnWhatARowHoldsAlone()
    {
        FeaturizationOptions options = new() { Category = ["c"], Ignore = ["id"] };
        Dataset data = TrainText("a,c,id,label\n1,r,1,x\n2,g,2,y\n1,r,3,y\n,g,4,x\n", options: options);
        Dataset other = Like(data, Folder.Write("u.csv", "c,a,label\ng,,x\nr,1,x\nb,9,y\n"));
        ulong[] hashes = data.Origin!.RowHashes!(), others = other.Origin!.RowHashes!();

        Assert.Equal(hashes[0], hashes[2]);
        Assert.Equal([hashes[3], hashes[0]], others[..2]);
        Assert.Equal(4, hashes.Concat(others).Distinct().Count());
        Assert.Equal([hashes[3], hashes[1]], data.Part([0, 2], [3, 1]).Test.Origin!.RowHashes!());
        Assert.Equal([hashes[3], hashes[1]], data.Select([3, 1]).Origin!.RowHashes!());
    }

    [Fact]
    public void Statistics_DoNotDependOnTheOrderOfTheRows()
    {
        Gen.Select(Gen.Double[-1e6, 1e6].Array[3, 40], Gen.Int[0, 1000]).Sample((numbers, seed) =>
        {
            double[] shuffled = [.. numbers];
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Scaling.Of([.. numbers], NumberScale.Standard), Scaling.Of(shuffled, NumberScale.Standard));
        }, iter: 200);
    }

    [Fact]
    public void ForModel_OtherOrderAndNewColumns_ReadsTheSame()
    {
        Dataset data = TrainText("a,c,id,label\n1,r,7,x\n2,g,8,y\n3,r,9,x\n4,g,9,y\n", options: new() { Ignore = ["id"] });
        List<string> remarks = [];

        Dataset other = Like(data, Folder.Write("u.csv", "new,label,c,a\n?,x,r,1\n?,y,g,2\n?,x,r,3\n?,y,g,4\n"), remarks.Add);

        Assert.Equal(data.Fingerprint(), other.Fingerprint());
        Assert.Equal(data.Featurization, other.Featurization);
        Assert.Contains("column \"new\": ignored", Assert.Single(remarks), StringComparison.Ordinal);
        string narrow = Folder.Write("narrow.csv", "label,cc,a\nx,r,1\n");
        BadInput.Refused(narrow, 1, () => Like(data, narrow), "no column \"c\"", "Did you mean \"cc\"?");
        string wrong = Folder.Write("wrong.csv", "label,c,a\nx,r,1\ny,g,many\n");
        BadInput.Refused(wrong, 3, () => Like(data, wrong), "column \"a\" must hold finite numbers; got \"many\"");
    }

    [Fact]
    public void ForModel_VectorsOfAnotherLength_AreRefused()
    {
        DuckDb(null, $"COPY (SELECT [1, 2]::FLOAT[] AS v, i AS label FROM range(2) t(i)) TO '{Folder.File("two.parquet")}'", $"COPY (SELECT [1, 2, 3]::FLOAT[] AS v, i AS label FROM range(2) t(i)) TO '{Folder.File("three.parquet")}'");
        Dataset data = Train(Folder.File("two.parquet"));
        string three = Folder.File("three.parquet");

        BadInput.Refused(three, null, () => Like(data, three), "column \"v\" must hold vectors of 2 numbers", "got 3");
    }
}
