using System.Globalization;
using Hinge.Playground.Components.Plane;
using Hinge.Playground.Sessions;
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
        await opened.GotoAsync(view + (view.Contains('?', StringComparison.Ordinal) ? "&" : "?") + server.EntryAddress.Query[1..]);
        return opened;
    }

    /// <summary>Goes to a view, or to a link with its state.</summary>
    public async Task GotoAsync(string view)
    {
        await Page.GotoAsync(new Uri(Address, view).ToString());
        await Page.Locator("h1").WaitForAsync();
    }

    /// <summary>The state that the address holds, once it is as asked for.</summary>
    public async Task<PlaneState> StateAsync(Predicate<PlaneState>? isThere = null)
    {
        const int Tries = 200;
        for (int wait = 0; wait < Tries; wait++)
        {
            if (PlaneLink.Read(new LinkQuery(Page.Url)) is { } state && isThere?.Invoke(state) != false) return state;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"The address must come to hold the state asked for; it is {Page.Url}.");
    }

    /// <summary>The number behind what an element shows, with all its digits.</summary>
    public async Task<string> ExactAsync(string selector) => (await Page.Locator(selector).GetAttributeAsync("data-value"))!;

    /// <summary>Drags a point by so many pixels, in steps.</summary>
    public async Task DragPointAsync(int index, float dx, float dy)
    {
        LocatorBoundingBoxResult box = (await Page.Locator($".board [data-point='{index}']").BoundingBoxAsync())!;
        (float x, float y) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(x + dx, y + dy, new MouseMoveOptions { Steps = 8 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>The numbers shown are the library's for the state that the address holds.</summary>
    public async Task AssertNumbersAsync()
    {
        PlaneAnswer answer = new(await StateAsync());
        PlaneState state = answer.State;
        await Assertions.Expect(Page.Locator("#objective")).ToHaveAttributeAsync("data-value", Numbers.Exact(answer.Value));
        await Assertions.Expect(Page.Locator("#analytic-slope")).ToHaveAttributeAsync("data-value", Numbers.Exact(answer.Gradient[state.EntryFeature, state.EntryClass]));
        ILocator points = Page.Locator(".board [data-point]");
        await Assertions.Expect(points).ToHaveCountAsync(state.Points.Length);
        for (int i = 0; i < state.Points.Length; i++)
        {
            PlanePoint point = state.Points[i];
            string classes = $"point c{point.Label}{(answer.Examples[i].Loss > 0 ? " violates" : "")}{(i == state.Selected ? " selected" : "")}";
            await Assertions.Expect(points.Nth(i)).ToHaveAttributeAsync("class", classes);
            // A dragged point stays where the script put it, unrounded: within half a thousandth of the plane, a few hundredths of a pixel.
            string[] place = (await points.Nth(i).GetAttributeAsync("transform"))!["translate(".Length..^1].Split(' ');
            Assert.Equal(PlaneScale.X(point.X), double.Parse(place[0], CultureInfo.InvariantCulture), tolerance: 0.05);
            Assert.Equal(PlaneScale.Y(point.Y), double.Parse(place[1], CultureInfo.InvariantCulture), tolerance: 0.05);
        }
        ILocator coefficients = Page.Locator(".example [data-coefficient]");
        await Assertions.Expect(coefficients).ToHaveCountAsync(state.ClassCount);
        for (int j = 0; j < state.ClassCount; j++)
            await Assertions.Expect(coefficients.Nth(j)).ToHaveAttributeAsync("data-coefficient", Numbers.Exact(answer.Selected.Terms[j].Coefficient));
    }

    /// <summary>What the console has complained of.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
    }
}
