using Hinge.Data.SvmLight;
using Hinge.Playground;
using Hinge.Testing;
using Microsoft.Playwright;

namespace Hinge.Bench.Page;

/// <summary>The page served, and Chromium let in.</summary>
internal sealed class OpenBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly PlaygroundServer _server;

    private OpenBrowser(IPlaywright playwright, IBrowser browser, PlaygroundServer server)
    {
        _playwright = playwright;
        _browser = browser;
        _server = server;
    }

    public string Version => _browser.Version;

    public static async Task<OpenBrowser> StartAsync()
    {
        PlaygroundContent content = new(SvmLightReader.Read<float>(RepositoryFile.At("samples", "digits.svm")), "digits");
        PlaygroundServer server = await PlaygroundServer.StartAsync(content, new PlaygroundOptions { Port = 0 });
        IPlaywright playwright = await Playwright.CreateAsync();
        string chromium = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("chromium must be installed. Run test/peers/install.");
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Headless = true, Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [] });
        return new OpenBrowser(playwright, browser, server);
    }

    /// <summary>A tab that shows a view, let in.</summary>
    public async Task<IPage> OpenAsync(string view, ColorScheme scheme, int width, int height, float scale = 1)
    {
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = height }, DeviceScaleFactor = scale, ReducedMotion = ReducedMotion.Reduce });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(_server.EntryAddress.ToString());
        await page.GotoAsync(At(view));
        if (view.StartsWith('/')) await page.Locator("h1").WaitForAsync();
        return page;
    }

    /// <summary>The address of a view.</summary>
    public string At(string view) => new Uri(_server.Address, view).ToString();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _server.DisposeAsync();
    }
}
