using System.Reflection;
using Hinge.Testing;

[assembly: AssemblyFixture(typeof(Hinge.Packages.Tests.PackedLibraries))]

namespace Hinge.Packages.Tests;

/// <summary>The libraries' packages as <c>dotnet pack</c> makes them of what is built, in a folder of their own.</summary>
public sealed class PackedLibraries : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedLibraries() =>
        Command.Dotnet(RepositoryFile.At(), "pack", "Hinge.slnx", "--no-build", "--configuration", Configuration, "--output", _folder.Path, $"-p:PackageVersion={Version}");

    /// <summary>No version that anybody publishes: caches never mistake these packages for others.</summary>
    public static string Version => "0.0.1-test";

    public string Folder => _folder.Path;

    private static string Configuration => typeof(PackedLibraries).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public void Dispose() => _folder.Dispose();
}
