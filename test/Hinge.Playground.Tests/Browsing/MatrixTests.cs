using Hinge.Checking;
using Hinge.Playground.Sessions;
using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

[Collection(BrowserFixture.Collection)]
public sealed class MatrixTests(BrowserFixture fixture)
{
    [Fact]
    public async Task EntryHovered_LightsTheTermsThatMadeIt()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/matrix");
        PlaneAnswer answer = new(await opened.StateAsync());
        await opened.Page.HoverAsync("#dw-1-2");
        await Assertions.Expect(opened.Page.Locator("#dw-1-2")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(Numbers.Exact(answer.Gradient[1, 2]), await opened.ExactAsync("#dw-1-2"));

        GradientLedger ledger = GradientLedger.OfEntry(answer.Form, answer.Weights, 1, 2, int.MaxValue);
        await Assertions.Expect(opened.Page.Locator("#ledger-total")).ToHaveAttributeAsync("data-value", Numbers.Exact(ledger.Total));
        // One lit violation a term; one lit coefficient an example.
        await Assertions.Expect(opened.Page.Locator(".matrices .panel >> nth=0").Locator("rect.lit")).ToHaveCountAsync(ledger.Terms.Count);
        await Assertions.Expect(opened.Page.Locator(".matrices .panel >> nth=1").Locator("rect.lit")).ToHaveCountAsync(ledger.Terms.Select(term => term.Example).Distinct().Count());
        await Assertions.Expect(opened.Page.Locator(".ledger tbody tr")).ToHaveCountAsync(ledger.Terms.Count + 2);
    }

    [Fact]
    public async Task FewerClasses_ThanTheEntryLookedAt_ShowTheProblem()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/matrix");
        (string many, string few) = (PlanePresets.All.First(preset => preset.State.ClassCount == 10).Name, PlanePresets.All.First(preset => preset.State.ClassCount == 3).Name);
        ILocator presets = opened.Page.GetByLabel("Points to begin with");
        await presets.SelectOptionAsync(new SelectOptionValue { Label = many });
        await opened.Page.HoverAsync("#dw-1-9");
        await Assertions.Expect(opened.Page.Locator("#dw-1-9")).ToHaveAttributeAsync("aria-pressed", "true");
        await presets.SelectOptionAsync(new SelectOptionValue { Label = few });
        await Assertions.Expect(opened.Page.Locator("#dw-1-9")).ToHaveCountAsync(0);
        await opened.Page.HoverAsync("#dw-1-2");
        await Assertions.Expect(opened.Page.Locator("#dw-1-2")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Keys_AmongEntries_MoveTheFocus()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/matrix");
        await opened.Page.Locator("#dw-0-0").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(opened.Page.Locator("#dw-1-0")).ToBeFocusedAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(opened.Page.Locator("#dw-1-1")).ToBeFocusedAsync();
        await opened.StateAsync(state => (state.EntryFeature, state.EntryClass) == (1, 1));
    }

    [Fact]
    public async Task Problem_ChangedOnThePlane_IsTheOneShown()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        await opened.Page.ClickAsync("#step");
        await opened.Page.SelectOptionAsync("#loss", "crammer-singer");
        string value = Numbers.Exact(new PlaneAnswer(await opened.StateAsync(state => state.LossName == "crammer-singer")).Value);
        await opened.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "The matrix" }).ClickAsync();
        await Assertions.Expect(opened.Page.Locator("h1")).ToHaveTextAsync("The matrix");
        await Assertions.Expect(opened.Page.Locator("#objective")).ToHaveAttributeAsync("data-value", value);
    }
}
