using Hinge.Testing;
using Microsoft.Playwright;

namespace Hinge.Bench.Page;

/// <summary>Pictures of the page as it runs.</summary>
internal static class Pictures
{
    private static readonly string[] Views = ["plane", "matrix", "programs", "data"];

    /// <summary>Without a folder those of the docs; with one every view, light and dark, wide and narrow, to be looked at.</summary>
    public static async Task<int> TakeAsync(string? folder)
    {
        await using OpenBrowser browser = await OpenBrowser.StartAsync();
        foreach (string view in Views)
        {
            if (folder is null)
            {
                await TakeAsync(browser, view, ColorScheme.Light, 1440, 900, RepositoryFile.At("docs", "images", $"play-{view}.png"), isWhole: false);
                continue;
            }
            Directory.CreateDirectory(folder);
            foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await TakeAsync(browser, view, scheme, 1440, 900, Path.Combine(folder, $"{view}-{scheme}-wide.png"), isWhole: true);
                await TakeAsync(browser, view, scheme, 390, 844, Path.Combine(folder, $"{view}-{scheme}-narrow.png"), isWhole: true);
            }
        }
        return 0;
    }

    private static async Task TakeAsync(OpenBrowser browser, string view, ColorScheme scheme, int width, int height, string path, bool isWhole)
    {
        // What is worth seeing: a wrong program on its way, and digits that have been learnt.
        IPage page = await browser.OpenAsync("/" + view + view switch { "programs" => "?program=second&line=14", "data" => "?train=1", _ => "" }, scheme, width, height);
        if (view == "data") await page.Locator("#training[data-state=done]").WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });
        await Task.Delay(700);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = isWhole });
        await page.Context.CloseAsync();
        Console.WriteLine(path);
    }
}
