using System.Text.Json;
using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

/// <summary>What axe-core finds on a page.</summary>
internal static class Accessibility
{
    /// <summary>The serious and critical violations, one a line: rule, help, and the first elements.</summary>
    public static async Task<string> ViolationsAsync(IPage page)
    {
        // Added by the test's own channel, not by the page: the page's policy allows no such script.
        await page.EvaluateAsync(BrowserFixture.Axe + "; window.axe !== undefined");
        JsonElement? found = await page.EvaluateAsync("() => axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(v => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary) })))");
        return string.Join('\n', found!.Value.EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => $"{violation.GetProperty("id")} ({violation.GetProperty("impact")}): {violation.GetProperty("help")}: {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray())}"));
    }
}
