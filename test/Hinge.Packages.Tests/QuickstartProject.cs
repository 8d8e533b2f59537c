using Hinge.Testing;

namespace Hinge.Packages.Tests;

/// <summary>README's example in a fresh project that knows the packages alone, far from this repository.</summary>
internal sealed class QuickstartProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="packages">The folder of the packages.</param>
    public QuickstartProject(string packages)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(cache);
        // Packages of the SDK come from the machine's cache where that has them, so that this needs no network, else from where the machine gets
        // its packages; ours are never put there, and no other source has their version.
        _folder.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder.File("packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{cache}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{packages}" /></packageSources>
            </configuration>
            """);
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("Fresh.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Hinge" Version="[{PackedLibraries.Version}]" /></ItemGroup>
            </Project>
            """);
        File.Copy(RepositoryFile.At("samples", "Quickstart", "Program.cs"), _folder.File("Program.cs"));
        Directory.CreateDirectory(_folder.File("samples"));
        File.Copy(RepositoryFile.At("samples", "digits.svm"), _folder.File("samples/digits.svm"));
    }

    /// <summary>Builds and runs; returns what it printed.</summary>
    public string Run() => Command.Dotnet(_folder.Path, "run", "--configuration", "Release");

    /// <summary>Publishes without warnings, runs the executable, and returns what it printed.</summary>
    public string PublishAndRun(params string[] properties)
    {
        Command.Dotnet(_folder.Path, ["publish", "--configuration", "Release", "--runtime", "linux-x64", "--output", _folder.File("published"), "-p:TrimmerSingleWarn=false", .. properties]);
        return Command.Succeed(_folder.Path, _folder.File("published/Fresh"));
    }

    public void Dispose() => _folder.Dispose();
}
