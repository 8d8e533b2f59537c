using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

/// <summary>A tab of its own in the shared browser, let in with the token. What its console complains of fails the test that disposes it.</summary>
internal sealed class PlayPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private PlayPage(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        Page = page;
        Address = address;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>Opens a view and waits until it answers.</summary>
    public static async Task<PlayPage> OpenAsync(BrowserFixture fixture, string view, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900)
    {
        (IBrowser browser, PlaygroundServer server) = fixture.Require();
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce });
        PlayPage opened = new(context, await context.NewPageAsync(), server.Address);
        await opened.Page.GotoAsync(server.EntryAddress.ToString());
        await opened.GotoAsync(view);
        return opened;
    }

    /// <summary>Goes to a view, or to a link with its state.</summary>
    public async Task GotoAsync(string view)
    {
        await Page.GotoAsync(new Uri(Address, view).ToString());
        await Page.Locator("h1").WaitForAsync();
    }

    /// <summary>What the console has complained of.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
    }
}
