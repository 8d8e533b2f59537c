using System.Text;
using System.Xml.Linq;
using Hinge.Models;

namespace Hinge.Cli.Reports;

/// <summary>A web page that holds all it shows: no script, nothing loaded from elsewhere. It is well-formed XML too.</summary>
/// <param name="title">What it is called.</param>
internal sealed class HtmlPage(string title)
{
    /// <summary>
    /// Pictures are drawn for white paper; where the reader prefers a dark page, the colours that stand on the page itself are changed, and those
    /// of cells and images are not.
    /// </summary>
    private const string Style = """

        :root { color-scheme: light dark; --paper: #ffffff; --ink: #24292f; --soft: #57606a; --faint: #d8dde3; --tint: #f4f6f8; --link: #1f5fa8; }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 "Open Sans", "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; }
        main, footer { max-width: 960px; margin: 0 auto; padding: 0 24px; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 32px 0 8px; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 44px 0 8px; }
        p, figcaption { max-width: 75ch; }
        .formula { font-size: 0.95rem; color: var(--soft); }
        .figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; padding: 0; }
        .figures div { flex: 1 1 150px; background: var(--tint); border-radius: 8px; padding: 12px 16px; }
        .figures dt { color: var(--soft); font-size: 0.85rem; }
        .figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; }
        figure { margin: 16px 0; overflow-x: auto; }
        figure svg { width: 100%; min-width: 620px; height: auto; display: block; }
        figcaption { color: var(--soft); font-size: 0.9rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--soft); font-size: 0.9rem; padding-bottom: 6px; }
        th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--faint); text-align: right; overflow-wrap: anywhere; }
        th[scope=row], th.text, td.text { text-align: left; }
        data, thead th { white-space: nowrap; overflow-wrap: normal; }
        thead th { border-bottom: 2px solid var(--soft); }
        tbody th { font-weight: 600; }
        code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 0.88em; overflow-wrap: anywhere; }
        footer { color: var(--soft); font-size: 0.85rem; margin-top: 48px; padding-bottom: 32px; }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #14181d; --ink: #e8ebee; --soft: #a7b0ba; --faint: #343b44; --tint: #1e242b; --link: #7fb2ee; }
          svg rect[fill="white"] { fill: var(--paper); }
          svg [fill="#24292F"] { fill: var(--ink); } svg [stroke="#24292F"] { stroke: var(--ink); }
          svg [fill="#57606A"] { fill: var(--soft); }
          svg [fill="#E6E9ED"] { fill: var(--faint); } svg path[stroke="#E6E9ED"] { stroke: var(--faint); }
          svg [fill="#1F5FA8"] { fill: #3b7dd0; } svg [stroke="#1F5FA8"] { stroke: #5b99e6; }
          svg [fill="#B3362A"] { fill: #e0695c; } svg [stroke="#B3362A"] { stroke: #e0695c; }
          svg [fill="#E3F1E5"] { fill: #1d3826; } svg [stroke="#3A7D44"] { stroke: #6fbf7a; }
        }
        @media print {
          :root { --paper: #ffffff; --ink: #000000; --soft: #333333; --faint: #bbbbbb; --tint: #ffffff; }
          body { font-size: 10.5pt; }
          main, footer { max-width: none; padding: 0; }
          figure, tr, .figures { break-inside: avoid; }
          h2 { break-after: avoid; }
          .scroll, figure { overflow: visible; }
          figure svg { min-width: 0; }
          .figures div { border: 1px solid var(--faint); }
        }

        """;

    private readonly XElement _main = new("main", new XElement("h1", Text(title)));

    /// <summary>Adds below all that is there.</summary>
    public void Add(params object?[] content) => _main.Add(content);

    /// <summary>Adds a section's heading.</summary>
    public void AddHeading(string text) => Add(new XElement("h2", Text(text)));

    /// <summary>Writes the file atomically.</summary>
    public void Save(string path)
    {
        XElement html = new(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("meta", new XAttribute("name", "generator"), new XAttribute("content", $"Hinge {Certificate.LibraryVersion}")),
                new XElement("title", Text(title)),
                new XElement("style", Style)),
            new XElement("body", _main, new XElement("footer", $"Written by Hinge {Certificate.LibraryVersion}, hinge evaluate --report.")));
        byte[] content = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n");
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>A text without characters that no page may hold.</summary>
    public static string Text(string text) => Pictures.Lettering.Label(text, int.MaxValue);

    /// <summary>A number as people read it, with its exact value for programs.</summary>
    public static XElement Value(double value, string shown) => double.IsFinite(value)
        ? new XElement("data", new XAttribute("value", value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)), shown)
        : new XElement("span", "not known");
}
