using System.CommandLine;

namespace Hinge.Cli;

/// <summary>The option that says how many threads may work.</summary>
internal static class ThreadsOption
{
    public static Option<int> Create()
    {
        Option<int> option = new("--threads")
        {
            Description = "How many threads may work. The result has the same bits for any number.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--threads must be at least 1.");
        });
        return option;
    }
}
