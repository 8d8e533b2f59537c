using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

/// <summary>What a real browser is refused.</summary>
[Collection(BrowserFixture.Collection)]
public sealed class SafetyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Name_ReboundToThisMachine_IsRefused()
    {
        (IBrowser browser, PlaygroundServer server) = fixture.Require();
        await using IBrowserContext context = await browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        UriBuilder address = new(server.EntryAddress) { Host = BrowserFixture.ReboundName };
        IResponse? answer = await page.GotoAsync(address.Uri.ToString());
        Assert.Equal(403, answer!.Status);
    }

    [Fact]
    public async Task Browser_WithoutTheToken_IsRefused()
    {
        (IBrowser browser, PlaygroundServer server) = fixture.Require();
        await using IBrowserContext context = await browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        Assert.Equal(403, (await page.GotoAsync(server.Address.ToString()))!.Status);
    }

    [Fact]
    public async Task PageOfAnotherSite_CannotConnect()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        // In the same browser, so that its cookie would be there.
        IPage foreign = await opened.Page.Context.NewPageAsync();
        await foreign.GotoAsync("about:blank");
        string outcome = await foreign.EvaluateAsync<string>($"() => new Promise(done => {{ const socket = new WebSocket('ws://{opened.Address.Authority}/_blazor'); socket.onopen = () => done('open'); socket.onerror = () => done('refused'); }})");
        Assert.Equal("refused", outcome);
    }
}
