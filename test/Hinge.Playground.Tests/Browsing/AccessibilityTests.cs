using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

[Collection(BrowserFixture.Collection)]
public sealed class AccessibilityTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData("/plane", ColorScheme.Light)]
    [InlineData("/plane", ColorScheme.Dark)]
    [InlineData("/matrix", ColorScheme.Light)]
    [InlineData("/matrix", ColorScheme.Dark)]
    [InlineData("/programs", ColorScheme.Light)]
    [InlineData("/programs", ColorScheme.Dark)]
    [InlineData("/data", ColorScheme.Light)]
    [InlineData("/data", ColorScheme.Dark)]
    public async Task View_CheckedByAxe_HasNoSeriousViolation(string view, ColorScheme scheme)
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, view, scheme);
        Assert.Equal("", await Accessibility.ViolationsAsync(opened.Page));
    }
}
