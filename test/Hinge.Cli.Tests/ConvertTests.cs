using System.Diagnostics;
using System.Text.Json;
using Hinge.Data;
using Hinge.Data.Binary;

namespace Hinge.Cli.Tests;

/// <summary>hinge convert, and data files in the other verbs.</summary>
public sealed class ConvertTests : Workplace
{
    [Fact]
    public void Convert_Digits_TrainsToTheBytesOfTheText()
    {
        JsonElement json = Json("convert", Digits, "digits-data.hinge");
        Succeed("train", Digits, "--cost", "0.1", "-o", "text.hinge");
        Succeed("train", "digits-data.hinge", "--cost", "0.1", "-o", "binary.hinge");

        Assert.Equal(1797, json.GetProperty("examples").GetInt32());
        Assert.Equal(new FileInfo(At("digits-data.hinge")).Length, json.GetProperty("bytes").GetInt64());
        Assert.Equal(File.ReadAllBytes(At("text.hinge")), File.ReadAllBytes(At("binary.hinge")));
        Assert.True(Json("verify", "binary.hinge", "digits-data.hinge").GetProperty("verified").GetBoolean());
        Assert.Equal(Succeed("predict", "text.hinge", Digits), Succeed("predict", "text.hinge", "digits-data.hinge"));
        Assert.Equal(Json("evaluate", "text.hinge", Digits).GetProperty("accuracy").GetDouble(), Json("evaluate", "text.hinge", "digits-data.hinge").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void Convert_ToTextAndBack_GivesTheSameFile()
    {
        Succeed("convert", Digits, "a.hinge");
        Succeed("convert", "a.hinge", "b.svm");
        Succeed("convert", "b.svm", "c.hinge");

        Assert.Equal(File.ReadAllBytes(At("a.hinge")), File.ReadAllBytes(At("c.hinge")));
    }

    [Fact]
    public void Convert_TextThatCountsFromZero_IsRememberedByModelsOfIt()
    {
        File.WriteAllText(At("zero.svm"), "1 0:1 2:3\n2 1:2\n1 0:2\n2 1:1 2:1\n");
        Succeed("convert", "zero.svm", "zero.hinge");
        Assert.Empty(Directory.GetFiles(At("."), "*.tmp", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
        Succeed("train", "zero.svm", "-o", "text.model");
        Succeed("train", "zero.hinge", "-o", "binary.model");

        Assert.Equal(File.ReadAllBytes(At("text.model")), File.ReadAllBytes(At("binary.model")));
        Assert.Equal("1\n2\n1\n2\n", Succeed("predict", "binary.model", "zero.svm"));
        Assert.Equal("1\n2\n1\n2\n", Succeed("predict", "text.model", "zero.hinge"));
        Assert.Equal(1, Json("train", "zero.hinge", "--test", "zero.svm", "-o", "again.model").GetProperty("testAccuracy").GetDouble());
    }

    [Fact]
    public void Convert_Table_KeepsNames()
    {
        Succeed("convert", Iris, "iris-data.hinge");
        Dataset iris = DataFile.Read(At("iris-data.hinge"));

        Assert.Equal(["setosa", "versicolor", "virginica"], iris.Labels.ClassNames);
        Assert.Equal(4, iris.FeatureNames!.Count);
        Refuse(["convert", "iris-data.hinge", "iris.svm"], "class names must be numbers", "setosa");
    }

    [Fact]
    public void Convert_TableOfNumbers_MakesModelsThatReadTheTable()
    {
        Succeed("convert", Iris, "iris-data.hinge", "--label", "species");
        Succeed("train", "iris-data.hinge", "--bias", "1", "-o", "binary.hinge");
        Succeed("train", Iris, "--label", "species", "--scale", "none", "--bias", "1", "-o", "table.hinge");

        Assert.Equal(Succeed("predict", "table.hinge", Iris), Succeed("predict", "binary.hinge", Iris));
        Assert.Equal(Succeed("predict", "binary.hinge", Iris), Succeed("predict", "binary.hinge", "iris-data.hinge"));
        Refuse(["predict", "table.hinge", "iris-data.hinge"], "the model was trained on a table");
    }

    [Fact]
    public void Convert_QueryWithoutData_TakesItsOutputAsAnOption()
    {
        File.Copy(Iris, At("iris.csv"));
        Succeed("convert", "iris.csv", "file.hinge", "--label", "species");
        Succeed("convert", "--sql", "select * from 'iris.csv'", "--label", "species", "-o", "query.hinge");

        Assert.Equal(File.ReadAllBytes(At("file.hinge")), File.ReadAllBytes(At("query.hinge")));
        Refuse(["convert", "--sql", "select * from 'iris.csv'", "out.hinge"], "OUT must be given", "-o OUT");
        Refuse(["convert", "iris.csv"], "OUT must be given", "hinge convert DATA OUT");
        Refuse(["convert", "iris.csv", "a.hinge", "-o", "b.hinge"], "OUT must be given once");
    }

    [Fact]
    public void Convert_TableOfMoreThanNumbers_IsRefused()
    {
        File.WriteAllText(At("colours.csv"), "size,colour,label\n1,red,a\n2,blue,b\n3,red,a\n4,blue,b\n");
        File.WriteAllText(At("gaps.csv"), "size,weight,label\n1,,a\n2,4,b\n3,5,a\n4,6,b\n");

        Refuse(["convert", "colours.csv", "colours.hinge"], "columns must be numbers", "\"colour\" makes", "as category", "Train on the table itself");
        Refuse(["convert", "gaps.csv", "gaps.hinge"], "\"weight\" makes 2 features as number");
        Assert.False(File.Exists(At("colours.hinge")));
    }

    [Fact]
    public void Verbs_DataFiles_AreReadAsTheirSource()
    {
        Succeed("convert", Digits, "digits-data.hinge");

        JsonElement text = Json("data", Digits), binary = Json("data", "digits-data.hinge");
        foreach (string name in new[] { "examples", "features", "nonzeros", "rowNorms", "perClass" })
            Assert.Equal(text.GetProperty(name).GetRawText(), binary.GetProperty(name).GetRawText());
        Assert.Equal("correct", Json("check", "digits-data.hinge").GetProperty("verdict").GetString());
        Succeed("train", "digits-data.hinge", "--cost", "0.1", "--test", "digits-data.hinge", "--duals", "duals.hinge", "-o", "trained.hinge");
        Assert.True(Json("verify", "trained.hinge", "digits-data.hinge", "--duals", "duals.hinge").GetProperty("verified").GetBoolean());
        Assert.Equal(Succeed("explain", Digits, "--example", "5", "--model", "trained.hinge"), Succeed("explain", "digits-data.hinge", "--example", "5", "--model", "trained.hinge"));
    }

    [Fact]
    public void Verbs_DataAndModelsExchanged_SayWhichIsWhich()
    {
        Succeed("convert", Digits, "data.hinge");
        Succeed("train", Digits, "--cost", "0.01", "-o", "trained.hinge");

        Refuse(["train", "trained.hinge", "-o", "model.hinge"], "this is a model, not data");
        Refuse(["evaluate", "data.hinge", Digits], "this is a data file, not a model");
        Refuse(["predict", "trained.hinge", "trained.hinge"], "this is a model, not data");
    }

    [Fact]
    public void Convert_BadOutput_IsRefused()
    {
        Refuse(["convert", Digits, "out.parquet"], "OUT must end in .hinge");
        Refuse(["convert", Digits, "none/out.hinge"], "no folder");
        Succeed("convert", Digits, "data.hinge");
        Refuse(["convert", "data.hinge", "data.hinge"], "OUT must be a file of its own");
        Refuse(["train", "data.hinge", "-o", "data.hinge"], "must be a file of its own");
        Refuse(["train", "data.hinge", "--block", "-1", "-o", "model.hinge"], "--block");
    }

    [Fact]
    public void Train_Npz_IsReadWithItsLabels()
    {
        using (System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.Open(At("data.npz"), System.IO.Compression.ZipArchiveMode.Create))
        {
            Npy.Write(At("X.npy"), [1f, 0, 0, 1, 1, 1], 3, 2);
            Npy.Write(At("y.npy"), [7L, 8, 7], 3);
            foreach (string name in new[] { "X.npy", "y.npy" })
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(File.ReadAllBytes(At(name)));
            }
        }
        Succeed("train", "data.npz", "-o", "a.hinge");
        Succeed("train", "X.npy", "--labels", "y.npy", "-o", "b.hinge");

        Assert.Equal(File.ReadAllBytes(At("b.hinge")), File.ReadAllBytes(At("a.hinge")));
        Assert.Equal("7\n8\n7\n", Succeed("predict", "a.hinge", "data.npz"));
        Refuse(["train", "data.npz", "--labels", "y.npy", "-o", "model.hinge"], "holds its labels itself");
    }

    [Fact]
    public async Task Train_FourTimesTheMemoryAllowed_GivesTheBitsOfTrainingWithoutLimit()
    {
        // RLIMIT_DATA bounds all private memory, the collector's and every other, but not pages of mapped files. Data is 512 MiB and more, the limit 128.
        const string Prlimit = "/usr/bin/prlimit";
        const int N = 170_000, D = 800;
        const long Limit = 128L << 20;
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Prlimit), "Memory is limited by prlimit, which is not here.");
        Random random = new(1);
        float[] values = new float[N * D];
        int[] labels = new int[N];
        for (int i = 0; i < N; i++)
        {
            labels[i] = random.Next(3);
            for (int f = 0; f < 8; f++) values[i * D + random.Next(D)] = 0.3f * random.NextSingle();
            values[i * D + labels[i]] = 0.2f + 0.5f * random.NextSingle();
        }
        DataFile.Write(At("large.hinge"), new Dataset(new DenseMatrix<float>(N, D, values), new Labels(labels, 3)));
        Assert.True(new FileInfo(At("large.hinge")).Length >= 4 * Limit);
        string[] arguments = ["train", "large.hinge", "--cost", "0.01", "--epochs", "3", "--block", "32", "--threads", "2", "-o"];
        Succeed([.. arguments, "free.hinge"]);

        ProcessStartInfo start = new(Prlimit, [$"--data={Limit}", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "Hinge.Cli.dll"), .. arguments, "limited.hinge"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The collector reserves address space in proportion to the machine's memory unless it is told of a limit.
        start.Environment["DOTNET_GCHeapHardLimit"] = "4000000";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}\n{await output}\n{await error}");
        Assert.Equal(File.ReadAllBytes(At("free.hinge")), File.ReadAllBytes(At("limited.hinge")));
    }
}
