using System.Globalization;
using Hinge.Checking;
using Hinge.Losses;
using Hinge.Playground.Training;
using Hinge.Training;
using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

[Collection(BrowserFixture.Collection)]
public sealed class RealDataTests(BrowserFixture fixture)
{
    private static readonly LocatorAssertionsToHaveAttributeOptions Patient = new() { Timeout = 60_000 };

    [Fact]
    public async Task Digits_Trained_ShowTheLibrarysGapAndMistakes()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/data");
        IPage page = opened.Page;
        await page.UncheckAsync("#slowly");
        await page.ClickAsync("#train");
        await Assertions.Expect(page.Locator("#training")).ToHaveAttributeAsync("data-state", "done", Patient);

        TrainingSettings settings = new();
        TrainingResult expected = new DualCoordinateAscent().Train(BrowserFixture.Digits, settings.Objective, new TrainingOptions { RelativeGap = settings.Gap, EpochLimit = settings.Passes }, cancellation: TestContext.Current.CancellationToken);
        await Assertions.Expect(page.Locator("#primal")).ToHaveAttributeAsync("data-value", Numbers.Exact(expected.Certificate.Primal));
        await Assertions.Expect(page.Locator("#gap")).ToHaveAttributeAsync("data-value", Numbers.Exact(expected.Certificate.RelativeGap));
        await Assertions.Expect(page.Locator(".templates img")).ToHaveCountAsync(BrowserFixture.Digits.Labels.ClassCount);

        int[] predicted = expected.Model.Predict(BrowserFixture.Digits.Features);
        int wrong = Enumerable.Range(0, predicted.Length).First(i => predicted[i] != BrowserFixture.Digits.Labels[i]);
        ILocator first = page.Locator(".wrong-one").First;
        await Assertions.Expect(first).ToHaveAttributeAsync("data-example", wrong.ToString(CultureInfo.InvariantCulture));
        await first.ClickAsync();
        Explanation explanation = Explanation.Of(BrowserFixture.Digits, new WestonWatkins(), expected.Model.Weights, wrong);
        await Assertions.Expect(page.Locator("#example-loss")).ToHaveAttributeAsync("data-value", Numbers.Exact(explanation.Loss));
        foreach (ClassTerm term in explanation.Terms)
            await Assertions.Expect(page.Locator($"[data-class='{term.Class}']")).ToHaveAttributeAsync("data-coefficient", Numbers.Exact(term.Coefficient));
        Assert.Equal("", await Accessibility.ViolationsAsync(page));

        // The view is left, and the page still answers.
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "The plane", Exact = true }).ClickAsync();
        await page.ClickAsync("#step");
        await Assertions.Expect(page.Locator("#undo")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Training_Stopped_EndsWithWhatItHas()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/data?solver=gradient-descent&gap=1e-9&passes=10000");
        IPage page = opened.Page;
        await page.ClickAsync("#train");
        await Assertions.Expect(page.Locator("#training")).ToContainTextAsync("pass", new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#train")).ToHaveTextAsync("Stop");
        await page.ClickAsync("#train");
        await Assertions.Expect(page.Locator("#training")).ToHaveAttributeAsync("data-state", "done", Patient);
        await Assertions.Expect(page.Locator("#training")).ToContainTextAsync("stopped");
    }

    [Fact]
    public async Task Link_Reloaded_TrainsAgainWithItsSettings()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/data?loss=crammer-singer&c=0.01&gap=0.01&example=7&train=1");
        IPage page = opened.Page;
        await Assertions.Expect(page.Locator("#training")).ToHaveAttributeAsync("data-state", "done", Patient);
        string primal = await opened.ExactAsync("#primal");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#training")).ToHaveAttributeAsync("data-state", "done", Patient);
        Assert.Equal(primal, await opened.ExactAsync("#primal"));
        await Assertions.Expect(page.Locator("#data-example")).ToHaveValueAsync("7");
        await Assertions.Expect(page.Locator("#data-loss")).ToHaveValueAsync("crammer-singer");
    }

    [Fact]
    public async Task Cost_ThatIsNoNumber_IsAnsweredInWords()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/data");
        await opened.Page.FillAsync("#cost", "much");
        await opened.Page.Locator("#cost").PressAsync("Tab");
        await Assertions.Expect(opened.Page.Locator("#training-complaint")).ToContainTextAsync("got much");
    }
}
