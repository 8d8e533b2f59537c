using Hinge.Checking.Diagnosing;
using Hinge.Playground.Programs;
using Hinge.Playground.Sessions;
using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

[Collection(BrowserFixture.Collection)]
public sealed class ProgramsTests(BrowserFixture fixture)
{
    [Fact]
    public async Task SecondProgram_Chosen_IsCalledWrongForItsStaleMargin()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs");
        IPage page = opened.Page;
        await page.SelectOptionAsync("#program", "second");
        await Assertions.Expect(page.Locator("#program-verdict")).ToHaveAttributeAsync("data-verdict", nameof(Verdict.Wrong));
        await Assertions.Expect(page.Locator("[data-mistake=stale-margin]")).ToHaveCountAsync(1);

        ProgramExamination examined = Examined("second", await opened.StateAsync());
        for (int column = 0; column < examined.Run.Gradient.Columns; column++)
            await Assertions.Expect(page.Locator(".comparison td.found").Nth(column)).ToHaveAttributeAsync("data-value", Numbers.Exact(examined.Run.Gradient[0, column]));
        await Assertions.Expect(page.Locator("#program-loss")).ToHaveAttributeAsync("data-value", Numbers.Exact(examined.Run.Loss));
    }

    [Fact]
    public async Task Lines_Stepped_ShowTheVariablesOfTheRun()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs?program=meant&line=0");
        IPage page = opened.Page;
        ProgramExamination examined = Examined("meant", await opened.StateAsync());
        IReadOnlyList<ProgramStep> steps = examined.Run.Steps;
        for (int at = 1; at <= 12; at++)
        {
            await page.ClickAsync("#line-step");
            await Assertions.Expect(page.Locator("#effect")).ToContainTextAsync(steps[at].Effect);
            await Assertions.Expect(page.Locator(".listing li.next")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator($".listing li:nth-child({steps[at].Line + 1})")).ToHaveAttributeAsync("aria-current", "step");
            foreach (string name in new[] { "i", "j", "margin", "loss", "s" })
            {
                if (!steps[at].Variables.TryGetValue(name, out Value? value)) continue;
                await Assertions.Expect(page.Locator($"[data-variable={name}]")).ToHaveAttributeAsync("data-value", string.Join(',', value.Elements.ToArray().Select(Numbers.Exact)));
            }
        }
        await page.ClickAsync("#line-back");
        await Assertions.Expect(page.Locator("#effect")).ToContainTextAsync(steps[11].Effect);
        await page.ClickAsync("#line-term");
        await Assertions.Expect(page.Locator(".listing li.next")).ToContainTextAsync("for j in range(K):");
        await page.ClickAsync("#line-end");
        await Assertions.Expect(page.Locator("#effect")).ToContainTextAsync("ended");
        await page.ClickAsync("#line-reset");
        await Assertions.Expect(page.Locator("#effect")).ToContainTextAsync(steps[0].Effect);
    }

    [Fact]
    public async Task Slider_ByKeys_Steps()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs?line=3");
        ProgramExamination examined = Examined("meant", await opened.StateAsync());
        await opened.Page.Locator("#line-at").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(opened.Page.Locator("#effect")).ToContainTextAsync(examined.Run.Steps[4].Effect);
        await opened.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(opened.Page.Locator("#effect")).ToContainTextAsync("ended");
    }

    [Fact]
    public async Task Link_Reloaded_ShowsTheSameProgramLineAndExample()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs");
        IPage page = opened.Page;
        await page.SelectOptionAsync("#program", "missing-delta");
        await page.FillAsync("#example", "4");
        await page.Locator("#example").PressAsync("Enter");
        await page.ClickAsync("#line-step");
        await page.ClickAsync("#line-step");
        await page.WaitForURLAsync(url => url.Contains("program=missing-delta", StringComparison.Ordinal) && url.Contains("at=4", StringComparison.Ordinal));
        await Task.Delay(600, TestContext.Current.CancellationToken);
        string effect = await page.Locator("#effect").InnerTextAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#effect")).ToHaveTextAsync(effect);
        await Assertions.Expect(page.Locator("#program")).ToHaveValueAsync("missing-delta");
        await Assertions.Expect(page.Locator("#example")).ToHaveValueAsync("4");
    }

    [Fact]
    public async Task Link_WithAnUnknownProgram_IsAnsweredInWords()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs?program=none&line=-3");
        await Assertions.Expect(opened.Page.Locator("[role=alert]").First).ToContainTextAsync("program must be one of");
    }

    private static ProgramExamination Examined(string id, PlaneState state) =>
        new(ProgramShelf.For(state.Points.Length).Single(entry => entry.Id == id), new PlaneAnswer(state));
}
