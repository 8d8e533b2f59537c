namespace Hinge.Cli.Tests;

/// <summary>Models of the samples with their duals, trained once for all tests of a class.</summary>
public sealed class TrainedModels : Workplace
{
    public TrainedModels()
    {
        Succeed("train", Digits, "--cost", "0.1", "-o", "digits.hinge", "--duals", "digits.duals");
        Succeed("train", Iris, "--bias", "-o", "iris.hinge", "--duals", "iris.duals");
    }

    internal void CopyTo(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
