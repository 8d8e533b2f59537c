using System.Net;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;
using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

/// <summary>The page served, and Debian's Chromium without a screen. Tests that need them are skipped unless they are asked for.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>The name of the collection of tests that share one browser.</summary>
    public const string Collection = "browser";

    /// <summary>A name of another site that leads to this machine.</summary>
    public const string ReboundName = "rebound.example";

    private const string Program = "chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private PlaygroundServer? _server;

    private static bool AreAskedFor { get; } = Environment.GetEnvironmentVariable("HINGE_PEERS") == "1";

    /// <summary>The text of axe-core, which checks accessibility.</summary>
    internal static string Axe => File.ReadAllText(RepositoryFile.At("test", "peers", "browser", "node_modules", "axe-core", "axe.min.js"));

    /// <summary>What Real data shows in tests.</summary>
    internal static Dataset Digits { get; } = SvmLightReader.Read<float>(RepositoryFile.At("samples", "digits.svm"));

    /// <summary>Skips the test where there is no browser to be used.</summary>
    public (IBrowser Browser, PlaygroundServer Server) Require()
    {
        Assert.SkipUnless(AreAskedFor, "Run ./test.sh --peers to install Chromium and drive the page in it.");
        return (_browser!, _server!);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!AreAskedFor) return;
        string path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("chromium must be installed where HINGE_PEERS=1. Run test/peers/install.");
        _server = await PlaygroundServer.StartAsync(new PlaygroundContent(Digits, "digits"), new PlaygroundOptions { Address = IPAddress.Loopback, Port = 0 });
        _playwright = await Playwright.CreateAsync();
        // Chromium's sandbox refuses to run as root; it shows nothing here but this page.
        string[] arguments = [$"--host-resolver-rules=MAP {ReboundName} 127.0.0.1", .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>()];
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Headless = true, Args = arguments });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>Tests that share one browser; each opens a tab of its own.</summary>
[CollectionDefinition(BrowserFixture.Collection)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>;
