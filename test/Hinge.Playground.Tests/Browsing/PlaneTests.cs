using System.Globalization;
using Hinge.Losses;
using Hinge.Playground.Sessions;
using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

/// <summary>The plane in a browser. What it shows is compared with what the library says of the state that its address holds.</summary>
[Collection(BrowserFixture.Collection)]
public sealed class PlaneTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Drag_OfAPoint_MovesItAndRenewsEveryNumber()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        PlaneState before = await opened.StateAsync();
        await opened.DragPointAsync(4, dx: -60, dy: 45);
        LocatorBoundingBoxResult board = (await opened.Page.Locator(".board").BoundingBoxAsync())!;
        double unit = Math.Min(board.Width, board.Height) / 640 * (320 - 12) / PlaneState.Extent;
        // The address follows the drag: it is the end that is waited for.
        PlaneState after = await opened.StateAsync(state =>
            Math.Abs(state.Points[4].X - (before.Points[4].X - 60 / unit)) < 0.02 && Math.Abs(state.Points[4].Y - (before.Points[4].Y - 45 / unit)) < 0.02);
        Assert.Equal(4, after.Selected);
        Assert.Equal(before.Points.RemoveAt(4).AsEnumerable(), after.Points.RemoveAt(4));
        await opened.AssertNumbersAsync();
    }

    [Fact]
    public async Task Step_ThenUndoAndRedo_GoThereAndBack()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        PlaneState before = await opened.StateAsync();
        Assert.True(await opened.Page.Locator("#undo").IsDisabledAsync());
        await opened.Page.ClickAsync("#step");
        PlaneState stepped = await opened.StateAsync(state => !state.Weights.SequenceEqual(before.Weights));
        Assert.Equal(new PlaneAnswer(before).Stepped().Weights.AsEnumerable(), stepped.Weights);
        await opened.AssertNumbersAsync();
        await opened.Page.ClickAsync("#undo");
        await opened.StateAsync(state => state.Weights.SequenceEqual(before.Weights));
        await opened.Page.ClickAsync("#redo");
        await opened.StateAsync(state => state.Weights.SequenceEqual(stepped.Weights));
        Assert.True(await opened.Page.Locator("#redo").IsDisabledAsync());
    }

    [Fact]
    public async Task Run_UntilStopped_LowersTheObjectiveAndIsUndoneAtOnce()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        PlaneState before = await opened.StateAsync();
        await opened.Page.ClickAsync("#run");
        await Assertions.Expect(opened.Page.Locator("#run")).ToHaveTextAsync("Stop");
        double start = new PlaneAnswer(before).Value;
        await opened.StateAsync(state => new PlaneAnswer(state).Value < 0.9 * start);
        await opened.Page.ClickAsync("#run");
        await Assertions.Expect(opened.Page.Locator("#run")).ToHaveTextAsync("Run");
        await opened.Page.ClickAsync("#undo");
        await opened.StateAsync(state => state.Weights.SequenceEqual(before.Weights));
    }

    [Fact]
    public async Task Optimum_IsNoWorseThanAThousandSteps()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        PlaneState state = await opened.StateAsync();
        PlaneState before = state;
        for (int step = 0; step < 1000; step++) state = new PlaneAnswer(state).Stepped();
        await opened.Page.ClickAsync("#optimum");
        PlaneState best = await opened.StateAsync(at => !at.Weights.SequenceEqual(before.Weights));
        Assert.InRange(new PlaneAnswer(best).Value, 0, new PlaneAnswer(state).Value);
        await Assertions.Expect(opened.Page.Locator(".value")).ToContainTextAsync("of the least there is");
    }

    [Fact]
    public async Task Loss_ChosenFromAll_ShowsTheLibrarysNumbers()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        foreach (string name in Loss.Names)
        {
            await opened.Page.SelectOptionAsync("#loss", name);
            await opened.StateAsync(state => state.LossName == name);
            await opened.AssertNumbersAsync();
        }
    }

    [Fact]
    public async Task Link_Reloaded_ShowsTheSame()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        await opened.Page.SelectOptionAsync("#loss", "softmax");
        await opened.DragPointAsync(7, dx: 30, dy: 30);
        await opened.Page.ClickAsync("#step");
        await opened.Page.GetByText("dW of all examples", new PageGetByTextOptions { Exact = true }).ClickAsync();
        PlaneState before = await opened.StateAsync(state => state.LossName == "softmax" && state.Selected == 7 && opened.Page.Url.EndsWith("&arrows=all", StringComparison.Ordinal));
        string link = opened.Page.Url, value = await opened.ExactAsync("#objective");
        Assert.DoesNotContain("token", link, StringComparison.Ordinal);

        await opened.Page.ReloadAsync();
        await Assertions.Expect(opened.Page.Locator("#objective")).ToHaveAttributeAsync("data-value", value);
        Assert.Equal(PlaneLink.Write(before), PlaneLink.Write(await opened.StateAsync()));
        await Assertions.Expect(opened.Page.GetByText("dW of all examples", new PageGetByTextOptions { Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await opened.AssertNumbersAsync();
    }

    [Fact]
    public async Task Link_ThatBreaksARule_IsNamedAndTheRestShown()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane?k=2&points=1,2,0;-1,0,1&w=0,0,0,0,0,0&loss=hinge&at=9");
        ILocator notice = opened.Page.GetByRole(AriaRole.Alert).First;
        await Assertions.Expect(notice).ToContainTextAsync("loss must be one of weston-watkins,");
        await Assertions.Expect(notice).ToContainTextAsync("at must be a whole number from 0 to 1; got 9.");
        await opened.AssertNumbersAsync();
    }

    [Fact]
    public async Task Keys_OnThePlane_MoveSelectRelabelAddRemoveAndUndo()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        PlaneState before = await opened.StateAsync();
        int at = before.Selected;
        await opened.Page.Locator(".board").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await opened.Page.Keyboard.PressAsync("Shift+ArrowDown");
        PlaneState moved = await opened.StateAsync(state => state.Points[at].Y < before.Points[at].Y);
        Assert.Equal(before.Points[at].X + 0.05, moved.Points[at].X, tolerance: 1e-9);
        Assert.Equal(before.Points[at].Y - 0.5, moved.Points[at].Y, tolerance: 1e-9);
        await opened.Page.Keyboard.PressAsync("2");
        await opened.StateAsync(state => state.Points[at].Label == 2);
        await opened.Page.Keyboard.PressAsync("PageDown");
        await opened.StateAsync(state => state.Selected == at + 1);
        await opened.Page.Keyboard.PressAsync("Insert");
        await opened.StateAsync(state => state.Points.Length == before.Points.Length + 1);
        await opened.Page.Keyboard.PressAsync("Delete");
        await opened.StateAsync(state => state.Points.Length == before.Points.Length);
        for (int change = 0; change < 5; change++) await opened.Page.Keyboard.PressAsync("Control+z");
        await opened.StateAsync(state => state.Points.SequenceEqual(before.Points));
        await Assertions.Expect(opened.Page.Locator("p[role=status]")).ToContainTextAsync("Example");
    }

    [Fact]
    public async Task Slider_MovedByKeys_SetsTheWeightAndDrawsItsCurve()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        PlaneState before = await opened.StateAsync();
        await opened.Page.GetByLabel("W, row x₂, class 1").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        PlaneState after = await opened.StateAsync(state => state.Weight(1, 1) != before.Weight(1, 1));
        Assert.Equal((1, 1), (after.EntryFeature, after.EntryClass));
        Assert.Equal(before.Weight(1, 1) + 0.01, after.Weight(1, 1), tolerance: 1e-9);
        await opened.AssertNumbersAsync();
        double analytic = double.Parse(await opened.ExactAsync("#analytic-slope"), CultureInfo.InvariantCulture);
        double numeric = double.Parse(await opened.ExactAsync("#numeric-slope"), CultureInfo.InvariantCulture);
        Assert.Equal(analytic, numeric, tolerance: 1e-6);
    }

    [Fact]
    public async Task DoubleClick_OnAnEmptyPlace_AddsAPointThere()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/plane");
        PlaneState before = await opened.StateAsync();
        LocatorBoundingBoxResult board = (await opened.Page.Locator(".board").BoundingBoxAsync())!;
        await opened.Page.Mouse.DblClickAsync(board.X + board.Width * 0.5f, board.Y + board.Height * 0.12f);
        PlaneState after = await opened.StateAsync(state => state.Points.Length > before.Points.Length);
        Assert.Equal(0, after.Points[^1].X, tolerance: 0.02);
        Assert.InRange(after.Points[^1].Y, 2.8, 3.4);
        await opened.AssertNumbersAsync();
    }
}
