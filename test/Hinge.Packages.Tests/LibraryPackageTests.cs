using System.IO.Compression;
using System.Xml.Linq;
using Hinge.Testing;

namespace Hinge.Packages.Tests;

/// <summary>Every library's package has what people look for in one.</summary>
public sealed class LibraryPackageTests(PackedLibraries packed)
{
    [Fact]
    public void Pack_Solution_MakesThePackagesOfAllLibraries()
    {
        string[] names = [.. Directory.GetFiles(packed.Folder, "*.nupkg").Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        foreach (string library in new[] { "Hinge", "Hinge.Data", "Hinge.Kernels" })
            Assert.Contains($"{library}.{PackedLibraries.Version}.nupkg", names);
    }

    [Fact]
    public void EachPackage_HasReadmeIconLicenceDocumentationAndSymbols()
    {
        foreach (string path in Directory.GetFiles(packed.Folder, "*.nupkg"))
        {
            string library = Path.GetFileName(path).Replace($".{PackedLibraries.Version}.nupkg", "", StringComparison.Ordinal);
            using ZipArchive package = ZipFile.OpenRead(path);
            foreach (string file in new[] { "README.md", "icon.png", $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml" })
                Assert.True(package.GetEntry(file) is { Length: > 0 }, $"{path} must hold {file}.");
            using Stream stream = package.GetEntry($"{library}.nuspec")!.Open();
            Dictionary<string, XElement> metadata = XDocument.Load(stream).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
            Assert.Equal("MIT", metadata["license"].Value);
            Assert.Equal("README.md", metadata["readme"].Value);
            Assert.Equal("icon.png", metadata["icon"].Value);
            Assert.NotEmpty(metadata["description"].Value);
            Assert.Matches("^[0-9a-f]{40}$", metadata["repository"].Attribute("commit")!.Value);
            using ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(path, ".snupkg"));
            Assert.True(symbols.GetEntry($"lib/net10.0/{library}.pdb") is { Length: > 0 }, $"{library}'s symbols must be packed.");
        }
    }

    [Fact]
    public void PackageReadme_CSharpBlock_IsTheQuickstartSample() =>
        Assert.Contains($"```csharp\n{File.ReadAllText(RepositoryFile.At("samples", "Quickstart", "Program.cs"))}```", File.ReadAllText(RepositoryFile.At("build", "PACKAGE.md")), StringComparison.Ordinal);
}
