using System.CommandLine;
using Hinge.Data;
using Hinge.Data.SvmLight;

namespace Hinge.Cli;

/// <summary>How svmlight text is read: the options for it, and the reading.</summary>
internal sealed class SvmLightArguments
{
    private readonly Option<string?> _zeroBased = new("--zero-based")
    {
        Description = "Whether the features of svmlight text count from 0: yes, no, or auto, which means yes where an index 0 is anywhere in the file to train on. Models remember it, so other verbs need it not.",
        HelpName = "auto|yes|no",
    };

    public void AddTo(Command command) => command.Options.Add(_zeroBased);

    /// <summary>Whether the option is there, which other formats refuse.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_zeroBased) is not null;

    /// <summary>How files that go with a model, or with training data, count.</summary>
    public static IndexBase BaseFor(string? featurization) => SvmLightNumbering.IsZeroBased(featurization) ? IndexBase.Zero : IndexBase.One;

    /// <summary>Reads a file, or standard input.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The file, or <see cref="StandardInput.Name"/>.</param>
    /// <param name="asDouble">Whether values are float64.</param>
    /// <param name="otherwise">How it counts where the option does not say.</param>
    public Dataset Read(ParseResult parsed, string path, bool asDouble, IndexBase otherwise)
    {
        SvmLightOptions options = Options(parsed, otherwise);
        if (path == StandardInput.Name)
        {
            using Stream input = StandardInput.Open();
            return asDouble ? SvmLightReader.Read<double>(input, StandardInput.Name, options) : SvmLightReader.Read<float>(input, StandardInput.Name, options);
        }
        return ReadingBar.Run(Terminal.For(parsed), path, progress =>
        {
            SvmLightOptions shown = options with { Progress = progress };
            return asDouble ? SvmLightReader.Read<double>(path, shown) : SvmLightReader.Read<float>(path, shown);
        });
    }

    /// <summary>Reads a file that memory may not hold, by way of temporary files in a folder.</summary>
    public Dataset ReadMapped(ParseResult parsed, string path, string folder) =>
        ReadingBar.Run(Terminal.For(parsed), path, progress => SvmLightReader.ReadMapped<float>(path, Options(parsed, IndexBase.Auto) with { Progress = progress }, folder));

    /// <summary>Begins to read lines one at a time.</summary>
    public SvmLightLineReader<float> OpenLines(ParseResult parsed, string path, IndexBase otherwise) =>
        new(path == StandardInput.Name ? StandardInput.Open() : InputFile.Open(path), path, Options(parsed, otherwise));

    private SvmLightOptions Options(ParseResult parsed, IndexBase otherwise) => new()
    {
        IndexBase = parsed.GetValue(_zeroBased) switch
        {
            null => otherwise,
            "auto" => otherwise,
            "yes" => IndexBase.Zero,
            "no" => IndexBase.One,
            string other => throw new ArgumentException($"--zero-based must be auto, yes or no; got {other}."),
        },
        Threads = NumberOption.ThreadsOf(parsed),
        Remark = Terminal.For(parsed).Remark,
    };
}
