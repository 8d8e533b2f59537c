using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Hinge.Bench.Page;

/// <summary>Times between frames, by the browser's own clock, while a point is dragged in circles; and how often the program's numbers came with it.</summary>
internal static class Frames
{
    /// <summary>Counts frames, and changes of the objective's number.</summary>
    private const string Count = """
        () => {
          window.frames_ = []; window.numbers_ = 0; let last = performance.now();
          window.watch_?.disconnect();
          window.watch_ = new MutationObserver(() => window.numbers_++);
          window.watch_.observe(document.getElementById('objective'), { characterData: true, subtree: true, childList: true, attributes: true });
          const tick = now => { window.frames_.push(now - last); last = now; window.ticking_ = requestAnimationFrame(tick); };
          window.ticking_ = requestAnimationFrame(tick);
        }
        """;

    public static async Task<int> MeasureAsync()
    {
        await using OpenBrowser browser = await OpenBrowser.StartAsync();
        Console.WriteLine($"Chromium {browser.Version}, {Environment.ProcessorCount} processors; times between frames in ms while a point is dragged for 5 s");
        foreach (int preset in new[] { 0, 3 })
        {
            long received = 0;
            IPage page = await browser.OpenAsync("about:blank", ColorScheme.Light, 1440, 900);
            page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Interlocked.Add(ref received, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
            await page.GotoAsync(browser.At("/plane"));
            await page.Locator("#objective").WaitForAsync();
            await page.SelectOptionAsync(".bar select >> nth=0", preset.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(1500);
            for (int round = 0; round < 3; round++)
            {
                long before = Interlocked.Read(ref received);
                int renewals = await MeasureAsync(page, preset == 0 ? "12 points, 3 classes" : "300 points, 10 classes");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {(Interlocked.Read(ref received) - before) / 1024.0 / Math.Max(1, renewals):F1} KiB to the browser each time"));
            }
            await page.Context.CloseAsync();
        }
        return 0;
    }

    /// <returns>How often the numbers were renewed.</returns>
    private static async Task<int> MeasureAsync(IPage page, string what)
    {
        LocatorBoundingBoxResult board = (await page.Locator(".board").BoundingBoxAsync())!;
        LocatorBoundingBoxResult point = (await page.Locator(".board .point").Nth(0).BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(point.X + point.Width / 2, point.Y + point.Height / 2);
        await page.Mouse.DownAsync();
        await page.EvaluateAsync(Count);
        DateTimeOffset end = TimeProvider.System.GetUtcNow().AddSeconds(5);
        for (int at = 0; TimeProvider.System.GetUtcNow() < end; at++)
        {
            double angle = at * 0.05;
            await page.Mouse.MoveAsync((float)(board.X + board.Width * (0.5 + 0.3 * Math.Cos(angle))), (float)(board.Y + board.Height * (0.5 + 0.3 * Math.Sin(angle))));
            await Task.Delay(4);
        }
        JsonElement found = (await page.EvaluateAsync("() => { cancelAnimationFrame(window.ticking_); return [window.frames_, window.numbers_]; }"))!.Value;
        await page.Mouse.UpAsync();
        double[] frames = [.. found[0].EnumerateArray().Select(frame => frame.GetDouble()).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {frames.Length} frames, median {frames[frames.Length / 2]:F1}, 95th percentile {frames[(int)(0.95 * frames.Length)]:F1}, longest {frames[^1]:F1}; numbers renewed {found[1].GetInt32() / 5.0:F0} times a second"));
        return found[1].GetInt32();
    }
}
