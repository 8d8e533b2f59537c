using Hinge.Testing;

namespace Hinge.Packages.Tests;

/// <summary>Everything that <c>./pack.sh</c> makes; the tool installed from it; and the native archive unpacked by itself.</summary>
public sealed class PackedTool : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedTool()
    {
        if (!SlowTests.AreAskedFor) return;
        Command.Succeed(RepositoryFile.At(), RepositoryFile.At("pack.sh"), _folder.File("packages"));
        _folder.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder.File("cache")}" /></config>
              <packageSources><clear /><add key="packed" value="{_folder.File("packages")}" /></packageSources>
            </configuration>
            """);
        Command.Dotnet(_folder.Path, "tool", "install", "Hinge.Cli", "--tool-path", _folder.File("tools"), "--configfile", _folder.File("nuget.config"));
        Directory.CreateDirectory(_folder.File("archive"));
        Command.Succeed(_folder.Path, "tar", "-xzf", _folder.File("packages/hinge-linux-x64.tar.gz"), "-C", _folder.File("archive"));
    }

    /// <summary>The packages and the archive.</summary>
    public string Packages => _folder.File("packages");

    /// <summary>The command as <c>dotnet tool install</c> leaves it.</summary>
    public string Installed => _folder.File("tools/hinge");

    /// <summary>The native executables alone.</summary>
    public string Archive => _folder.File("archive");

    /// <summary>The portable tool of the package.</summary>
    public string Portable => Directory.GetFiles(_folder.File("tools"), "Hinge.Cli.dll", SearchOption.AllDirectories).Single();

    public void Dispose() => _folder.Dispose();
}
